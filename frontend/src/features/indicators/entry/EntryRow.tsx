import { memo, useSyncExternalStore } from "react";
import { cx } from "../../../lib/cx";
import { t } from "../../../lib/i18n";
import { entry as words } from "../../../words/vi/entry";
import styles from "./EntryTable.module.css";
import type { SheetRow } from "./queries";
import { RowActions } from "./RowActions";
import { Inputs, Texts, Worth } from "./RowCells";
import { RowFiles } from "./RowFiles";
import { hasRemarks, RowRemarks } from "./RowRemarks";
import { marksIn, type RangeStore } from "./range";
import { isEditable, jumpWarning, remarksOf, worthText } from "./reading";
import { LateTag, StatePill } from "./StateCell";
import { type Store, useRow } from "./stores";

interface EntryRowProps {
  store: Store;
  range: RangeStore;
  row: SheetRow;
  /** Its place in the sheet, by which the focus is moved. */
  at: number;
  today: string;
}

/** One indicator of the sheet: numbers, what they are worth, a note, and where it stands. */
export const EntryRow = memo(function EntryRow({ store, range, row, at, today }: EntryRowProps) {
  const line = row.indicator;
  const state = useRow(store, line.code);
  const marks = useSyncExternalStore(range.subscribe, () => marksIn(range.get(), at));
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
          <Inputs {...{ store, state, at, remarks, remarksId, marks }} row={row} warned={warning !== null} />
        ) : (
          <Texts row={row} state={state} marks={marks} />
        )}
        <td className={cx("so", styles.rate)}>
          <Worth store={store} row={row} state={state} editable={editable} />
        </td>
        <td className={cx(styles.note, marks.includes("note") && styles.marked)} data-column="note">
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
              value={state.note.replace(/\s*\n\s*/g, " ")}
              onChange={(event) => store.note(line.code, event.target.value)}
              onBlur={() => store.settle(line.code)}
            />
          ) : (
            <span className={styles.noteText}>{state.value?.note}</span>
          )}
        </td>
        <td className={styles.files}>
          <RowFiles line={line} state={state} editable={editable} />
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
          <td colSpan={8} id={remarksId}>
            <RowRemarks {...{ store, line, state, today, remarks, warning }} />
          </td>
        </tr>
      )}
    </>
  );
});
