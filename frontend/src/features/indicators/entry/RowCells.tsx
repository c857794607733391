/** The cells of a row between the period before and the note. */

import { cx } from "../../../lib/cx";
import { formatNumber } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { entry as words } from "../../../words/vi/entry";
import styles from "./EntryTable.module.css";
import { NumberCell } from "./NumberCell";
import type { SheetRow } from "./queries";
import { pairText, type remarksOf, typedNumbers, worthText } from "./reading";
import { isNothingOccurred, offersNothing } from "./rowState";
import { StepsCell } from "./StepsCell";
import type { Row, Store } from "./stores";

interface InputsProps {
  store: Store;
  row: SheetRow;
  state: Row;
  at: number;
  remarks: ReturnType<typeof remarksOf>;
  remarksId: string;
  warned: boolean;
  /** The columns that are marked. */
  marks: string;
}

/** What can be typed or chosen in a row. */
export function Inputs({
  store,
  row: { indicator: line },
  state,
  at,
  remarks,
  remarksId,
  warned,
  marks,
}: InputsProps) {
  const looks = looksOf(marks);
  if (line.measure === "milestone" || line.measure === "level") {
    return (
      <td colSpan={2} className={cx(styles.steps, looks.numerator)} data-column="numerator">
        <StepsCell {...{ store, line, state }} cell={`${at}:numerator`} remarksId={remarksId} />
      </td>
    );
  }
  const shared = { store, line, state, remarks, remarksId, warned };
  return (
    <>
      <td className={cx(styles.number, looks.numerator)} data-column="numerator">
        <NumberCell {...shared} field="numerator" cell={`${at}:numerator`} />
      </td>
      <td className={cx(styles.number, looks.denominator)} data-column="denominator">
        {state.shape.paired ? (
          <NumberCell {...shared} field="denominator" cell={`${at}:denominator`} />
        ) : (
          <span className={styles.unit}>{line.unit_of_measure}</span>
        )}
      </td>
    </>
  );
}

function looksOf(marks: string) {
  return {
    numerator: marks.includes("numerator") && styles.marked,
    denominator: marks.includes("denominator") && styles.marked,
  };
}

/** A row that is on its way through review, or beyond the person's reach, is text. */
export function Texts({
  row: { indicator: line },
  state,
  marks,
}: {
  row: SheetRow;
  state: Row;
  marks: string;
}) {
  const looks = looksOf(marks);
  const { numerator, denominator } = state.value ?? { numerator: null, denominator: null };
  if (line.steps.length > 0) {
    return (
      <td colSpan={2} className={cx(styles.text, looks.numerator)} data-column="numerator">
        {numerator === null ? "-" : pairText(line, { numerator, denominator: null })}
      </td>
    );
  }
  return (
    <>
      <td className={cx("so", styles.text, looks.numerator)} data-column="numerator">
        {formatNumber(numerator)}
      </td>
      <td
        className={cx(state.shape.paired && "so", styles.text, looks.denominator)}
        data-column="denominator"
      >
        {state.shape.paired ? (
          formatNumber(denominator)
        ) : (
          <span className={styles.unit}>{line.unit_of_measure}</span>
        )}
      </td>
    </>
  );
}

/** What the numbers are worth; where nothing stands yet, the way to say that nothing occurred. */
export function Worth({
  store,
  row,
  state,
  editable,
}: {
  store: Store;
  row: SheetRow;
  state: Row;
  editable: boolean;
}) {
  const { indicator: line } = row;
  if (line.measure !== "ratio")
    return line.measure === "score" && state.shape.paired ? worthText(line, typedNumbers(state)) : null;
  if (isNothingOccurred(state)) return <span className={styles.nothing}>{words.nothing}</span>;
  if (!offersNothing(state) || !editable) return <b>{worthText(line, typedNumbers(state))}</b>;
  return (
    <button
      type="button"
      className={styles.nothingButton}
      aria-label={t(words.nothingOf, { code: line.code })}
      onClick={() => store.choose(line.code, { numerator: "0", denominator: "0" })}
    >
      {words.nothing}
    </button>
  );
}
