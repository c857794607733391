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

/** A planned value; the band under it, where there is one, is what still counts as nearly kept. */
export interface PlanPoint {
  at: number;
  value: number;
  /** The lower edge of the band. */
  low: number;
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
  plan: { points: PlanPoint[]; word: string } | null;
  target: { value: number; word: string; text: string } | null;
  today: { at: number; word: string } | null;
  /** The same in a sentence. */
  label: string;
}

export function Trajectory({ firstYear, lastYear, max, ticks, points, plan, target, today, label }: Props) {
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
          {plan !== null && <PlanLine points={plan.points} x={x} y={y} />}
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
        {plan !== null && <PlanWord points={plan.points} word={plan.word} x={x} y={y} />}
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

interface PlanProps {
  points: PlanPoint[];
  x: (at: number) => string;
  y: (value: number) => string;
}

/** What the dashed line is: above its middle, where numbers seldom stand. */
function PlanWord({ points, word, x, y }: PlanProps & { word: string }) {
  const middle = points[Math.floor(points.length / 2)];
  if (middle === undefined) return null;
  return (
    <span className={styles.planned} style={{ left: x(middle.at), top: y(middle.value) }}>
      {word}
    </span>
  );
}

function PlanLine({ points, x, y }: PlanProps) {
  const share = (text: string) => Number.parseFloat(text);
  const edge = [
    ...points.map((point) => `${share(x(point.at))},${share(y(point.value))}`),
    ...[...points].reverse().map((point) => `${share(x(point.at))},${share(y(point.low))}`),
  ];
  return (
    <>
      <svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <polygon className={styles.band} points={edge.join(" ")} />
      </svg>
      {points.slice(1).map((point, index) => {
        const before = points[index];
        if (before === undefined) return null;
        return (
          <line
            key={point.at}
            className={styles.plan}
            x1={x(before.at)}
            y1={y(before.value)}
            x2={x(point.at)}
            y2={y(point.value)}
          />
        );
      })}
    </>
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
