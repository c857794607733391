/** A small line of how a value went. All sparklines of a table share the time axis; a rate runs from 0 to 100. */

import styles from "./Spark.module.css";
import type { Tone } from "./tone";
import tones from "./tone.module.css";

export interface SparkPoint {
  /** Where on the common time axis, 0 to 1. */
  at: number;
  value: number;
}

interface Props {
  points: SparkPoint[];
  max: number;
  tone: Tone;
  /** The same in a sentence. */
  label: string;
}

const WIDTH = 88;
const HEIGHT = 28;
const EDGE = 4;

export function Spark({ points, max, tone, label }: Props) {
  const x = (at: number) => EDGE + at * (WIDTH - 2 * EDGE);
  const y = (value: number) => HEIGHT - EDGE - (Math.min(value, max) / (max || 1)) * (HEIGHT - 2 * EDGE);
  const last = points.at(-1);
  return (
    <svg
      className={`${styles.spark} ${tones[tone]}`}
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      <line
        className={last === undefined ? styles.empty : styles.base}
        x1={EDGE}
        x2={WIDTH - EDGE}
        y1={last === undefined ? HEIGHT / 2 : HEIGHT - 1.5}
        y2={last === undefined ? HEIGHT / 2 : HEIGHT - 1.5}
      />
      {points.length > 1 && (
        <polyline className={styles.line} points={points.map((p) => `${x(p.at)},${y(p.value)}`).join(" ")} />
      )}
      {last !== undefined && <circle className={styles.dot} cx={x(last.at)} cy={y(last.value)} r="3" />}
    </svg>
  );
}
