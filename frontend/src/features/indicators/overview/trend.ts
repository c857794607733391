/** The common time axis of all sparklines on the page: from the first to the last period that has a value. */
import type { SparkPoint } from "../../../ui/Spark";
import type { Line, Overview } from "./filters";

export interface Axis {
  /** When a period ends, in milliseconds, by its code. */
  ends: Map<string, number>;
  first: number;
  last: number;
}

export function axisOf(overview: Overview): Axis {
  const ends = new Map(overview.periods.map((period) => [period.code, Date.parse(period.last_day)]));
  const used = overview.groups
    .flatMap((group) => group.indicators.flatMap((line) => line.trend))
    .filter((point) => point.rate !== null)
    .flatMap((point) => ends.get(point.period) ?? []);
  return { ends, first: Math.min(...used), last: Math.max(...used) };
}

/** The points of a line on the axis; a period of its own alone stands at the right. */
export function sparkPoints(line: Line, axis: Axis): SparkPoint[] {
  const span = axis.last - axis.first;
  return line.trend.flatMap(({ period, rate }) => {
    const end = axis.ends.get(period);
    if (end === undefined || rate === null) return [];
    return [{ at: span > 0 ? (end - axis.first) / span : 1, value: Number(rate) }];
  });
}
