/** What may be typed for an indicator, read off its metadata. */

import type { NumberKind } from "../../../lib/numberVN";

/** What kind of number an indicator is, as the API names it. */
export type Measure = "ratio" | "count" | "score" | "milestone" | "level";

/** The numbers that a row can hold. */
export type NumberField = "numerator" | "denominator";

/** The form of a row: which numbers it asks for, how they are read and what bounds them. */
export interface Shape {
  measure: Measure;
  /** Two numbers (always for a ratio; for a score only where the definition names what is scored). */
  paired: boolean;
  kind: NumberKind;
  /** Whether the numbers are counted things (people, files, steps), which have no decimals. */
  whole: boolean;
  /** The most that can be entered, as a decimal string; null where nothing bounds it. */
  highest: string | null;
}

/** The parts of an indicator that decide its form. */
export interface Shaped {
  measure: Measure;
  decimals: number;
  denominator_label: string | null;
  steps: readonly unknown[];
}

/** The form of an indicator's row. */
export function shapeOf(line: Shaped): Shape {
  const { measure, steps } = line;
  return {
    measure,
    paired: measure === "ratio" || (measure === "score" && line.denominator_label !== null),
    kind: measure === "score" || (measure === "count" && line.decimals > 0) ? "rate" : "count",
    whole: measure !== "score" && !(measure === "count" && line.decimals > 0),
    highest: highestOf(measure, steps.length),
  };
}

/** A milestone has as many as its steps; the first level has rank 0. */
function highestOf(measure: Measure, steps: number): string | null {
  if (measure === "milestone") return String(steps);
  return measure === "level" ? String(Math.max(steps - 1, 0)) : null;
}
