/** A group's progress as counts by state, one segment per state as wide as its count: never an average of percents. */

import styles from "./CountStrip.module.css";
import { StatusMark } from "./StatusMark";
import type { Tone } from "./tone";
import tones from "./tone.module.css";

export interface Count {
  tone: Tone;
  /** The state's word. */
  word: string;
  count: number;
}

/** The strip, told in one sentence for who cannot see it. */
export function CountStrip({ counts, label }: { counts: Count[]; label: string }) {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <span className={styles.row}>
      <span className={styles.strip} role="img" aria-label={label}>
        {counts
          .filter(({ count }) => count > 0)
          .map(({ tone, count }) => (
            <span
              key={tone}
              className={`${styles.part} ${tones[tone]}`}
              data-tone={tone}
              style={{ flexGrow: count }}
            />
          ))}
      </span>
      <span className={styles.total} aria-hidden="true">
        {total}
      </span>
    </span>
  );
}

/** The counts as shapes with numbers; the word is in each shape's name. */
export function CountMarks({ counts }: { counts: Count[] }) {
  return (
    <span className={styles.marks}>
      {counts
        .filter(({ count }) => count > 0)
        .map(({ tone, word, count }) => (
          <span key={tone} className={styles.mark} title={word}>
            <StatusMark tone={tone} size={15} label={word} /> {count}
          </span>
        ))}
    </span>
  );
}
