import { dayOf, formatDay, formatTime } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Table } from "../../ui/Table";
import { audit } from "../../words/vi/audit";
import styles from "./AuditTable.module.css";
import type { Entry } from "./queries";
import { deedOf, fieldOf, whoOf, wordOf } from "./telling";

/** How many fields of a change are shown at once. */
const SHOWN = 3;

interface AuditTableProps {
  rows: readonly Entry[];
  onPerson: (id: string) => void;
  onThing: (entry: Entry) => void;
}

/** The trail, a change a row: when, who, what, from which state to which, and why. */
export function AuditTable({ rows, onPerson, onThing }: AuditTableProps) {
  return (
    <Table caption={audit.title} stack dense className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{audit.when}</th>
          <th scope="col">{audit.who}</th>
          <th scope="col">{audit.what}</th>
          <th scope="col">{audit.change}</th>
          <th scope="col">{audit.reason}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((entry) => (
          <tr key={entry.id}>
            <td className="keep">
              <span className={styles.time}>{formatTime(entry.at)}</span> {formatDay(dayOf(entry.at))}
            </td>
            <td>
              <Who entry={entry} onPerson={onPerson} />
            </td>
            <td>
              <button
                type="button"
                className={styles.link}
                title={audit.onlyThing}
                onClick={() => onThing(entry)}
              >
                {deedOf(entry)}: {audit.objects[entry.object.kind]} {entry.object.code}
              </button>
              {entry.object.name && <span className={styles.meta}>{entry.object.name}</span>}
              {entry.unit && entry.object.kind !== "unit" && (
                <span className={styles.meta}>{entry.unit.short_name}</span>
              )}
            </td>
            <td>
              <Changes entry={entry} />
            </td>
            <td data-label={entry.reason ? audit.reason : undefined}>
              {entry.reason}
              {entry.request_id && (
                <span className={styles.request} title={audit.request}>
                  {entry.request_id.slice(-8)}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Who({ entry, onPerson }: { entry: Entry; onPerson: (id: string) => void }) {
  const { id } = entry.actor;
  const name = whoOf(entry);
  if (id === null) return <span className="muted">{name}</span>;
  return (
    <button
      type="button"
      className={styles.link}
      title={t(audit.onlyPerson, { name })}
      onClick={() => onPerson(id)}
    >
      {name}
    </button>
  );
}

function Changes({ entry }: { entry: Entry }) {
  const lines = entry.changes.map((change) => (
    <li key={change.field}>
      <span className={styles.field}>{fieldOf(change)}: </span>
      {entry.action === "update" ? (
        <>
          <del>{wordOf(change.field, change.before)}</del> <ins>{wordOf(change.field, change.after)}</ins>
        </>
      ) : (
        wordOf(change.field, change.after ?? change.before)
      )}
    </li>
  ));
  return (
    <>
      <ul className={styles.changes}>{lines.slice(0, SHOWN)}</ul>
      {lines.length > SHOWN && (
        <details>
          <summary className={styles.more}>{t(audit.more, { count: lines.length - SHOWN })}</summary>
          <ul className={styles.changes}>{lines.slice(SHOWN)}</ul>
        </details>
      )}
    </>
  );
}
