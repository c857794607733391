/** Every value of an indicator by unit and period, with who entered and who approved it. */
import { useState } from "react";

import { dayOf, formatDay, formatNumber, NONE } from "../../../lib/format";
import { Button } from "../../../ui/Button";
import { Pill } from "../../../ui/Pill";
import { Empty } from "../../../ui/states";
import { indicator as words } from "../../../words/vi/indicator";
import { standing } from "../../../words/vi/standing";
import { worth } from "../reading/numbers";
import { HistoryDialog } from "./HistoryDialog";
import { type Indicator, measured, type Value } from "./measured";
import styles from "./ValuesTab.module.css";

export function ValuesTab({ indicator, values }: { indicator: Indicator; values: Value[] }) {
  const [history, setHistory] = useState<Value | null>(null);
  if (values.length === 0) {
    return <Empty title={words.noValues} text={words.noValuesHint(indicator.lead.unit.name)} />;
  }
  const paired = indicator.denominator_label !== null;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={words.valuesTable} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.column.period}</th>
              <th scope="col">{words.column.unit}</th>
              {paired && <NumberHead word={words.column.numerator} title={indicator.numerator_label} />}
              {paired && <NumberHead word={words.column.denominator} title={indicator.denominator_label} />}
              <NumberHead
                word={indicator.measure === "ratio" ? words.column.rate : words.column.value}
                title={null}
              />
              <th scope="col">{words.column.entered}</th>
              <th scope="col">{words.column.reviewed}</th>
              <th scope="col">{words.column.state}</th>
              <th scope="col">
                <span className="visually-hidden">{words.column.history}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {values.map((value) => (
              <ValueRow
                key={value.id}
                indicator={indicator}
                value={value}
                paired={paired}
                onHistory={setHistory}
              />
            ))}
          </tbody>
        </table>
      </section>
      {history !== null && (
        <HistoryDialog indicator={indicator} value={history} onClose={() => setHistory(null)} />
      )}
    </>
  );
}

function NumberHead({ word, title }: { word: string; title: string | null }) {
  return (
    <th scope="col" className={styles.right} title={title ?? undefined}>
      {word}
    </th>
  );
}

interface RowProps {
  indicator: Indicator;
  value: Value;
  paired: boolean;
  onHistory: (value: Value) => void;
}

function ValueRow({ indicator, value, paired, onHistory }: RowProps) {
  return (
    <tr>
      <th scope="row">{value.period.label}</th>
      <td title={value.unit.name}>{value.unit.short_name}</td>
      {paired && <td className={styles.right}>{formatNumber(value.numerator)}</td>}
      {paired && <td className={styles.right}>{formatNumber(value.denominator)}</td>}
      <td className={styles.right}>
        <b>{worth(measured(indicator), value.rate)}</b>
      </td>
      <td>
        {done(value.entered)}
        {value.on_behalf && <span className={styles.note}> ({words.onBehalf})</span>}
      </td>
      <td>{value.state === "approved" ? done(value.reviewed) : NONE}</td>
      <td>
        <Pill tone={value.state}>{standing.state[value.state]}</Pill>
        {value.late && <span className={styles.late}>{words.late}</span>}
        {value.return_reason !== null && (
          <span className={styles.note}>{words.returned(value.return_reason)}</span>
        )}
        {value.note !== null && <span className={styles.note}>{words.noteOf(value.note)}</span>}
      </td>
      <td className={styles.last}>
        <Button variant="quiet" size="small" onClick={() => onHistory(value)}>
          {words.history}
        </Button>
      </td>
    </tr>
  );
}

function done(by: Value["reviewed"]): string {
  return by === null ? NONE : words.by(by.by_name, formatDay(dayOf(by.at)));
}
