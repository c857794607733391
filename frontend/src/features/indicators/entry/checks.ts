/**
 * The server's refusals of numbers that cannot be true, said already while the person sits at the cell. The server
 * stays the judge: what passes here may still be refused there, and its sentence then lands at the same cell.
 */

import { compared, isDecimal } from "../../../lib/decimal";
import { formatNumber } from "../../../lib/format";
import type { RefusedNumber } from "../../../lib/numberVN";
import type { NumberField, Shape } from "./shape";

/** Where a sentence of refusal belongs; `row` when it is about no single input. */
export type FaultPlace = NumberField | "note" | "row";

/** Which rule a typed row breaks. */
export type FaultCode =
  | RefusedNumber
  | "nothing_sign_single"
  | "number_out_of_range"
  | "not_whole"
  | "numerator_above_denominator"
  | "denominator_zero"
  | "steps_above_total"
  | "level_unknown"
  | "numerator_missing"
  | "denominator_missing"
  | "value_missing";

/** A rule that a row breaks; `params` are texts as screens write them. */
export interface Fault {
  at: FaultPlace;
  code: FaultCode;
  params: Record<string, string>;
}

/** Every number entered is smaller than this. */
const BELOW = "1000000000000";
const DECIMALS = 6;

/** The numbers of a row, as decimal strings. */
export interface Numbers {
  numerator: string | null;
  denominator: string | null;
}

/** What is wrong with numbers that are there. Missing ones are no fault of a draft. */
export function faultsOf(shape: Shape, numbers: Numbers): Fault[] {
  const single = (["numerator", "denominator"] as const).flatMap((at) =>
    numberFaults(shape, at, numbers[at]),
  );
  return single.length > 0 ? single : togetherFaults(shape, numbers);
}

/** What is still missing before a row can be handed in. */
export function missingOf(shape: Shape, numbers: Numbers): Fault[] {
  const faults: Fault[] = [];
  if (numbers.numerator === null) {
    faults.push(fault("numerator", shape.measure === "ratio" ? "numerator_missing" : "value_missing"));
  }
  if (shape.measure === "ratio" && numbers.denominator === null) {
    faults.push(fault("denominator", "denominator_missing"));
  }
  return faults;
}

function numberFaults(shape: Shape, at: NumberField, number: string | null): Fault[] {
  if (number === null || !isDecimal(number)) return [];
  const decimals = number.split(".")[1]?.length ?? 0;
  const params = { number: formatNumber(number) };
  if (compared(number, "0") < 0 || compared(number, BELOW) >= 0 || decimals > DECIMALS) {
    return [fault(at, "number_out_of_range", params)];
  }
  return shape.whole && decimals > 0 ? [fault(at, "not_whole", params)] : [];
}

function togetherFaults(shape: Shape, { numerator, denominator }: Numbers): Fault[] {
  if (numerator === null) return [];
  if (denominator !== null && compared(denominator, "0") === 0 && compared(numerator, "0") > 0) {
    return [fault("denominator", "denominator_zero")];
  }
  if (shape.measure === "ratio" && denominator !== null && compared(numerator, denominator) > 0) {
    const params = { numerator: formatNumber(numerator), denominator: formatNumber(denominator) };
    return [fault("numerator", "numerator_above_denominator", params)];
  }
  if (shape.highest === null || compared(numerator, shape.highest) <= 0) return [];
  const given = formatNumber(numerator);
  return shape.measure === "milestone"
    ? [fault("numerator", "steps_above_total", { steps: given, total: shape.highest })]
    : [fault("numerator", "level_unknown", { level: given, highest: shape.highest })];
}

function fault(at: FaultPlace, code: FaultCode, params: Record<string, string> = {}): Fault {
  return { at, code, params };
}
