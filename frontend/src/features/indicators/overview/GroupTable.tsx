/** One group of targets as a table. All groups share the same columns, so that numbers stand under each other. */
import { CountMarks } from "../../../ui/CountStrip";
import { overview as words } from "../../../words/vi/overview";
import { groupCounts, groupId } from "./counts";
import type { Group, Line } from "./filters";
import styles from "./GroupTable.module.css";
import { LineRow, type RowProps } from "./LineRow";

const COLUMNS = [
  "code",
  "name",
  "current",
  "plan",
  "target",
  "progress",
  "trend",
  "standing",
  "lead",
] as const;
const NUMBERS: readonly string[] = ["current", "plan", "target"];

interface Props extends Omit<RowProps, "line"> {
  group: Group;
}

export function GroupTable({ group, ...row }: Props) {
  return (
    <section className={styles.group} id={groupId(group)} aria-labelledby={`${groupId(group)}-ten`}>
      <h2 className={styles.title} id={`${groupId(group)}-ten`}>
        {group.code}. {group.short_name} <CountMarks counts={groupCounts(group)} />
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={words.tableOf(group.name)} tabIndex={0}>
        <table className={styles.table}>
          <colgroup>
            {COLUMNS.map((column) => (
              <col key={column} className={styles[column]} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className={NUMBERS.includes(column) ? styles.right : undefined}>
                  {column === "code" ? (
                    <span className={styles.unseen}>{words.column.code}</span>
                  ) : (
                    <Head column={column} />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {group.indicators.map((line: Line) => (
              <LineRow key={line.code} line={line} {...row} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Head({ column }: { column: Exclude<(typeof COLUMNS)[number], "code"> }) {
  if (column === "plan") return <abbr title={words.column.planFull}>{words.column.plan}</abbr>;
  if (column === "target") return <abbr title={words.column.targetFull}>{words.column.target}</abbr>;
  return words.column[column];
}
