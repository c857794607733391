/** Other numbers for an approved figure, with the reason; the approved ones stay in use until these are approved. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { faultAt, restOf } from "../../../api/problem";
import { Button } from "../../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../../ui/Dialog";
import { Field } from "../../../ui/Field";
import { TextArea } from "../../../ui/inputs";
import { Banner } from "../../../ui/states";
import { general } from "../../../words/vi/general";
import { indicator as words } from "../../../words/vi/indicator";
import type { Indicator, Value } from "../indicator/measured";
import { correct } from "./moving";
import { NumberField } from "./NumberField";
import { exactOf, faultOf, shownNumber } from "./typed";

interface Props {
  indicator: Indicator;
  value: Value;
  onDone: (value: Value) => void;
  onClose: () => void;
}

const FIELDS = ["/numerator", "/denominator", "/note", "/reason"] as const;

export function CorrectDialog({ indicator, value, onDone, onClose }: Props) {
  const [top, setTop] = useState(shownNumber(value.numerator));
  const [bottom, setBottom] = useState(shownNumber(value.denominator));
  const [note, setNote] = useState(value.note ?? "");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const paired = indicator.denominator_label !== null;
  const send = useMutation({
    mutationFn: () =>
      correct(value, {
        numerator: exactOf(top),
        denominator: paired ? exactOf(bottom) : null,
        note: note.normalize("NFC").trim() || null,
        reason: reason.normalize("NFC").trim(),
      }),
    onSuccess: onDone,
  });
  const faults = {
    top: faultOf(top, true),
    bottom: paired ? faultOf(bottom, true) : undefined,
    reason: reason.trim() === "" ? words.correction.needsReason : undefined,
  };
  const rest = restOf(send.error, FIELDS);
  const kind = indicator.measure === "score" ? "rate" : "count";
  return (
    <Dialog title={words.correction.title(value.unit.short_name, value.period.label)} onClose={onClose}>
      <p>{words.correction.text}</p>
      <DialogForm
        onSubmit={() => {
          setTried(true);
          if (!send.isPending && !Object.values(faults).some(Boolean)) send.mutate();
        }}
      >
        {rest && <Banner tone="error">{rest}</Banner>}
        <NumberField
          id="dinh-chinh-tu"
          label={paired ? words.column.numerator : words.correction.value}
          hint={indicator.numerator_label ?? undefined}
          kind={kind}
          value={top}
          error={(tried && faults.top) || faultAt(send.error, "/numerator")}
          onChange={setTop}
        />
        {paired && (
          <NumberField
            id="dinh-chinh-mau"
            label={words.column.denominator}
            hint={indicator.denominator_label ?? undefined}
            kind={kind}
            value={bottom}
            error={(tried && faults.bottom) || faultAt(send.error, "/denominator")}
            onChange={setBottom}
          />
        )}
        <Field label={words.correction.note} optional error={faultAt(send.error, "/note")}>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              maxLength={3900}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={words.correction.reason}
          hint={words.correction.reasonHint}
          error={(tried && faults.reason) || faultAt(send.error, "/reason")}
        >
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              maxLength={3900}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={send.isPending}>
            {words.correction.action}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
