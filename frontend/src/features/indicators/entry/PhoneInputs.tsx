/** The parts of an indicator's card on a phone that change with typing. */

import { formatNumber } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { entry as words } from "../../../words/vi/entry";
import { NumberCell } from "./NumberCell";
import styles from "./PhoneCard.module.css";
import type { SheetRow } from "./queries";
import { jumpOf, type remarksOf, size, typedNumbers, worthText } from "./reading";
import { isNothingOccurred, offersNothing } from "./rowState";
import { StepsCell } from "./StepsCell";
import type { NumberField } from "./shape";
import type { Row, Store } from "./stores";

interface InputsProps {
  store: Store;
  row: SheetRow;
  state: Row;
  remarks: ReturnType<typeof remarksOf>;
  warned: boolean;
}

/** What is typed or chosen, with large controls. */
export function Inputs({ store, row: { indicator: line }, state, remarks, warned }: InputsProps) {
  const remarksId = `${line.code}-remarks`;
  if (line.measure === "milestone" || line.measure === "level") {
    const id = `${line.code}-steps`;
    return (
      <div className={styles.field}>
        <label htmlFor={id}>{line.measure === "level" ? words.level : words.steps}</label>
        <StepsCell {...{ store, line, state, remarksId, id }} />
      </div>
    );
  }
  const fields: NumberField[] = state.shape.paired ? ["numerator", "denominator"] : ["numerator"];
  return (
    <>
      {fields.map((field) => (
        <div key={field} className={styles.field}>
          <label htmlFor={`${line.code}-${field}`}>
            {state.shape.paired ? words.columns[field] : words.value}
          </label>
          <span className={styles.hint}>
            {(field === "numerator" ? line.numerator_label : line.denominator_label) ?? line.unit_of_measure}
          </span>
          <NumberCell
            {...{ store, line, state, field, remarks, warned, remarksId }}
            id={`${line.code}-${field}`}
            large
          />
        </div>
      ))}
      {offersNothing(state) && (
        <Button size="large" onClick={() => store.choose(line.code, { numerator: "0", denominator: "0" })}>
          {words.nothing}
        </Button>
      )}
    </>
  );
}

/** What the two numbers are worth, and the change since the period before. */
export function Worth({ row: { indicator: line, previous }, state }: { row: SheetRow; state: Row }) {
  const numbers = typedNumbers(state);
  const jump = jumpOf(line, previous, numbers);
  const change = jump && (jump.startsWith("-") ? words.phone.down : words.phone.up);
  return (
    <div className={styles.worth} aria-live="polite">
      <span>
        <span className={styles.hint}>{words.columns.rate}</span>
        <b className="so">{isNothingOccurred(state) ? words.nothing : worthText(line, numbers)}</b>
      </span>
      {change && <span className={styles.hint}>{t(change, { points: formatNumber(size(jump), 1) })}</span>}
    </div>
  );
}

/** Why a number is as it is. */
export function Note({
  store,
  row: { indicator: line },
  state,
}: {
  store: Store;
  row: SheetRow;
  state: Row;
}) {
  return (
    <div className={styles.field}>
      <label htmlFor={`${line.code}-note`}>{words.columns.note}</label>
      <textarea
        id={`${line.code}-note`}
        className={styles.note}
        rows={2}
        maxLength={4000}
        value={state.note}
        onChange={(event) => store.note(line.code, event.target.value)}
        onBlur={() => store.settle(line.code)}
      />
    </div>
  );
}
