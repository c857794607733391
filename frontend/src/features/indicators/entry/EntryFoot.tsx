import { useEffect, useState } from "react";
import { t } from "../../../lib/i18n";
import { entry as words } from "../../../words/vi/entry";
import styles from "./EntryFoot.module.css";
import type { Line, Sheet } from "./queries";

/** Below the table: how the number in the focused row is counted, and the keys. */
export function EntryFoot({ sheet }: { sheet: Sheet }) {
  const line = useFocusedLine(sheet);
  const { keys } = words;
  return (
    <div className={`${styles.foot} no-print`}>
      <div className={styles.help}>{line ? <Help line={line} /> : words.help.idle}</div>
      <div className={styles.keys} aria-hidden="true">
        <kbd>Enter</kbd> {keys.enter}
        <kbd>Tab</kbd> {keys.tab}
        <kbd>{keys.arrowKeys}</kbd> {keys.arrows}
        <kbd>{keys.rangeKeys}</kbd> {keys.range}
        <kbd>Ctrl V</kbd> {keys.paste}
        <kbd>Ctrl Z</kbd> {keys.undo}
        <kbd>Alt G</kbd> {keys.note}
        <kbd>Ctrl Enter</kbd> {keys.send}
      </div>
    </div>
  );
}

/** The indicator whose row has the focus; the last one stays while the focus is elsewhere on the page. */
function useFocusedLine(sheet: Sheet): Line | undefined {
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      const row = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-row]") : null;
      if (row) setAt(Number(row.dataset.row));
    };
    document.addEventListener("focusin", onFocus);
    return () => document.removeEventListener("focusin", onFocus);
  }, []);
  return at === null ? undefined : sheet.rows[at]?.indicator;
}

function Help({ line }: { line: Line }) {
  const labels = [
    line.numerator_label && t(words.help.numerator, { label: line.numerator_label }),
    line.denominator_label && t(words.help.denominator, { label: line.denominator_label }),
    !line.numerator_label && t(words.help.unit, { unit: line.unit_of_measure }),
  ];
  return (
    <>
      <b className="so">{line.code}</b> {line.name}. {labels.filter(Boolean).join(" ")}
    </>
  );
}
