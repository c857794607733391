import { expect, test } from "vitest";

import type { components } from "../../../api/schema";
import { owing, worstFirst } from "./UnitsTab";

type Unit = components["schemas"]["UnitReadingOut"];

function unit(name: string, rate: string | null): Unit {
  return {
    unit: { code: name, name, short_name: name, level: "unit" },
    lead: false,
    reading: rate === null ? null : { period: "2026-H2", numerator: null, denominator: null, rate },
    state: null,
    correcting: false,
    value_id: null,
    standing: { standing: "no_data", rule_version: "standing-2", reason_code: "value_missing", facts: {} },
    trend: [],
  };
}

test("who owes a number comes first, then the worst", () => {
  const units = [unit("B", "90.5"), unit("A", null), unit("C", "9.25"), unit("D", "90.49")];
  expect(worstFirst(units, false).map((each) => each.unit.name)).toEqual(["A", "C", "D", "B"]);
  expect(worstFirst(units, true).map((each) => each.unit.name)).toEqual(["A", "B", "D", "C"]);
});

test("a lead owes a number only where nobody else gives one", () => {
  const lead = { ...unit("L", null), lead: true };
  expect(owing([lead])).toEqual([lead]);
  expect(owing([lead, unit("A", null)]).map((each) => each.unit.name)).toEqual(["A"]);
  expect(owing([{ ...unit("L", "3"), lead: true }, unit("A", null)])).toHaveLength(2);
});
