import { useState } from "react";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { entry as words } from "../../../words/vi/entry";
import { PhoneCard } from "./PhoneCard";
import styles from "./PhoneEntry.module.css";
import { PhoneSummary } from "./PhoneSummary";
import type { Sheet } from "./queries";
import type { Store } from "./stores";

interface PhoneEntryProps {
  store: Store;
  sheet: Sheet;
  progress: number | null;
  outOf: number;
  onSendAll: () => void;
  focus: string | undefined;
}

/** The sheet on a phone: one indicator at a time, then all of them once more before they are handed in. */
export function PhoneEntry({ store, sheet, focus, ...sending }: PhoneEntryProps) {
  const all = sheet.rows.length;
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      sheet.rows.findIndex(({ indicator }) => indicator.code === focus),
    ),
  );
  const row = sheet.rows[at];
  const go = (to: number) => {
    setAt(to);
    window.scrollTo(0, 0);
  };
  return (
    <div className={styles.phone}>
      <progress
        className={styles.progress}
        value={Math.min(at + 1, all)}
        max={all}
        aria-label={t(words.phone.progress, { at: Math.min(at + 1, all), all })}
      />
      {row ? (
        <PhoneCard
          key={row.indicator.code}
          store={store}
          row={row}
          today={sheet.today}
          position={`${at + 1}/${all}`}
        />
      ) : (
        <PhoneSummary store={store} sheet={sheet} onOpen={go} {...sending} />
      )}
      <nav className={styles.steps} aria-label={words.phone.list}>
        <Button size="large" icon="left" disabled={at === 0} onClick={() => go(at - 1)}>
          {words.phone.back}
        </Button>
        {row && (
          <Button size="large" variant="primary" wide onClick={() => go(at + 1)}>
            {at === all - 1 ? words.phone.finish : words.phone.next}
          </Button>
        )}
      </nav>
    </div>
  );
}
