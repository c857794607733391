import { t } from "../../../lib/i18n";
import { NumberVN } from "../../../ui/NumberVN";
import { entry as words } from "../../../words/vi/entry";
import type { Line } from "./queries";
import type { Remark } from "./reading";
import { isTouched, type Mark, markOf } from "./rowState";
import type { NumberField } from "./shape";
import type { Row, Store } from "./stores";

interface NumberCellProps {
  store: Store;
  line: Line;
  state: Row;
  field: NumberField;
  remarks: Remark[];
  warned: boolean;
  /** The id of the sentences below the row. */
  remarksId: string;
  id?: string;
  cell?: string;
  large?: boolean;
}

/** One number of a row, with its state at its left. */
export function NumberCell(props: NumberCellProps) {
  const { store, line, state, field, remarks, warned, remarksId, id, cell, large } = props;
  const { text, reading } = state[field];
  const invalid = remarks.some((remark) => remark.at === field || remark.at === "row");
  const column = state.shape.paired ? words.columns[field] : words.value;
  const isAsked = reading.kind === "ask" && state.checked;
  return (
    <NumberVN
      {...(id === undefined ? { label: nameOf(line, field, column) } : { id })}
      {...(cell === undefined ? {} : { cell })}
      text={text}
      exact={reading.kind === "accept" || reading.kind === "understood"}
      invalid={invalid}
      mark={looks(invalid, isAsked || (warned && field === "numerator"), field, state)}
      describedBy={remarks.length > 0 || warned || isAsked ? remarksId : undefined}
      large={large ?? false}
      onType={(typed) => store.type(line.code, field, typed)}
      onLeave={() => store.settle(line.code)}
    />
  );
}

function nameOf(line: Line, field: NumberField, column: string): string {
  const label = field === "numerator" ? line.numerator_label : line.denominator_label;
  const name = t(words.cell, { field: column, code: line.code, name: line.short_name });
  return label ? `${name}: ${label}` : name;
}

type Looks = NonNullable<Parameters<typeof NumberVN>[0]["mark"]>;

const LOOKS: Partial<Record<Mark, Looks>> = {
  conflict: { icon: "alert", tone: "bad", word: words.mark.conflict },
  waiting: { icon: "waiting", tone: "warn", word: words.mark.waiting },
  saving: { icon: "busy", tone: "quiet", word: words.mark.saving },
  saved: { icon: "check", tone: "good", word: words.mark.saved },
};

/** The mark of one number: its own fault first, then how the row stands. */
function looks(invalid: boolean, warned: boolean, field: NumberField, state: Row): Looks | null {
  if (invalid) return { icon: "octagon", tone: "bad", word: words.mark.error };
  if (warned) return { icon: "alert", tone: "warn", word: words.mark.warning };
  const mark = markOf(state);
  const isEmpty = state[field].text === "" && !isTouched(state);
  return (!isEmpty && LOOKS[mark]) || null;
}
