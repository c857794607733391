/** How the numbers of an indicator are read: its value, its target, a gap. The words of kinds of target live in words. */
import type { components } from "../../../api/schema";
import { compared, difference } from "../../../lib/decimal";
import { formatNumber, formatRate, formatShare, formatTargetRate, NONE } from "../../../lib/format";
import { standing as words } from "../../../words/vi/standing";

type Schemas = components["schemas"];
export type Target = Schemas["TargetOut"];

/** What is needed to write a number of an indicator; both the overview's lines and the whole sheets have it. */
export interface Measured {
  measure: Schemas["Measure"];
  unit_of_measure: string;
  decimals: number;
  target: Target;
  /** How many milestones or levels there are, 0 for other measures. */
  stepsTotal: number;
}

/** The highest number on the scale of a chart; 100 for a rate. */
export function scaleOf(line: Measured, values: (string | null | undefined)[]): number {
  if (line.measure === "ratio") return 100;
  if (line.stepsTotal > 0) return highestStep(line);
  const all = [...values, line.target.value].map((value) => Number(value ?? 0));
  return Math.max(1, ...all);
}

/** The number of milestones, or the rank of the best level (the lowest has rank 0). */
export function highestStep(line: Measured): number {
  return line.measure === "level" ? line.stepsTotal - 1 : line.stepsTotal;
}

/** A reading as the API gives it; `rate` is rounded already, the two parts are exact. */
interface Reading {
  numerator: string | null;
  denominator: string | null;
  rate: string | null;
}

/** The number without its unit: `58,4%`, `3/4`, `14`. A reading's percent is rounded once, from its two parts. */
export function bare(line: Measured, read: string | Reading | null | undefined): string {
  const value = typeof read === "object" ? read?.rate : read;
  if (value === null || value === undefined) return NONE;
  if (line.measure === "ratio" && typeof read === "object" && read?.denominator)
    return formatShare(read.numerator, read.denominator, line.decimals);
  if (line.measure === "ratio") return formatRate(value, line.decimals);
  if (line.stepsTotal > 0) return `${formatNumber(value)}/${formatNumber(highestStep(line))}`;
  return formatNumber(value, compared(value, "0") === 0 ? 0 : line.decimals);
}

/** The unit that follows `bare`; empty where the number carries it. */
export function unitOf(line: Measured): string {
  if (line.measure === "ratio") return "";
  if (line.measure === "milestone") return words.milestones;
  return line.measure === "level" ? words.levels : line.unit_of_measure;
}

/** A value as it is read in a sentence: `58,4%`, `3/4 mốc`, `14 buổi`. */
export function worth(line: Measured, read: string | Reading | null | undefined): string {
  const number = bare(line, read);
  return number === NONE ? NONE : [number, unitOf(line)].filter(Boolean).join(" ");
}

/** What is asked by 2030, short enough for a table's cell. */
export function targetText(line: Measured): string {
  const { kind, value, stretch } = line.target;
  if (kind === "zero") return formatNumber("0");
  if (value === null) return words.target.missing;
  const plain = line.measure === "ratio" ? formatTargetRate(value) : bareTarget(line, value);
  switch (kind) {
    case "above":
      return words.target.above(plain);
    case "maintain":
      return words.target.maintain(plain);
    case "per_year_at_least":
      return stretch === null
        ? words.target.perYear(plain)
        : words.target.perYearFromTo(plain, formatNumber(stretch));
    default:
      return plain;
  }
}

function bareTarget(line: Measured, value: string): string {
  return line.stepsTotal > 0 ? bare(line, value) : formatNumber(value);
}

/** What was planned for the period; `-` where no yearly path is set. */
export function planText(line: Measured, plan: string | null | undefined): string {
  if (plan === null || plan === undefined) return NONE;
  return line.measure === "ratio" ? formatTargetRate(plan) : bareTarget(line, plan);
}

/** Whether the target is grown into year by year; the other kinds ask the same in every period. */
export function growsByYear(target: Target): boolean {
  return target.kind === "at_least" || target.kind === "milestones" || target.kind === "levels";
}

/** How much is lacking, in the unit of the value: points for a rate. */
export function gapText(line: Measured, gap: string | null | undefined): string {
  if (gap === null || gap === undefined) return NONE;
  if (line.measure === "ratio") return words.points(formatNumber(gap));
  return [formatNumber(gap), unitOf(line)].filter(Boolean).join(" ");
}

/** What the value lacks to a goal above it; null when nothing lacks. */
export function lacking(value: string | null | undefined, goal: string | null | undefined): string | null {
  if (!value || !goal) return null;
  const gap = difference(goal, value);
  return compared(gap, "0") > 0 ? gap : null;
}
