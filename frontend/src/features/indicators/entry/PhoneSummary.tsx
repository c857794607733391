import { t } from "../../../lib/i18n";
import { Icon } from "../../../ui/Icon";
import { Banner } from "../../../ui/states";
import { entry as words } from "../../../words/vi/entry";
import { Entered, tally } from "./EntryBar";
import styles from "./PhoneEntry.module.css";
import type { Sheet } from "./queries";
import { pairText, worthText } from "./reading";
import { StatePill } from "./StateCell";
import { type Store, useRows } from "./stores";
import { sendable } from "./submitting";

interface PhoneSummaryProps {
  store: Store;
  sheet: Sheet;
  onOpen: (at: number) => void;
}

/** Everything once more before it is handed in, and what keeps it from that; each line opens its indicator. */
export function PhoneSummary({ store, sheet, onOpen }: PhoneSummaryProps) {
  const rows = useRows(store);
  const { all, entered, errors } = tally(sheet, rows);
  const count = sendable(rows).length;
  return (
    <section className={styles.summary}>
      <h2>{words.phone.summary}</h2>
      <Entered entered={entered} all={all} />
      {errors > 0 && <Banner tone="error">{t(words.mendFirst, { count: errors })}</Banner>}
      {errors === 0 && count === 0 && <p className="muted">{words.nothingToSend}</p>}
      <ul>
        {sheet.rows.map(({ indicator }, at) => {
          const state = rows.get(indicator.code);
          const numbers = state?.value ?? { numerator: null, denominator: null };
          // Both what was typed and what it is worth: a slip of the finger is seen in the numbers, not in the rate.
          const pair = pairText(indicator, numbers);
          const worth = indicator.measure === "ratio" ? `${pair} · ${worthText(indicator, numbers)}` : pair;
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
    </section>
  );
}
