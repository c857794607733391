/** Every value of an indicator by unit and period, with who entered and who approved it. */
import { useState } from "react";

import { dayOf, formatDay, formatNumber, NONE } from "../../../lib/format";
import { Button } from "../../../ui/Button";
import { Pill } from "../../../ui/Pill";
import { Empty } from "../../../ui/states";
import { indicator as words } from "../../../words/vi/indicator";
import { standing } from "../../../words/vi/standing";
import { EvidenceButton } from "../../evidence/EvidenceButton";
import { SaveTable } from "../../SaveTable";
import { ValueActions } from "../acting/ValueActions";
import { worth } from "../reading/numbers";
import { sourceText } from "../reading/source";
import { stands } from "./chart";
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
              <th scope="col">{words.column.files}</th>
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
      <div className={styles.save}>
        <SaveTable path="/api/v1/indicator-values" query={{ indicator: indicator.code }} />
      </div>
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
  const of = measured(indicator);
  const replaced = value.versions.filter((version) => version.replaced_at !== null).reverse();
  const inForce = value.versions.find((version) => version.replaced_at === null);
  const source = sourceText(value.source);
  const reason = value.correcting ? value.correction_reason : inForce?.reason;
  return (
    <tr>
      <th scope="row">{value.period.label}</th>
      <td title={value.unit.name}>{value.unit.short_name}</td>
      {paired && <td className={styles.right}>{formatNumber(value.numerator)}</td>}
      {paired && <td className={styles.right}>{formatNumber(value.denominator)}</td>}
      <td className={styles.right}>
        <b>{worth(of, value)}</b>
        {value.correcting && inForce && (
          <span className={styles.note}>{words.inForce(worth(of, inForce))}</span>
        )}
        {replaced.map((old) => (
          <span key={old.number} className={styles.old} title={old.reviewed?.by_name}>
            <del>{worth(of, old)}</del> {words.replacedOn(formatDay(dayOf(old.replaced_at ?? "")))}
          </span>
        ))}
      </td>
      <td>
        {done(value.entered)}
        {value.on_behalf && <span className={styles.note}> ({words.onBehalf})</span>}
      </td>
      <td>{stands(value.state) ? done(value.reviewed) : NONE}</td>
      <td>
        <Pill tone={value.state}>{standing.state[value.state]}</Pill>
        {value.late && <span className={styles.late}>{words.late}</span>}
        {value.return_reason !== null && (
          <span className={styles.note}>{words.returned(value.return_reason)}</span>
        )}
        {value.correcting && <span className={styles.note}>{words.correcting}</span>}
        {reason != null && <span className={styles.note}>{words.reasonOf(reason)}</span>}
        {source !== null && <span className={styles.note}>{source}</span>}
        {value.note !== null && <span className={styles.note}>{words.noteOf(value.note)}</span>}
      </td>
      <td>
        <EvidenceButton
          value={value}
          code={indicator.code}
          name={indicator.short_name}
          editable={false}
          onChanged={() => {}}
        />
      </td>
      <td className={styles.last}>
        <ValueActions indicator={indicator} value={value} />
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
