import type { KeyboardEvent } from "react";
import { t } from "../../../lib/i18n";
import { entry as words } from "../../../words/vi/entry";
import { EntryRow } from "./EntryRow";
import styles from "./EntryTable.module.css";
import { type Cell, type Column, moved, stepOf } from "./moves";
import type { Sheet, SheetRow } from "./queries";
import { isEditable } from "./reading";
import type { Store } from "./stores";

interface EntryTableProps {
  store: Store;
  sheet: Sheet;
  groups: ReadonlyMap<string, string>;
  onSendAll: () => void;
}

/** The sheet as a table of inputs: Enter and arrows move between cells as in a spreadsheet. */
export function EntryTable({ store, sheet, groups, onSendAll }: EntryTableProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.key === "Enter" && event.ctrlKey) return onSendAll();
    const input = event.target;
    if (!(input instanceof HTMLInputElement)) return;
    const from = cellOf(input);
    const { selectionStart, selectionEnd, value } = input;
    const caret = { start: selectionStart ?? 0, end: selectionEnd ?? 0, length: value.length };
    const step = from && stepOf({ ...pressOf(event), isComposing: event.nativeEvent.isComposing }, caret);
    if (!from || !step) return;
    event.preventDefault();
    const to = moved(columnsOf(store, sheet.rows), from, step);
    if (to) focusCell(to);
    else if (event.key === "Enter") input.blur();
  };
  const caption = t(words.tableCaption, { unit: sheet.unit.short_name, period: sheet.period.label });
  return (
    <section className={styles.scroll} aria-label={caption}>
      <table className={styles.table} onKeyDown={onKeyDown}>
        <caption className="visually-hidden">{caption}</caption>
        <Columns />
        {inGroups(sheet.rows).map(([code, rows]) => (
          <tbody key={code}>
            <tr>
              <th scope="colgroup" colSpan={8} className={styles.group}>
                {groups.has(code) ? `${code}. ${groups.get(code)}` : code}
              </th>
            </tr>
            {rows.map(({ row, at }) => (
              <EntryRow key={row.indicator.code} store={store} row={row} at={at} today={sheet.today} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function Columns() {
  const { columns } = words;
  return (
    <>
      <colgroup>
        <col className={styles.codeColumn} />
        <col />
        <col className={styles.previousColumn} />
        <col className={styles.numberColumn} />
        <col className={styles.numberColumn} />
        <col className={styles.rateColumn} />
        <col className={styles.noteColumn} />
        <col className={styles.stateColumn} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{columns.code}</span>
          </th>
          <th scope="col">{columns.indicator}</th>
          <th scope="col" className={styles.right}>
            {columns.previous}
          </th>
          <th scope="col" className={styles.right}>
            {columns.numerator}
          </th>
          <th scope="col" className={styles.right}>
            {columns.denominator}
          </th>
          <th scope="col" className={styles.right}>
            {columns.rate}
          </th>
          <th scope="col">{columns.note}</th>
          <th scope="col">{columns.state}</th>
        </tr>
      </thead>
    </>
  );
}

function inGroups(rows: readonly SheetRow[]): [string, { row: SheetRow; at: number }[]][] {
  const groups = new Map<string, { row: SheetRow; at: number }[]>();
  for (const [at, row] of rows.entries()) {
    const code = row.indicator.group_code;
    groups.set(code, [...(groups.get(code) ?? []), { row, at }]);
  }
  return [...groups];
}

function columnsOf(store: Store, rows: readonly SheetRow[]): Column[][] {
  return rows.map((row) => {
    const state = store.get(row.indicator.code);
    if (!state || !isEditable(row, state)) return [];
    return state.shape.paired ? ["numerator", "denominator", "note"] : ["numerator", "note"];
  });
}

function pressOf({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent) {
  return { key, shiftKey, ctrlKey, altKey, metaKey };
}

function cellOf(input: HTMLElement): Cell | null {
  const [row, column] = input.dataset.cell?.split(":") ?? [];
  return row === undefined ? null : { row: Number(row), column: column as Column };
}

/** Puts the focus into a cell. A number marks its text by itself, so that typing replaces it; a note is marked here. */
export function focusCell({ row, column }: Cell): void {
  const input = document.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`);
  input?.focus();
  if (column === "note" && input instanceof HTMLInputElement) input.select();
}
