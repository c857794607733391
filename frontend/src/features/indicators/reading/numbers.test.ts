import { expect, test } from "vitest";

import { gapText, lacking, type Measured, planText, scaleOf, targetText, worth } from "./numbers";

function line(
  measure: Measured["measure"],
  target: Partial<Measured["target"]>,
  more: Partial<Measured> = {},
): Measured {
  return {
    measure,
    unit_of_measure: "đợt",
    decimals: measure === "ratio" ? 1 : 0,
    target: { kind: "at_least", value: "100", stretch: null, unit: "%", basis: "stated", ...target },
    stepsTotal: 0,
    ...more,
  };
}

test("a value is read with its unit, and a missing one is a dash, never 0", () => {
  expect(worth(line("ratio", {}), "58.39")).toBe("58,4%");
  expect(worth(line("count", {}), "1234")).toBe("1.234 đợt");
  expect(worth(line("milestone", {}, { stepsTotal: 4 }), "3")).toBe("3/4 mốc");
  expect(worth(line("level", {}, { stepsTotal: 4 }), "2")).toBe("2/3 mức");
  expect(worth(line("ratio", {}), null)).toBe("-");
  expect(worth(line("ratio", {}), "0")).toBe("0%");
});

test("a percent is rounded once, from its parts: 94,949 is not 95,0", () => {
  const reading = { numerator: "94949", denominator: "100000", rate: "94.95" };
  expect(worth(line("ratio", {}), reading)).toBe("94,9%");
  expect(worth(line("ratio", {}), reading.rate)).toBe("95,0%");
  expect(worth(line("ratio", {}), { numerator: "0", denominator: "0", rate: null })).toBe("-");
  expect(worth(line("count", {}), { numerator: "1234", denominator: null, rate: "1234" })).toBe("1.234 đợt");
});

test("a target is read as the plan's sentence asks it", () => {
  expect(targetText(line("ratio", { kind: "above", value: "95" }))).toBe("trên 95%");
  expect(targetText(line("count", { kind: "zero", value: null }))).toBe("0");
  expect(targetText(line("count", { kind: "per_year_at_least", value: "1", stretch: "2" }))).toBe("1-2/năm");
  expect(targetText(line("count", { kind: "maintain", value: "12" }))).toBe("duy trì 12");
  expect(targetText(line("milestone", { kind: "milestones", value: "4" }, { stepsTotal: 4 }))).toBe("4/4");
  expect(targetText(line("count", { value: null, basis: "unset" }))).toBe("chưa có số");
});

test("without a yearly path the plan of a period is a dash", () => {
  expect(planText(line("ratio", {}), null)).toBe("-");
  expect(planText(line("ratio", {}), "70")).toBe("70%");
});

test("what is lacking is in points for a rate, and nothing lacks at the goal", () => {
  expect(gapText(line("ratio", {}), lacking("58.4", "100"))).toBe("41,6 điểm");
  expect(gapText(line("count", {}), "3")).toBe("3 đợt");
  expect(lacking("100", "100")).toBeNull();
  expect(lacking(null, "100")).toBeNull();
});

test("a rate is drawn from 0 to 100, milestones to their number, other numbers to the highest", () => {
  expect(scaleOf(line("ratio", { value: "40" }), ["91"])).toBe(100);
  expect(scaleOf(line("milestone", {}, { stepsTotal: 4 }), ["1"])).toBe(4);
  expect(scaleOf(line("count", { value: "1" }), ["14", null])).toBe(14);
  expect(scaleOf(line("count", { kind: "zero", value: null }), ["0"])).toBe(1);
});
