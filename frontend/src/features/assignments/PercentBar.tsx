import { t } from "../../lib/i18n";
import { assignments as words } from "../../words/vi/assignments";
import styles from "./PercentBar.module.css";

/** How far the work is: a bar and the number. */
export function PercentBar({ percent }: { percent: number }) {
  return (
    <span className={styles.box}>
      <span className={styles.bar} role="img" aria-label={t(words.percentOf, { percent })}>
        <span style={{ width: `${percent}%` }} />
      </span>
      <span className="so" aria-hidden="true">
        {percent}%
      </span>
    </span>
  );
}
