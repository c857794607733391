import { Button } from "../../../ui/Button";
import { Icon } from "../../../ui/Icon";
import { entry as words } from "../../../words/vi/entry";
import { Entered, sendLabel, tally } from "./EntryBar";
import styles from "./PhoneEntry.module.css";
import type { Sheet } from "./queries";
import { pairText, worthText } from "./reading";
import { StatePill } from "./StateCell";
import { type Store, useRows } from "./stores";
import { sendable } from "./submitting";

interface PhoneSummaryProps {
  store: Store;
  sheet: Sheet;
  progress: number | null;
  outOf: number;
  onSendAll: () => void;
  onOpen: (at: number) => void;
}

/** Everything once more before it is handed in; each line opens its indicator. */
export function PhoneSummary({ store, sheet, progress, outOf, onSendAll, onOpen }: PhoneSummaryProps) {
  const rows = useRows(store);
  const { all, entered } = tally(sheet, rows);
  const count = sendable(rows).length;
  return (
    <section className={styles.summary}>
      <h2>{words.phone.summary}</h2>
      <Entered entered={entered} all={all} />
      <ul>
        {sheet.rows.map(({ indicator }, at) => {
          const state = rows.get(indicator.code);
          const numbers = state?.value ?? { numerator: null, denominator: null };
          const worth =
            indicator.measure === "ratio" ? worthText(indicator, numbers) : pairText(indicator, numbers);
          return (
            <li key={indicator.code}>
              <button type="button" className={styles.line} onClick={() => onOpen(at)}>
                <span className="so muted">{indicator.code}</span>
                <span className={styles.lineName}>
                  {indicator.short_name}
                  <span className={styles.lineState}>
                    <b className="so">{state?.value ? worth : "-"}</b>
                    {state && <StatePill state={state} />}
                  </span>
                </span>
                <Icon name="right" size={18} />
              </button>
            </li>
          );
        })}
      </ul>
      <Button
        variant="primary"
        size="large"
        wide
        busy={progress !== null}
        disabled={progress === null && count === 0}
        onClick={onSendAll}
      >
        {sendLabel(progress, outOf, count)}
      </Button>
    </section>
  );
}
