import { expect, test } from "vitest";

import type { Measured } from "../reading/numbers";
import { chartMax, chartPlan, chartPoints, chartTicks, stands, yearsOf } from "./chart";
import type { Series } from "./measured";

const COUNT: Measured = {
  measure: "count",
  unit_of_measure: "buổi",
  decimals: 0,
  target: { kind: "per_year_at_least", value: "1", stretch: null, unit: "buổi", basis: "stated" },
  stepsTotal: 0,
};

function series(...rates: (string | null)[]): Series {
  return {
    indicator: "C1c",
    plan: [],
    plan_basis: null,
    baseline: null,
    standing: { standing: "no_data", rule_version: "standing-2", reason_code: "value_missing", facts: {} },
    points: rates.map((rate, at) => ({
      period: `202${6 + at}`,
      label: `Năm 202${6 + at}`,
      last_day: `202${6 + at}-12-14`,
      numerator: rate,
      denominator: null,
      rate,
      state: at === 0 ? "approved" : "submitted",
    })),
  };
}

test("a day lies at its part of the year", () => {
  expect(yearsOf("2026-12-31")).toBe(2027);
  expect(yearsOf("2026-07-01")).toBeCloseTo(2026.5, 1);
});

test("a period without a number is no point; one not approved is told so", () => {
  const points = chartPoints(COUNT, series("3", "5", null));
  expect(points.map(({ text, approved }) => [text, approved])).toEqual([
    ["3 buổi", true],
    ["5 buổi", false],
  ]);
});

test("the scale ends at a round number above everything, in whole steps for counts", () => {
  expect(chartMax(COUNT, series("14"))).toBe(20);
  expect(chartTicks(COUNT, 20).map(({ text }) => text)).toEqual(["0", "5", "10", "15", "20"]);
  expect(chartTicks(COUNT, 10).map(({ text }) => text)).toEqual(["0", "2", "4", "6", "8", "10"]);
  expect(chartTicks(COUNT, 1).map(({ text }) => text)).toEqual(["0", "1"]);
});

test("a rate runs from 0 to 100 %", () => {
  const rate: Measured = { ...COUNT, measure: "ratio" };
  expect(chartMax(rate, series("14"))).toBe(100);
  expect(chartTicks(rate, 100).map(({ text }) => text)).toEqual(["0", "25", "50", "75", "100%"]);
});

test("the band under the plan begins at nine tenths of the way from the baseline", () => {
  const planned: Series = {
    ...series(),
    plan: [{ period: "2026", label: "Năm 2026", last_day: "2026-12-14", value: "60" }],
    plan_basis: "set",
    baseline: { year: 2025, value: "40" },
  };
  expect(chartPlan(planned).map(({ value, low }) => [value, low])).toEqual([[60, 58]]);
  expect(chartPlan({ ...planned, baseline: null })[0]?.low).toBe(54);
  expect(chartPlan({ ...planned, baseline: { year: 2025, value: "70" } })[0]?.low).toBe(54);
});

test("published numbers are read as approved ones are", () => {
  expect(
    ["draft", "submitted", "returned", "approved", "published"].filter((s) => stands(s as never)),
  ).toEqual(["approved", "published"]);
});
