import styles from "./surveys.module.css";

interface IntervalProps {
  rate: string;
  low: string;
  high: string;
  target: string;
  /** The left end of the scale in percent; the right end is 100. */
  from: number;
  /** What the picture says, as a sentence. */
  label: string;
  small?: boolean;
}

/** A rate with its interval beside the target: where the bar lies entirely right of the line, it is above. */
export function Interval({ rate, low, high, target, from, label, small = false }: IntervalProps) {
  const width = small ? 130 : 540;
  const height = small ? 22 : 86;
  const middle = small ? 11 : 46;
  const x = (percent: string) => ((Number(percent) - from) / (100 - from)) * (width - 16) + 8;
  return (
    <svg
      className={small ? styles.smallInterval : styles.interval}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {!small && (
        <>
          <rect className={styles.goalBand} x={x(target)} y={8} width={x("100") - x(target)} height={62} />
          <line className={styles.axis} x1={8} x2={width - 8} y1={70} y2={70} />
        </>
      )}
      <line
        className={styles.goalLine}
        x1={x(target)}
        x2={x(target)}
        y1={small ? 2 : 2}
        y2={small ? 20 : 70}
      />
      <line className={styles.range} x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
      {[low, high].map((end, at) => (
        <line
          // biome-ignore lint/suspicious/noArrayIndexKey: the two ends never change places
          key={at}
          className={styles.range}
          x1={x(end)}
          x2={x(end)}
          y1={middle - (small ? 5 : 9)}
          y2={middle + (small ? 5 : 9)}
        />
      ))}
      <circle className={styles.dot} cx={x(rate)} cy={middle} r={small ? 4.5 : 8} />
      {!small &&
        [from, (from + 100) / 2, 100].map((mark) => (
          <text
            key={mark}
            className={styles.mark}
            x={x(String(mark))}
            y={84}
            textAnchor={mark === 100 ? "end" : mark === from ? "start" : "middle"}
          >
            {mark}%
          </text>
        ))}
    </svg>
  );
}

/** A round left end for the scale that shows all these percents. */
export function scaleFrom(percents: readonly string[]): number {
  const least = Math.min(...percents.map(Number));
  return Math.max(0, Math.floor((least - 2) / 4) * 4);
}
