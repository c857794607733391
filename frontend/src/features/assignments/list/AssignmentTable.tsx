import { Link } from "@tanstack/react-router";
import { useMe } from "../../../api/me";
import { Table } from "../../../ui/Table";
import { assignments as words } from "../../../words/vi/assignments";
import { DuePill } from "../DuePill";
import { deadlineWords, pressing } from "../deadline";
import { PercentBar } from "../PercentBar";
import type { Brief } from "../queries";
import { StateMark } from "../StateMark";
import styles from "./AssignmentTable.module.css";

const { columns } = words;

/** Assignments in rows; on a phone each becomes a block. */
export function AssignmentTable({ rows }: { rows: readonly Brief[] }) {
  return (
    <Table caption={words.title} dense stack>
      <thead>
        <tr>
          <th scope="col">{columns.code}</th>
          <th scope="col">{columns.title}</th>
          <th scope="col">{columns.lead}</th>
          <th scope="col">{columns.cooperating}</th>
          <th scope="col">{columns.due}</th>
          <th scope="col">{columns.percent}</th>
          <th scope="col">{columns.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ row }: { row: Brief }) {
  const leads = useMe()?.memberships.some((m) => m.unit.code === row.lead.code);
  return (
    <tr className={styles.row}>
      <td className={styles.code}>{row.code}</td>
      <td className={styles.title}>
        <Link to="/nhiem-vu/$ref" params={{ ref: row.code }} title={row.title} data-line={row.code}>
          {row.title}
        </Link>
      </td>
      <td data-label={columns.lead} className={styles.unit} title={row.lead.name}>
        {leads ? <b>{row.lead.short_name}</b> : row.lead.short_name}
        {row.lead_basis === "inferred" && (
          <span className={styles.inferred} title={words.basis.inferred}>
            <span aria-hidden="true">*</span>
            <span className="visually-hidden"> ({words.basis.inferred})</span>
          </span>
        )}
      </td>
      <td data-label={row.cooperating.length ? columns.cooperating : undefined} className={styles.unit}>
        {row.cooperating.map((unit) => unit.short_name).join(", ")}
      </td>
      <td className={styles.due}>
        <Due row={row} />
      </td>
      <td>
        <PercentBar percent={row.percent} />
      </td>
      <td>
        <StateMark state={row.state} worded />
      </td>
    </tr>
  );
}

/** A deadline in a list: how it presses, else what it is. */
export function Due({ row }: { row: Brief }) {
  const urgent = pressing(row);
  if (urgent) return <DuePill tone={row.lateness === "overdue" ? "late" : "near"}>{urgent}</DuePill>;
  return <span className={styles.plain}>{deadlineWords(row.deadline)}</span>;
}
