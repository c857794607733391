import { useState } from "react";
import type { components } from "../../../api/schema";
import { cx } from "../../../lib/cx";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { Icon } from "../../../ui/Icon";
import { Select, TextInput } from "../../../ui/inputs";
import { Table } from "../../../ui/Table";
import { assignments } from "../../../words/vi/assignments";
import type { Unit } from "../../directory/queries";
import { deadlineWords } from "../deadline";
import styles from "./ImportDialog.module.css";
import { type Column, replaced } from "./mending";

const words = assignments.import;
type Row = components["schemas"]["ImportRowOut"];
type Fault = components["schemas"]["CellFaultOut"];

interface Props {
  rows: readonly Row[];
  units: readonly Unit[];
  onMend: (row: number, column: Column, text: string) => void;
  onSkip: (row: number, on: boolean) => void;
  onKeep: (row: number) => void;
}

/** The rows as they were read, those at fault first in sight, each fault with its way out. */
export function ImportRows({ rows, units, onMend, onSkip, onKeep }: Props) {
  const [onlyFaulty, setOnlyFaulty] = useState(rows.some((row) => row.state === "faulty"));
  const faulty = rows.filter((row) => row.state === "faulty");
  const shown = onlyFaulty && faulty.length > 0 ? faulty : rows;
  return (
    <>
      {faulty.length > 0 && (
        <label className={styles.only}>
          <input
            type="checkbox"
            checked={onlyFaulty}
            onChange={(event) => setOnlyFaulty(event.target.checked)}
          />
          {words.onlyFaulty}
        </label>
      )}
      <div className={styles.rows}>
        <Table caption={words.preview} dense stack>
          <thead>
            <tr>
              <th scope="col">{words.row}</th>
              <th scope="col">{words.columns.title}</th>
              <th scope="col">{words.columns.lead}</th>
              <th scope="col">{words.columns.cooperating}</th>
              <th scope="col">{words.columns.deadline}</th>
              <th scope="col">
                <span className="visually-hidden">{words.skip}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Line key={row.row} row={row} units={units} onMend={onMend} onSkip={onSkip} onKeep={onKeep} />
            ))}
          </tbody>
        </Table>
      </div>
    </>
  );
}

type LineProps = Omit<Props, "rows"> & { row: Row };

function Line({ row, units, onMend, onSkip, onKeep }: LineProps) {
  const faulty = (column: Column) => row.faults.some((fault) => fault.column === column);
  const aside = row.state === "heading" || row.state === "skipped";
  const cells: [Column, string][] = [
    ["title", row.title],
    ["lead", row.lead?.short_name ?? row.lead_text],
    ["cooperating", row.cooperating.map((unit) => unit.short_name).join(", ")],
    ["deadline", aside || faulty("deadline") ? row.deadline_text : deadlineWords(row.deadline)],
  ];
  return (
    <>
      <tr className={cx(aside && styles.off, row.faults.length > 0 && styles.open)}>
        <td className="so">{row.row}</td>
        {cells.map(([column, text]) => (
          <td
            key={column}
            data-label={text && column !== "title" ? words.columns[column] : undefined}
            className={cx(faulty(column) && styles.wrong, column === "title" && styles.title)}
          >
            <span className={styles.clamp}>{text}</span>
          </td>
        ))}
        <td className="end">
          {row.state !== "heading" && (
            <Button variant="quiet" size="small" onClick={() => onSkip(row.row, row.state !== "skipped")}>
              {row.state === "skipped" ? words.unskip : words.skip}
              <span className="visually-hidden"> {row.row}</span>
            </Button>
          )}
        </td>
      </tr>
      {row.faults.length > 0 && (
        <tr className={styles.mends}>
          <td />
          <td colSpan={5}>
            {row.faults.map((fault) => (
              <Mend
                key={`${fault.column}-${fault.fault}-${fault.text}`}
                row={row}
                fault={fault}
                units={units}
                onMend={onMend}
                onKeep={onKeep}
              />
            ))}
          </td>
        </tr>
      )}
    </>
  );
}

function Mend({ row, fault, units, onMend, onKeep }: Omit<LineProps, "onSkip"> & { fault: Fault }) {
  const { column } = fault;
  const label = t(words.mend, { column: words.columns[column].toLowerCase(), row: row.row });
  const aboutUnits = column === "lead" || column === "cooperating";
  return (
    <div className={styles.mend}>
      <span className={styles.fault}>
        <Icon name="octagon" size={15} /> {t(words.faults[fault.fault], { text: fault.text })}
      </span>
      {fault.fault === "duplicate" && (
        <Button size="small" onClick={() => onKeep(row.row)}>
          {words.keep}
        </Button>
      )}
      {aboutUnits && (
        <Select
          aria-label={label}
          value=""
          options={unitOptions(units, fault, column)}
          onChange={(event) => {
            const by = event.target.value === "-" ? "" : event.target.value;
            onMend(row.row, column, column === "lead" ? by : replaced(cellOf(row, fault), fault.text, by));
          }}
        />
      )}
      {(column === "deadline" || column === "title") && fault.fault !== "duplicate" && (
        <Rewrite label={label} text={fault.text} onApply={(text) => onMend(row.row, column, text)} />
      )}
    </div>
  );
}

/** The cooperating units that were understood, and the piece that was not. */
function cellOf(row: Row, fault: Fault): string {
  return [
    ...row.cooperating.map((unit) => unit.code),
    ...row.faults.filter((f) => f.column === fault.column).map((f) => f.text),
  ].join("; ");
}

function unitOptions(units: readonly Unit[], fault: Fault, column: Column) {
  const near = fault.suggestions.map((unit) => unit.code);
  const within = units.filter((unit) => unit.level === "unit" || unit.level === "team");
  const ordered = [...within].sort((a, b) => Number(near.includes(b.code)) - Number(near.includes(a.code)));
  return [
    { value: "", label: words.chooseUnit },
    ...ordered.map((unit) => ({ value: unit.code, label: unit.short_name })),
    ...(column === "cooperating" ? [{ value: "-", label: words.none }] : []),
  ];
}

function Rewrite({ label, text, onApply }: { label: string; text: string; onApply: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const apply = () => typed.trim() && typed !== text && onApply(typed);
  return (
    <span className={styles.rewrite}>
      <TextInput
        aria-label={label}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && apply()}
      />
      <Button size="small" onClick={apply}>
        {words.apply}
        <span className="visually-hidden"> {label}</span>
      </Button>
    </span>
  );
}
