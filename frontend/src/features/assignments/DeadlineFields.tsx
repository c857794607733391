import type { components } from "../../api/schema";
import { formatDay } from "../../lib/format";
import { Field } from "../../ui/Field";
import { Select, TextInput } from "../../ui/inputs";
import { assignments as words } from "../../words/vi/assignments";
import styles from "./AssignmentForm.module.css";
import type { Deadline } from "./queries";

type DeadlineIn = components["schemas"]["DeadlineIn"];
type Kind = components["schemas"]["DueKind"];
type Every = components["schemas"]["Every"];

/** A deadline while it is being written. */
export interface DeadlineDraft {
  kind: Kind;
  on: string;
  every: Every;
  days: string;
  text: string;
}

export const NEW_DEADLINE: DeadlineDraft = { kind: "dated", on: "", every: "half_year", days: "", text: "" };

/** A deadline that stands, to be changed. */
export function draftOf(deadline: Deadline): DeadlineDraft {
  return {
    kind: deadline.kind,
    on: deadline.kind === "dated" ? (deadline.due_on ?? "") : "",
    every: deadline.every ?? "half_year",
    days: String(deadline.days ?? ""),
    text: deadline.text ?? "",
  };
}

/** What is sent: only the parts that the kind has. */
export function deadlineIn(draft: DeadlineDraft, was?: Deadline): DeadlineIn {
  const text = draft.text.trim() || null;
  switch (draft.kind) {
    case "dated":
      return { kind: "dated", on: draft.on };
    case "recurring": {
      const same = was?.kind === "recurring" && was.every === draft.every;
      return {
        kind: "recurring",
        every: draft.every,
        ...(same ? { month: was.month, day: was.day, text } : {}),
      };
    }
    case "relative":
      return { kind: "relative", days: Number(draft.days), text };
    case "conditional":
      return { kind: "conditional", text };
    case "none":
      return { kind: "none", text };
  }
}

/** What is still missing, as a sentence. */
export function deadlineFault(draft: DeadlineDraft): string | undefined {
  const { needsDay, needsText } = words.form;
  if (draft.kind === "dated" && !draft.on) return needsDay;
  if (draft.kind === "relative" && !(/^\d+$/.test(draft.days) && draft.text.trim())) return needsText;
  return draft.kind === "conditional" && !draft.text.trim() ? needsText : undefined;
}

interface Props {
  value: DeadlineDraft;
  onChange: (value: DeadlineDraft) => void;
  error: string | undefined;
}

/** What kind of deadline, and the parts of that kind. */
export function DeadlineFields({ value, onChange, error }: Props) {
  const { form } = words;
  const set = (part: Partial<DeadlineDraft>) => onChange({ ...value, ...part });
  const texts = value.kind === "relative" || value.kind === "conditional";
  return (
    <div className={styles.deadline}>
      <Field label={form.due}>
        {(control) => (
          <Select
            {...control}
            value={value.kind}
            options={Object.entries(words.dueKinds).map(([kind, label]) => ({ value: kind, label }))}
            onChange={(event) => set({ kind: event.target.value as Kind })}
          />
        )}
      </Field>
      {value.kind === "dated" && (
        <Field id="han" label={form.day} error={error}>
          {(control) => (
            <TextInput
              {...control}
              type="date"
              min="2000-01-01"
              max="2199-12-31"
              value={value.on}
              title={value.on ? formatDay(value.on) : undefined}
              onChange={(event) => set({ on: event.target.value })}
            />
          )}
        </Field>
      )}
      {value.kind === "recurring" && (
        <Field label={form.every}>
          {(control) => (
            <Select
              {...control}
              value={value.every}
              options={Object.entries(words.every).map(([every, label]) => ({ value: every, label }))}
              onChange={(event) => set({ every: event.target.value as Every })}
            />
          )}
        </Field>
      )}
      {value.kind === "relative" && (
        <Field label={form.days}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              maxLength={4}
              value={value.days}
              onChange={(event) => set({ days: event.target.value.trim() })}
            />
          )}
        </Field>
      )}
      {texts && (
        <div className={styles.whole}>
          <Field
            id="han"
            label={value.kind === "relative" ? form.event : form.condition}
            hint={value.kind === "relative" ? form.eventHint : form.conditionHint}
            error={error}
          >
            {(control) => (
              <TextInput
                {...control}
                maxLength={500}
                value={value.text}
                onChange={(event) => set({ text: event.target.value })}
              />
            )}
          </Field>
        </div>
      )}
    </div>
  );
}
