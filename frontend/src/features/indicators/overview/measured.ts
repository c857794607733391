/** An overview line as the module of numbers reads it. */
import type { Measured } from "../reading/numbers";
import type { Line } from "./filters";

export function measured(line: Line): Measured {
  return {
    measure: line.measure,
    unit_of_measure: line.unit_of_measure,
    decimals: line.decimals,
    target: line.target,
    stepsTotal: line.steps_total,
  };
}
