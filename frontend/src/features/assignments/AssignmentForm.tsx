import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api, ifMatch, send } from "../../api/client";
import { useMe } from "../../api/me";
import { faultAt, restOf } from "../../api/problem";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Select, TextArea, TextInput } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { assignments as words } from "../../words/vi/assignments";
import { general } from "../../words/vi/general";
import type { Unit } from "../directory/queries";
import { unitChoices } from "../directory/tree";
import { FormFaults } from "../FormFaults";
import styles from "./AssignmentForm.module.css";
import {
  type DeadlineDraft,
  DeadlineFields,
  deadlineFault,
  deadlineIn,
  draftOf,
  NEW_DEADLINE,
} from "./DeadlineFields";
import { type Assignment, refreshAssignments } from "./queries";

const { form: text } = words;
const POINTERS = [
  "/title",
  "/lead",
  "/deadline/on",
  "/deadline/text",
  "/deadline/days",
  "/cooperating",
  "/reason",
];

interface Draft {
  title: string;
  lead: string;
  deadline: DeadlineDraft;
  cooperating: readonly string[];
  description: string;
  product: string;
  note: string;
  indicators: string;
  reason: string;
}

interface Props {
  units: readonly Unit[];
  /** The assignment that is changed; a new one when left out. */
  row?: Assignment;
  onSaved: (row: Assignment) => void;
  onClose: () => void;
}

/** A new assignment in three fields, or one that is changed; the rest is folded away. */
export function AssignmentForm({ units, row, onSaved, onClose }: Props) {
  const client = useQueryClient();
  const directed = units.filter((unit) => unit.level === "unit" || unit.level === "team");
  const own = useMe()?.memberships.find((m) => directed.some((unit) => unit.code === m.unit.code))?.unit.code;
  const [draft, setDraft] = useState<Draft>(() => (row ? drawn(row) : { ...EMPTY, lead: own ?? "" }));
  const [tries, setTries] = useState(0);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const save = useMutation({
    mutationFn: () => (row ? change(row, draft) : give(draft)),
    onSuccess: (saved) => {
      toast(row ? text.saved : t(text.created, { code: saved.code }));
      onSaved(saved);
      return refreshAssignments(client);
    },
  });
  const moves = row?.deadline.kind === "dated" && row.deadline.due_on !== draft.deadline.on;
  const missing = {
    title: draft.title.trim() ? undefined : text.needsTitle,
    lead: draft.lead ? undefined : text.needsLead,
    due: deadlineFault(draft.deadline),
    reason: moves && !draft.reason.trim() ? text.needsReason : undefined,
  };
  const error = (field: keyof typeof missing, ...pointers: string[]) =>
    (tries > 0 ? missing[field] : undefined) ??
    pointers.map((pointer) => faultAt(save.error, pointer)).find(Boolean);
  const faults = {
    title: error("title", "/title"),
    lead: error("lead", "/lead", "/cooperating"),
    due: error("due", "/deadline/on", "/deadline/text", "/deadline/days"),
    reason: error("reason", "/reason"),
  };
  const rest = restOf(save.error, POINTERS);
  const submit = () => {
    setTries(tries + 1);
    if (!save.isPending && !Object.values(missing).some(Boolean)) save.mutate();
  };
  return (
    <Dialog title={row ? t(text.editTitle, { code: row.code }) : words.create} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        <FormFaults
          tries={tries}
          faults={[
            ["ten", faults.title],
            ["chu-tri", faults.lead],
            ["han", faults.due],
            ["ly-do", faults.reason],
          ]}
        />
        {rest && <Banner tone="error">{rest}</Banner>}
        <Field id="ten" label={text.title} error={faults.title}>
          {(control) => (
            <TextInput
              {...control}
              value={draft.title}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => set({ title: event.target.value })}
            />
          )}
        </Field>
        <Field id="chu-tri" label={text.lead} error={faults.lead}>
          {(control) => (
            <Select
              {...control}
              value={draft.lead}
              options={[{ value: "", label: text.choose }, ...unitChoices(directed)]}
              onChange={(event) => set({ lead: event.target.value })}
            />
          )}
        </Field>
        <DeadlineFields
          value={draft.deadline}
          error={faults.due}
          onChange={(deadline) => set({ deadline })}
        />
        {moves && (
          <Words
            id="ly-do"
            label={text.reason}
            value={draft.reason}
            error={faults.reason}
            onChange={(reason) => set({ reason })}
          />
        )}
        <More open={row !== undefined}>
          <Cooperating
            units={directed.filter((unit) => unit.code !== draft.lead)}
            value={draft.cooperating}
            onChange={(cooperating) => set({ cooperating })}
          />
          <Words
            optional
            label={text.product}
            value={draft.product}
            onChange={(product) => set({ product })}
          />
          <Words
            optional
            label={text.description}
            value={draft.description}
            onChange={(description) => set({ description })}
          />
          <Field optional label={text.indicators} hint={text.indicatorsHint}>
            {(control) => (
              <TextInput
                {...control}
                value={draft.indicators}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => set({ indicators: event.target.value })}
              />
            )}
          </Field>
          <Words optional label={text.note} value={draft.note} onChange={(note) => set({ note })} />
        </More>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {row ? text.save : text.create}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}

const EMPTY: Draft = {
  title: "",
  lead: "",
  deadline: NEW_DEADLINE,
  cooperating: [],
  description: "",
  product: "",
  note: "",
  indicators: "",
  reason: "",
};

function drawn(row: Assignment): Draft {
  return {
    title: row.title,
    lead: row.lead.code,
    deadline: draftOf(row.deadline),
    cooperating: row.cooperating.map((unit) => unit.code),
    description: row.description ?? "",
    product: row.product ?? "",
    note: row.note ?? "",
    indicators: row.indicators.map((indicator) => indicator.code).join(", "),
    reason: "",
  };
}

const given = (words: string) => words.normalize("NFC").trim() || null;

function bodyOf(draft: Draft, was?: Assignment) {
  return {
    title: draft.title.normalize("NFC").trim(),
    lead: draft.lead,
    deadline: deadlineIn(draft.deadline, was?.deadline),
    cooperating: draft.cooperating.filter((code) => code !== draft.lead),
    description: given(draft.description),
    product: given(draft.product),
    note: given(draft.note),
    indicators: draft.indicators.split(/[\s,;]+/).filter(Boolean),
  };
}

function give(draft: Draft): Promise<Assignment> {
  return send(api.POST("/api/v1/assignments", { body: bodyOf(draft) }));
}

function change(row: Assignment, draft: Draft): Promise<Assignment> {
  const { lead, ...body } = bodyOf(draft, row);
  const params = { path: { ref: row.code }, header: ifMatch(row.version) };
  const handed = lead === row.lead.code ? {} : { lead };
  return send(
    api.PATCH("/api/v1/assignments/{ref}", {
      params,
      body: { ...body, ...handed, reason: given(draft.reason) },
    }),
  );
}

function More({ open, children }: { open: boolean; children: ReactNode }) {
  return (
    <details className={styles.more} open={open}>
      <summary>{text.more}</summary>
      <div className={styles.rest}>{children}</div>
    </details>
  );
}

interface WordsProps {
  id?: string;
  label: string;
  value: string;
  error?: string | undefined;
  optional?: boolean;
  onChange: (value: string) => void;
}

function Words({ id, label, value, error, optional = false, onChange }: WordsProps) {
  return (
    <Field {...(id ? { id } : {})} label={label} error={error} optional={optional}>
      {(control) => (
        <TextArea
          {...control}
          rows={2}
          maxLength={4000}
          value={value}
          onChange={(e) => onChange(e.target.value)}
        />
      )}
    </Field>
  );
}

interface CooperatingProps {
  units: readonly Unit[];
  value: readonly string[];
  onChange: (codes: string[]) => void;
}

function Cooperating({ units, value, onChange }: CooperatingProps) {
  return (
    <fieldset>
      <legend className={styles.legend}>{text.cooperating}</legend>
      <div className={styles.units}>
        {units.map((unit) => (
          <label key={unit.code}>
            <input
              type="checkbox"
              checked={value.includes(unit.code)}
              onChange={(event) =>
                onChange(
                  event.target.checked ? [...value, unit.code] : value.filter((code) => code !== unit.code),
                )
              }
            />
            {unit.short_name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
