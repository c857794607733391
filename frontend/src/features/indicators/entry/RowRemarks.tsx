import { formatNumber, formatTime, formatWhen } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { Icon } from "../../../ui/Icon";
import { entry as words } from "../../../words/vi/entry";
import type { Line } from "./queries";
import styles from "./Remarks.module.css";
import { pairText, type Remark } from "./reading";
import type { NumberField } from "./shape";
import type { Row, Store } from "./stores";

interface RowRemarksProps {
  store: Store;
  line: Line;
  state: Row;
  today: string;
  remarks: Remark[];
  warning: string | null;
  /** Where the reviewer's reason stands elsewhere already. */
  withoutReason?: boolean;
}

/** Whether there is anything to say below a row. */
export function hasRemarks(state: Row, remarks: Remark[], warning: string | null): boolean {
  return (
    remarks.length > 0 ||
    warning !== null ||
    state.theirs !== null ||
    state.value?.state === "returned" ||
    echoes(state).length > 0 ||
    asking(state).length > 0
  );
}

function echoes({ numerator, denominator }: Row): string[] {
  return [numerator, denominator].flatMap(({ reading }) =>
    reading.kind === "understood" ? [reading.echo] : [],
  );
}

function asking(state: Row): NumberField[] {
  return (["numerator", "denominator"] as const).filter(
    (at) => state.checked && state[at].reading.kind === "ask",
  );
}

/** The sentences below a row: the reviewer's reason, what is wrong, what was understood, and choices to make. */
export function RowRemarks(props: RowRemarksProps) {
  const { store, line, state, today, remarks, warning, withoutReason = false } = props;
  return (
    <div className={styles.remarks} aria-live="polite">
      {!withoutReason && <Returned value={state.value} today={today} />}
      {state.theirs !== null && <Conflict store={store} line={line} state={state} theirs={state.theirs} />}
      {remarks.map((remark) => (
        <div key={remark.text} className={styles.bad}>
          <Icon name="octagon" size={17} />
          <span>{remark.text}</span>
        </div>
      ))}
      {asking(state).map((field) => (
        <Asking key={field} store={store} line={line} state={state} field={field} />
      ))}
      {echoes(state).map((echo) => (
        <div key={echo} className={styles.note}>
          <Icon name="info" size={17} />
          <span>{t(words.understood, { value: echo })}</span>
        </div>
      ))}
      {warning && (
        <div className={styles.warn}>
          <Icon name="alert" size={17} />
          <span>{warning}</span>
        </div>
      )}
    </div>
  );
}

/** Why the reviewer gave the value back; nothing for a value that was not. */
export function Returned({ value, today }: { value: Row["value"]; today: string }) {
  if (value?.state !== "returned") return null;
  const name = value.reviewed?.by_name ?? "";
  const when = value.reviewed ? formatWhen(value.reviewed.at, today) : "";
  return (
    <div className={styles.returned}>
      <Icon name="back" size={17} />
      <span>{t(words.returned, { name, when, reason: value.return_reason ?? "" })}</span>
    </div>
  );
}

function Asking({ store, line, state, field }: { store: Store; line: Line; state: Row; field: NumberField }) {
  const { text, reading } = state[field];
  if (reading.kind !== "ask") return null;
  return (
    <div className={styles.warn}>
      <Icon name="help" size={17} />
      <span>{t(words.askTwo, { text: text.trim() })}</span>
      {reading.choices.map((choice) => (
        <Button key={choice} size="small" onClick={() => store.choose(line.code, { [field]: choice })}>
          <span className="so">{formatNumber(choice)}</span>
        </Button>
      ))}
    </div>
  );
}

interface ConflictProps {
  store: Store;
  line: Line;
  state: Row;
  theirs: NonNullable<Row["theirs"]>;
}

function Conflict({ store, line, state, theirs }: ConflictProps) {
  const mine = mineText(line, state);
  const other = pairText(line, theirs);
  const by = { name: theirs.entered.by_name, theirs: other, mine };
  const sentence = theirs.may.edit
    ? t(words.conflict, { ...by, time: formatTime(theirs.entered.at) })
    : t(words.conflictLocked, by);
  return (
    <div className={styles.bad} role="alert">
      <Icon name="alert" size={17} />
      <span>{sentence}</span>
      <Button size="small" onClick={() => store.keep(line.code, "theirs")}>
        {t(words.keepTheirs, { value: other })}
      </Button>
      {theirs.may.edit && (
        <Button size="small" onClick={() => store.keep(line.code, "mine")}>
          {t(words.keepMine, { value: mine })}
        </Button>
      )}
    </div>
  );
}

/** The person's own numbers as they typed them, understood or not. */
function mineText(line: Line, { numerator, denominator, shape }: Row): string {
  const text = shape.paired ? `${numerator.text || "-"}/${denominator.text || "-"}` : numerator.text;
  return line.steps.length > 0 && numerator.reading.kind === "accept"
    ? pairText(line, { numerator: numerator.reading.value, denominator: null })
    : text || words.noValue;
}
