/**
 * A value through the years of a plan. The time axis is the plan's, whatever data there is; a hollow dot is not
 * approved yet; with fewer than two points there is no line. Positions are percents, so nothing is measured.
 */
import styles from "./Trajectory.module.css";

export interface TrajectoryPoint {
  /** Years with their part gone by: 2026.5 is the middle of 2026. */
  at: number;
  value: number;
  approved: boolean;
  /** The number as it is read. */
  text: string;
  /** What is said under the last number. */
  note: string;
}

export interface Tick {
  value: number;
  text: string;
}

interface Props {
  firstYear: number;
  lastYear: number;
  max: number;
  ticks: Tick[];
  points: TrajectoryPoint[];
  target: { value: number; word: string; text: string } | null;
  today: { at: number; word: string } | null;
  /** The same in a sentence. */
  label: string;
}

export function Trajectory({ firstYear, lastYear, max, ticks, points, target, today, label }: Props) {
  const span = lastYear + 1 - firstYear;
  const x = (at: number) => `${Math.min(100, Math.max(0, ((at - firstYear) / span) * 100))}%`;
  const y = (value: number) => `${100 - Math.min(100, Math.max(0, (value / (max || 1)) * 100))}%`;
  const years = Array.from({ length: span }, (_, index) => firstYear + index);
  const last = points.at(-1);
  return (
    <div className={styles.chart} role="img" aria-label={label}>
      <div className={styles.plot} aria-hidden="true">
        <svg className={styles.canvas} width="100%" height="100%" aria-hidden="true">
          {ticks.map((tick) => (
            <line
              key={tick.value}
              className={styles.grid}
              x1="0"
              x2="100%"
              y1={y(tick.value)}
              y2={y(tick.value)}
            />
          ))}
          {years.slice(1).map((year) => (
            <line key={year} className={styles.year} x1={x(year)} x2={x(year)} y1="0" y2="100%" />
          ))}
          {today !== null && (
            <line className={styles.today} x1={x(today.at)} x2={x(today.at)} y1="0" y2="100%" />
          )}
          {target !== null && (
            <line className={styles.target} x1="97%" x2="100%" y1={y(target.value)} y2={y(target.value)} />
          )}
          {points.slice(1).map((point, index) => {
            const before = points[index];
            if (before === undefined) return null;
            return (
              <line
                key={point.at}
                className={point.approved ? styles.line : styles.loose}
                x1={x(before.at)}
                y1={y(before.value)}
                x2={x(point.at)}
                y2={y(point.value)}
              />
            );
          })}
          {points.map((point) => (
            <circle
              key={point.at}
              className={point.approved ? styles.dot : styles.hollow}
              cx={x(point.at)}
              cy={y(point.value)}
              r={point.approved ? 4.5 : 5}
            />
          ))}
        </svg>
        {ticks.map((tick) => (
          <span key={tick.value} className={styles.tick} style={{ top: y(tick.value) }}>
            {tick.text}
          </span>
        ))}
        {years.map((year) => (
          <span key={year} className={styles.label} style={{ left: x(year + 0.5) }}>
            {year}
          </span>
        ))}
        {today !== null && (
          <span className={styles.now} style={{ left: x(today.at) }}>
            {today.word}
          </span>
        )}
        {target !== null && (
          <span className={styles.goal} style={{ top: y(target.value) }}>
            {target.word}
            <br />
            {target.text}
          </span>
        )}
        {last !== undefined && (
          <LastNumber point={last} left={x(last.at)} top={y(last.value)} high={last.value > max * 0.8} />
        )}
      </div>
    </div>
  );
}

function LastNumber({
  point,
  left,
  top,
  high,
}: {
  point: TrajectoryPoint;
  left: string;
  top: string;
  high: boolean;
}) {
  return (
    <span className={`${styles.last} ${high ? styles.under : ""}`} style={{ left, top }}>
      <b>{point.text}</b>
      <br />
      {point.note}
    </span>
  );
}
