import { entry as words } from "../../../words/vi/entry";
import { targetText } from "../reading/numbers";
import styles from "./PhoneCard.module.css";
import { Inputs, Note, Worth } from "./PhoneInputs";
import type { SheetRow } from "./queries";
import remarkStyles from "./Remarks.module.css";
import { RowActions } from "./RowActions";
import { RowFiles } from "./RowFiles";
import { hasRemarks, Returned, RowRemarks } from "./RowRemarks";
import { isEditable, jumpWarning, measured, pairText, remarksOf, worthText } from "./reading";
import { LateTag, StatePill } from "./StateCell";
import { type Store, useRow } from "./stores";

interface PhoneCardProps {
  store: Store;
  row: SheetRow;
  today: string;
  /** `3/12` */
  position: string;
}

/** One indicator on a phone, with large inputs. */
export function PhoneCard({ store, row, today, position }: PhoneCardProps) {
  const line = row.indicator;
  const state = useRow(store, line.code);
  if (!state) return null;
  const editable = isEditable(row, state);
  const remarks = remarksOf(state);
  const warning = editable ? jumpWarning(row, state) : null;
  return (
    <article className={styles.card}>
      <div className={styles.meta}>
        <span className="so">{line.code}</span>
        <span className="so">{position}</span>
        <StatePill state={state} />
        <LateTag state={state} />
      </div>
      <h2 className={styles.name}>{line.name}</h2>
      <dl className={styles.facts}>
        <Fact label={words.columns.previous} text={row.previous ? worthText(line, row.previous) : "-"} />
        <Fact label={words.target} text={targetText(measured(line))} />
      </dl>
      <div className={remarkStyles.remarks}>
        <Returned value={state.value} today={today} />
      </div>
      {editable ? (
        <Inputs store={store} row={row} state={state} remarks={remarks} warned={warning !== null} />
      ) : (
        <p className={styles.given}>
          {pairText(line, state.value ?? { numerator: null, denominator: null })}
        </p>
      )}
      <div id={`${line.code}-remarks`}>
        {hasRemarks(state, remarks, warning) && (
          <RowRemarks {...{ store, line, state, today, remarks, warning }} withoutReason />
        )}
      </div>
      {line.measure === "ratio" && <Worth row={row} state={state} />}
      {editable && <Note store={store} row={row} state={state} />}
      <div className={styles.files}>
        <span>{words.columns.files}</span>
        <RowFiles line={line} state={state} editable={editable} />
      </div>
      <RowActions store={store} line={line} state={state} />
    </article>
  );
}

function Fact({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="so">{text}</dd>
    </div>
  );
}
