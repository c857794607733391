/** A whole indicator as the module of numbers reads it. */
import type { components } from "../../../api/schema";
import type { Measured } from "../reading/numbers";

export type Indicator = components["schemas"]["IndicatorOut"];
export type Series = components["schemas"]["SeriesOut"];
export type Value = components["schemas"]["ValueOut"];

export function measured(indicator: Indicator): Measured {
  return {
    measure: indicator.measure,
    unit_of_measure: indicator.unit_of_measure,
    decimals: indicator.decimals,
    target: indicator.target,
    stepsTotal: indicator.steps.length,
  };
}
