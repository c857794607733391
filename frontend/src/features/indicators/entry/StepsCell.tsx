import { t } from "../../../lib/i18n";
import { Select } from "../../../ui/inputs";
import { entry as words } from "../../../words/vi/entry";
import type { Line } from "./queries";
import type { Row, Store } from "./stores";

interface StepsCellProps {
  store: Store;
  line: Line;
  state: Row;
  remarksId?: string | undefined;
  id?: string;
  cell?: string;
}

/** How far a milestone is, or which level is reached: chosen from a list, never typed. */
export function StepsCell({ store, line, state, remarksId, id, cell }: StepsCellProps) {
  const { reading } = state.numerator;
  const isExact = reading.kind === "accept" || reading.kind === "understood";
  const field = line.measure === "level" ? words.level : words.steps;
  return (
    <Select
      id={id}
      aria-label={id ? undefined : t(words.cell, { field, code: line.code, name: line.short_name })}
      aria-describedby={remarksId}
      data-cell={cell}
      value={isExact ? reading.value : ""}
      options={choicesOf(line)}
      onChange={(event) => store.choose(line.code, { numerator: event.target.value || null })}
    />
  );
}

/** A milestone counts the steps that are done; a level is its rank, 0 for the lowest. */
function choicesOf({ measure, steps }: Line): { value: string; label: string }[] {
  const none = { value: "", label: words.notEntered };
  if (measure === "level")
    return [none, ...steps.map(({ name }, rank) => ({ value: String(rank), label: name }))];
  const done = steps.map(({ name }, at) => ({
    value: String(at + 1),
    label: t(words.stepsDone, { done: at + 1, all: steps.length, name }),
  }));
  return [none, { value: "0", label: words.noStep }, ...done];
}
