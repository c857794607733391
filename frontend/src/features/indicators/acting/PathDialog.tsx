/** Sets the path of an indicator, whole: a number for every year, the last one at least the target. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, ifMatch, send } from "../../../api/client";
import { faultAt, ProblemError, restOf } from "../../../api/problem";
import type { components } from "../../../api/schema";
import { Button } from "../../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../../ui/Dialog";
import { Field } from "../../../ui/Field";
import { TextArea, TextInput } from "../../../ui/inputs";
import { Banner } from "../../../ui/states";
import { toast } from "../../../ui/Toast";
import { general } from "../../../words/vi/general";
import { indicator } from "../../../words/vi/indicator";
import { type Indicator, measured } from "../indicator/measured";
import { planText } from "../reading/numbers";
import { readAgain } from "./moving";
import { NumberField } from "./NumberField";
import styles from "./PathDialog.module.css";
import { exactOf, faultOf, shownNumber, type TypedNumber } from "./typed";

type PathPage = components["schemas"]["PathPageOut"];
const { path: words } = indicator;

interface Props {
  indicator: Indicator;
  page: PathPage;
  onClose: () => void;
}

export function PathDialog({ indicator: of, page, onClose }: Props) {
  const client = useQueryClient();
  const [rows, setRows] = useState<TypedNumber[]>(() =>
    page.years.map((year) =>
      shownNumber(page.path?.points.find((point) => point.year === year)?.value ?? null),
    ),
  );
  const [year, setYear] = useState(String(page.path?.baseline?.year ?? (page.years[0] ?? 2026) - 1));
  const [base, setBase] = useState(shownNumber(page.path?.baseline?.value ?? null));
  const [assumed, setAssumed] = useState(page.path?.basis === "assumed");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const { proposal } = page;
  const set = useMutation({
    mutationFn: () => {
      const value = exactOf(base);
      return send(
        api.PUT("/api/v1/indicators/{code}/path", {
          params: { path: { code: of.code } },
          ...(page.path && { headers: ifMatch(page.path.number) }),
          body: {
            points: page.years.map((at, index) => ({
              year: at,
              value: exactOf(rows[index] ?? shownNumber(null)) ?? "",
            })),
            basis: assumed ? "assumed" : "set",
            baseline: value === null ? null : { year: Number(year), value },
            reason: reason.normalize("NFC").trim() || null,
          },
        }),
      );
    },
    onSuccess: () => {
      toast(words.done);
      void readAgain(client);
      onClose();
    },
  });
  const faults = rows.map((row) => faultOf(row, true));
  const reasonFault = page.needs_reason && reason.trim() === "" ? words.needsReason : undefined;
  const stale = set.error instanceof ProblemError && [412, 428].includes(set.error.status);
  const kind = of.measure === "ratio" || of.measure === "score" ? "rate" : "count";
  const school = of.reporting === "school_year";
  const pointers = [
    ...page.years.map((_, at) => `/points/${at}/value`),
    "/baseline/value",
    "/baseline/year",
    "/reason",
  ];
  const rest = stale ? words.stale : restOf(set.error, pointers);
  return (
    <Dialog title={words.editTitle(of.code)} onClose={onClose}>
      <DialogForm
        onSubmit={() => {
          setTried(true);
          const wrong = [...faults, reasonFault, faultOf(base, false)].some(Boolean);
          if (!wrong && !set.isPending) set.mutate();
        }}
      >
        {rest && <Banner tone="error">{rest}</Banner>}
        {proposal && (
          <div className={styles.proposal}>
            <span className="meta">
              {words.starts[proposal.start](planText(measured(of), proposal.start_value))}
            </span>
            <Button
              size="small"
              onClick={() => {
                setRows(proposal.points.map((point) => shownNumber(point.value)));
                setAssumed(true);
              }}
            >
              {words.propose}
            </Button>
          </div>
        )}
        <div className={styles.years}>
          {page.years.map((at, index) => (
            <NumberField
              key={at}
              id={`lo-trinh-${at}`}
              label={school ? `${at}-${at + 1}` : String(at)}
              kind={kind}
              value={rows[index] ?? shownNumber(null)}
              error={(tried && faults[index]) || faultAt(set.error, `/points/${index}/value`)}
              onChange={(typed) => setRows(rows.map((row, place) => (place === index ? typed : row)))}
            />
          ))}
        </div>
        <div className={styles.years}>
          <NumberField
            id="lo-trinh-goc"
            label={words.baselineValue}
            optional
            kind={kind}
            value={base}
            error={(tried && faultOf(base, false)) || faultAt(set.error, "/baseline/value")}
            onChange={setBase}
          />
          <Field label={words.baselineYear} error={faultAt(set.error, "/baseline/year")}>
            {(control) => (
              <TextInput
                {...control}
                inputMode="numeric"
                maxLength={4}
                value={year}
                onChange={(event) => setYear(event.target.value.replace(/\D/g, ""))}
              />
            )}
          </Field>
        </div>
        <label className={styles.check}>
          <input type="checkbox" checked={assumed} onChange={(event) => setAssumed(event.target.checked)} />
          {words.keepAssumed}
        </label>
        <Field
          label={words.reason}
          optional={!page.needs_reason}
          error={(tried && reasonFault) || faultAt(set.error, "/reason")}
        >
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              maxLength={3900}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={set.isPending}>
            {words.action}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
