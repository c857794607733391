import { cx } from "../../../lib/cx";
import { formatNumber } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { entry as words } from "../../../words/vi/entry";
import { targetText } from "../reading/numbers";
import { NumberCell } from "./NumberCell";
import styles from "./PhoneCard.module.css";
import type { SheetRow } from "./queries";
import { RowActions } from "./RowActions";
import { hasRemarks, RowRemarks } from "./RowRemarks";
import {
  isEditable,
  jumpOf,
  jumpWarning,
  measured,
  pairText,
  remarksOf,
  size,
  typedNumbers,
  worthText,
} from "./reading";
import { isNothingOccurred } from "./rowState";
import { LateTag, StatePill } from "./StateCell";
import { StepsCell } from "./StepsCell";
import type { NumberField } from "./shape";
import { type Row, type Store, useRow } from "./stores";

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
      <div id={`${line.code}-remarks`}>
        {hasRemarks(state, remarks, warning) && (
          <RowRemarks {...{ store, line, state, today, remarks, warning }} />
        )}
      </div>
      {editable ? (
        <Inputs store={store} row={row} state={state} remarks={remarks} warned={warning !== null} />
      ) : (
        <p className={styles.given}>
          {pairText(line, state.value ?? { numerator: null, denominator: null })}
        </p>
      )}
      {line.measure === "ratio" && <Worth row={row} state={state} />}
      {editable && <Note store={store} row={row} state={state} />}
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

interface InputsProps {
  store: Store;
  row: SheetRow;
  state: Row;
  remarks: ReturnType<typeof remarksOf>;
  warned: boolean;
}

function Inputs({ store, row: { indicator: line }, state, remarks, warned }: InputsProps) {
  const remarksId = `${line.code}-remarks`;
  if (line.measure === "milestone" || line.measure === "level") {
    const id = `${line.code}-steps`;
    return (
      <div className={styles.field}>
        <label htmlFor={id}>{line.measure === "level" ? words.level : words.steps}</label>
        <StepsCell {...{ store, line, state, remarksId, id }} />
      </div>
    );
  }
  const fields: NumberField[] = state.shape.paired ? ["numerator", "denominator"] : ["numerator"];
  return (
    <>
      {fields.map((field) => (
        <div key={field} className={styles.field}>
          <label htmlFor={`${line.code}-${field}`}>
            {state.shape.paired ? words.columns[field] : words.value}
          </label>
          <span className={styles.hint}>
            {(field === "numerator" ? line.numerator_label : line.denominator_label) ?? line.unit_of_measure}
          </span>
          <NumberCell
            {...{ store, line, state, field, remarks, warned, remarksId }}
            id={`${line.code}-${field}`}
            large
          />
        </div>
      ))}
      {line.measure === "ratio" && state.numerator.text === "" && state.denominator.text === "" && (
        <Button size="large" onClick={() => store.choose(line.code, { numerator: "0", denominator: "0" })}>
          {words.nothing}
        </Button>
      )}
    </>
  );
}

/** What the two numbers are worth, and the change since the period before. */
function Worth({ row: { indicator: line, previous }, state }: { row: SheetRow; state: Row }) {
  const numbers = typedNumbers(state);
  const jump = jumpOf(line, previous, numbers);
  const change = jump && (jump.startsWith("-") ? words.phone.down : words.phone.up);
  return (
    <div className={styles.worth} aria-live="polite">
      <span>
        <span className={styles.hint}>{words.columns.rate}</span>
        <b className="so">{isNothingOccurred(state) ? words.nothing : worthText(line, numbers)}</b>
      </span>
      {change && <span className={styles.hint}>{t(change, { points: formatNumber(size(jump), 1) })}</span>}
    </div>
  );
}

function Note({ store, row: { indicator: line }, state }: { store: Store; row: SheetRow; state: Row }) {
  return (
    <div className={styles.field}>
      <label htmlFor={`${line.code}-note`}>{words.columns.note}</label>
      <textarea
        id={`${line.code}-note`}
        className={cx(styles.note)}
        rows={2}
        maxLength={4000}
        value={state.note}
        onChange={(event) => store.note(line.code, event.target.value)}
        onBlur={() => store.settle(line.code)}
      />
    </div>
  );
}
