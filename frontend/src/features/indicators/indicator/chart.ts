/** From the series of an indicator to what the chart of its way draws. */
import { formatNumber } from "../../../lib/format";
import type { PlanPoint, Tick, TrajectoryPoint } from "../../../ui/Trajectory";
import { indicator as words } from "../../../words/vi/indicator";
import { bare, type Measured, scaleOf, worth } from "../reading/numbers";
import type { Series, Value } from "./measured";

const DAY = 86_400_000;

/** A day as years with their part gone by: the middle of 2026 is about 2026.5. */
export function yearsOf(day: string): number {
  const moment = Date.parse(day);
  const year = new Date(moment).getUTCFullYear();
  const start = Date.UTC(year, 0, 1);
  return year + (moment + DAY - start) / (Date.UTC(year + 1, 0, 1) - start);
}

/** Whether a number in this state is one that everybody reads. */
export function stands(state: Value["state"]): boolean {
  return state === "approved" || state === "published";
}

/** From this share of the planned way on, an indicator counts as nearly there. */
const NEARLY = 0.9;

/** The planned values, each at the last day of its period; the band under them begins nine tenths of the way up. */
export function chartPlan(series: Series): PlanPoint[] {
  const start = Number(series.baseline?.value ?? 0);
  const band = series.plan_basis !== "target";
  return series.plan.map((point) => {
    const value = Number(point.value);
    const from = start < value ? start : 0;
    return { at: yearsOf(point.last_day), value, low: band ? from + (value - from) * NEARLY : value };
  });
}

/** The periods that have a number, each at its last day. */
export function chartPoints(of: Measured, series: Series): TrajectoryPoint[] {
  return series.points.flatMap((point) => {
    if (point.rate === null) return [];
    const approved = stands(point.state);
    return {
      at: yearsOf(point.last_day),
      value: Number(point.rate),
      approved,
      text: worth(of, point.rate),
      note: approved ? words.chart.approved : words.chart.notApproved,
    };
  });
}

/** The top of the scale: 100 for rates, every step for milestones, otherwise a round number above all that is drawn. */
export function chartMax(of: Measured, series: Series): number {
  const max = scaleOf(of, [
    ...series.points.map((point) => point.rate),
    ...series.plan.map((point) => point.value),
  ]);
  if (of.measure === "ratio" || of.stepsTotal > 0) return max;
  const unit = 10 ** Math.floor(Math.log10(max));
  return [1, 2, 4, 5, 10].map((factor) => factor * unit).find((round) => round >= max) ?? max;
}

/** A few numbers at the left of the chart: quarters of the scale, or every step. */
export function chartTicks(of: Measured, max: number): Tick[] {
  const parts =
    of.stepsTotal > 0 || max <= 5
      ? Math.max(1, Math.round(max))
      : /^[15]/.test(String(max)) && max !== 100
        ? 5
        : 4;
  return Array.from({ length: parts + 1 }, (_, index) => {
    const value = (max * index) / parts;
    return { value, text: tickText(of, value, index === parts) };
  });
}

function tickText(of: Measured, value: number, top: boolean): string {
  if (of.measure === "ratio" && top) return bare(of, String(value));
  return formatNumber(String(value));
}
