import { useState } from "react";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { entry as words } from "../../../words/vi/entry";
import { sendLabel } from "./EntryBar";
import { PhoneCard } from "./PhoneCard";
import styles from "./PhoneEntry.module.css";
import { PhoneSummary } from "./PhoneSummary";
import type { Sheet } from "./queries";
import { markOf } from "./rowState";
import { type Store, useRows } from "./stores";
import { sendable } from "./submitting";

interface PhoneEntryProps {
  store: Store;
  sheet: Sheet;
  progress: number | null;
  outOf: number;
  onSendAll: () => void;
  focus: string | undefined;
}

/** The sheet on a phone: one indicator at a time, then all of them once more before they are handed in. */
export function PhoneEntry({ store, sheet, focus, progress, outOf, onSendAll }: PhoneEntryProps) {
  const rows = useRows(store);
  const count = sendable(rows).length;
  const all = sheet.rows.length;
  const [at, setAt] = useState(() => firstRow(sheet, focus));
  // The indicator whose fault the person was shown and chose to leave for later.
  const [shown, setShown] = useState<string | null>(null);
  const row = sheet.rows[at];
  const code = row?.indicator.code;
  const state = code === undefined ? undefined : rows.get(code);
  const faulty = state !== undefined && FAULTY.has(markOf(state));
  const go = (to: number) => {
    setAt(to);
    setShown(null);
    window.scrollTo(0, 0);
  };
  const next = () => {
    if (code === undefined || !faulty || shown === code) return go(at + 1);
    setShown(code);
    document.getElementById(`${code}-remarks`)?.scrollIntoView({ block: "center" });
  };
  const nextLabel = at === all - 1 ? words.phone.finish : words.phone.next;
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
        <PhoneSummary store={store} sheet={sheet} onOpen={go} />
      )}
      <nav className={styles.steps} aria-label={words.phone.list}>
        <Button size="large" icon="left" disabled={at === 0} onClick={() => go(at - 1)}>
          {words.phone.back}
        </Button>
        {row ? (
          <Button size="large" variant="primary" wide onClick={next}>
            {faulty && shown === code ? words.phone.later : nextLabel}
          </Button>
        ) : (
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
        )}
      </nav>
    </div>
  );
}

/** Marks of rows that cannot be handed in before the person does something about them. */
const FAULTY: ReadonlySet<string> = new Set(["error", "conflict", "ask"]);

/** Where to begin: at the indicator one came for, else at the first that was returned, else at the first. */
function firstRow(sheet: Sheet, focus: string | undefined): number {
  const found = sheet.rows.findIndex(({ indicator }) => indicator.code === focus);
  return Math.max(0, found < 0 ? sheet.rows.findIndex(({ value }) => value?.state === "returned") : found);
}
