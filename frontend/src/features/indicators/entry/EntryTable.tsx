import { t } from "../../../lib/i18n";
import { entry as words } from "../../../words/vi/entry";
import { EntryRow } from "./EntryRow";
import styles from "./EntryTable.module.css";
import type { Sheet, SheetRow } from "./queries";
import type { Store } from "./stores";
import type { Grid } from "./useGrid";

interface EntryTableProps {
  store: Store;
  sheet: Sheet;
  groups: ReadonlyMap<string, string>;
  grid: Grid;
}

/** The sheet as a table of inputs, under the hands as a spreadsheet is. */
export function EntryTable({ store, sheet, groups, grid }: EntryTableProps) {
  const caption = t(words.tableCaption, { unit: sheet.unit.short_name, period: sheet.period.label });
  return (
    <section className={styles.scroll} aria-label={caption}>
      <table className={styles.table} {...grid.handlers}>
        <caption className="visually-hidden">{caption}</caption>
        <Columns />
        {inGroups(sheet.rows).map(([code, rows]) => (
          <tbody key={code}>
            <tr>
              <th scope="colgroup" colSpan={9} className={styles.group}>
                {groups.has(code) ? `${code}. ${groups.get(code)}` : code}
              </th>
            </tr>
            {rows.map(({ row, at }) => (
              <EntryRow
                key={row.indicator.code}
                store={store}
                range={grid.range}
                row={row}
                at={at}
                today={sheet.today}
              />
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
        <col className={styles.filesColumn} />
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
          <th scope="col">{columns.files}</th>
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
