/** Steps of equal worth, done ones filled: for what is counted in named milestones or levels. */

import styles from "./StepBar.module.css";
import type { Tone } from "./tone";
import tones from "./tone.module.css";

interface Props {
  done: number;
  total: number;
  tone: Tone;
  /** The same in a sentence. */
  label: string;
}

export function StepBar({ done, total, tone, label }: Props) {
  return (
    <span className={`${styles.bar} ${tones[tone]}`} role="img" aria-label={label} title={label}>
      {Array.from({ length: total }, (_, at) => at).map((at) => (
        <span key={at} className={at < done ? styles.done : styles.open} />
      ))}
    </span>
  );
}
