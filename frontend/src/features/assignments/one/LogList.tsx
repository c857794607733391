import { useQuery } from "@tanstack/react-query";
import { cx } from "../../../lib/cx";
import { formatDay, formatMoment } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Empty } from "../../../ui/states";
import { assignments as words } from "../../../words/vi/assignments";
import { FileList } from "../../evidence/FileList";
import { Loaded } from "../../Loaded";
import { type Assignment, type Entry, logQuery } from "../queries";
import styles from "./LogList.module.css";

/** Everything that happened, newest first. */
export function LogList({ row }: { row: Assignment }) {
  const log = useQuery(logQuery(row.code));
  return (
    <section>
      <h2 className={styles.title}>{words.log.list}</h2>
      <Loaded query={log} rows={3}>
        {(entries) =>
          entries.length === 0 ? (
            <Empty icon="edit" title={words.log.empty} text={words.log.emptyText} />
          ) : (
            <ol>
              {entries.map((entry) => (
                <Line key={entry.id} entry={entry} lead={row.lead.code} />
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  );
}

function Line({ entry, lead }: { entry: Entry; lead: string }) {
  const plain = entry.move === "progress" || entry.move === "remark";
  const facts = [
    entry.percent !== null && entry.move !== "submit" && t(words.toPercent, { percent: entry.percent }),
    entry.occurrence && t(words.doneFor, { day: formatDay(entry.occurrence) }),
    entry.new_due_on &&
      entry.new_due_on !== entry.old_due_on &&
      t(words.movedDay, { from: formatDay(entry.old_due_on), to: formatDay(entry.new_due_on) }),
  ].filter(Boolean);
  return (
    <li className={styles.line}>
      <div className={styles.who}>
        <b>{entry.by_name}</b> <span className="meta so">{formatMoment(entry.at)}</span>
        {entry.unit.code !== lead && <span className="meta">{entry.unit.short_name}</span>}
        {entry.on_behalf && <span className="meta">{words.log.onBehalf}</span>}
      </div>
      <p className={styles.text}>
        {!plain && (
          <b className={styles.move}>
            {words.moves[entry.move]}
            {entry.text ? ". " : "."}
          </b>
        )}
        {entry.text}
        {facts.length > 0 && <span className={cx("muted", styles.facts)}>{facts.join(" ")}</span>}
      </p>
      <FileList files={entry.evidence} count={entry.evidence.length} />
    </li>
  );
}
