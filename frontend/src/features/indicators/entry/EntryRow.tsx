import { memo } from "react";
import { cx } from "../../../lib/cx";
import { formatNumber } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { entry as words } from "../../../words/vi/entry";
import styles from "./EntryTable.module.css";
import { NumberCell } from "./NumberCell";
import type { SheetRow } from "./queries";
import { RowActions } from "./RowActions";
import { hasRemarks, RowRemarks } from "./RowRemarks";
import { isEditable, jumpWarning, pairText, remarksOf, typedNumbers, worthText } from "./reading";
import { isNothingOccurred } from "./rowState";
import { LateTag, StatePill } from "./StateCell";
import { StepsCell } from "./StepsCell";
import { type Row, type Store, useRow } from "./stores";

interface EntryRowProps {
  store: Store;
  row: SheetRow;
  /** Its place in the sheet, by which the focus is moved. */
  at: number;
  today: string;
}

/** One indicator of the sheet: numbers, what they are worth, a note, and where it stands. */
export const EntryRow = memo(function EntryRow({ store, row, at, today }: EntryRowProps) {
  const line = row.indicator;
  const state = useRow(store, line.code);
  if (!state) return null;
  const editable = isEditable(row, state);
  const remarks = remarksOf(state);
  const warning = editable ? jumpWarning(row, state) : null;
  const below = hasRemarks(state, remarks, warning);
  const remarksId = `${line.code}-remarks`;
  return (
    <>
      <tr className={cx(styles.row, below && styles.open)} data-row={at}>
        <td className={cx("so", styles.code)}>{line.code}</td>
        <th scope="row" className={styles.name} title={line.name}>
          {line.short_name}
        </th>
        <td className={cx("so", styles.previous)}>{row.previous ? worthText(line, row.previous) : "-"}</td>
        {editable ? (
          <Inputs {...{ store, state, at, remarks, remarksId }} row={row} warned={warning !== null} />
        ) : (
          <Texts row={row} state={state} />
        )}
        <td className={cx("so", styles.rate)}>
          <Worth store={store} row={row} state={state} editable={editable} />
        </td>
        <td className={styles.note}>
          {editable ? (
            <input
              type="text"
              className={styles.noteInput}
              aria-label={t(words.cell, {
                field: words.columns.note,
                code: line.code,
                name: line.short_name,
              })}
              placeholder={warning ? words.notePlaceholder : undefined}
              maxLength={4000}
              data-cell={`${at}:note`}
              value={state.note}
              onChange={(event) => store.note(line.code, event.target.value)}
              onBlur={() => store.settle(line.code)}
            />
          ) : (
            <span className={styles.noteText}>{state.value?.note}</span>
          )}
        </td>
        <td className={styles.state}>
          <StatePill state={state} />
          <LateTag state={state} />
          <RowActions store={store} line={line} state={state} />
        </td>
      </tr>
      {below && (
        <tr className={styles.below}>
          <td />
          <td colSpan={7} id={remarksId}>
            <RowRemarks {...{ store, line, state, today, remarks, warning }} />
          </td>
        </tr>
      )}
    </>
  );
});

interface InputsProps {
  store: Store;
  row: SheetRow;
  state: Row;
  at: number;
  remarks: ReturnType<typeof remarksOf>;
  remarksId: string;
  warned: boolean;
}

function Inputs({ store, row: { indicator: line }, state, at, remarks, remarksId, warned }: InputsProps) {
  if (line.measure === "milestone" || line.measure === "level") {
    return (
      <td colSpan={2} className={styles.steps}>
        <StepsCell {...{ store, line, state }} cell={`${at}:numerator`} remarksId={remarksId} />
      </td>
    );
  }
  const shared = { store, line, state, remarks, remarksId, warned };
  return (
    <>
      <td className={styles.number}>
        <NumberCell {...shared} field="numerator" cell={`${at}:numerator`} />
      </td>
      <td className={styles.number}>
        {state.shape.paired ? (
          <NumberCell {...shared} field="denominator" cell={`${at}:denominator`} />
        ) : (
          <span className={styles.unit}>{line.unit_of_measure}</span>
        )}
      </td>
    </>
  );
}

/** A row that is on its way through review, or beyond the person's reach, is text. */
function Texts({ row: { indicator: line }, state }: { row: SheetRow; state: Row }) {
  const { numerator, denominator } = state.value ?? { numerator: null, denominator: null };
  if (line.steps.length > 0) {
    return (
      <td colSpan={2} className={styles.text}>
        {numerator === null ? "-" : pairText(line, { numerator, denominator: null })}
      </td>
    );
  }
  return (
    <>
      <td className={cx("so", styles.text)}>{formatNumber(numerator)}</td>
      <td className={cx(state.shape.paired && "so", styles.text)}>
        {state.shape.paired ? (
          formatNumber(denominator)
        ) : (
          <span className={styles.unit}>{line.unit_of_measure}</span>
        )}
      </td>
    </>
  );
}

function Worth({
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
  const isEmpty = state.numerator.text === "" && state.denominator.text === "";
  if (!isEmpty || !editable) return <b>{worthText(line, typedNumbers(state))}</b>;
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
