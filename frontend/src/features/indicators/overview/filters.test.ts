import { expect, test } from "vitest";

import { overviewCsv } from "./csv";
import { chosen, fitting, type Group, type Line, leads, type Standing, toggled } from "./filters";
import { pathMissing } from "./LineRow";

function line(code: string, standing: Standing, more: Partial<Line> = {}): Line {
  return {
    code,
    short_name: "Hồ sơ được số hóa",
    name: "Tỷ lệ hồ sơ được số hóa",
    headline: true,
    detail_of: null,
    measure: "ratio",
    unit_of_measure: "%",
    decimals: 1,
    steps_total: 0,
    target: { kind: "at_least", value: "100", stretch: null, unit: "%", basis: "stated" },
    period: "2026-H2",
    current: null,
    plan_value: null,
    plan_basis: null,
    correcting: 0,
    standing: { standing, rule_version: "standing-2", reason_code: "value_missing", facts: {} },
    trend: [],
    lead: { code: "11602:VP", name: "Văn phòng", short_name: "VP", level: "unit" },
    lead_basis: "stated",
    waiting: 0,
    ...more,
  };
}

function group(...indicators: Line[]): Group {
  return { code: "a", name: "Chính quyền số", short_name: "Chính quyền số", counts: {}, indicators };
}

const codes = (groups: Group[]) => groups.flatMap((each) => each.indicators.map(({ code }) => code));

test("a card adds its standing to the address and takes it away again", () => {
  const once = toggled({}, "off_track");
  expect(once).toBe("cham");
  const twice = toggled({ tt: once }, "no_data");
  expect(chosen({ tt: twice })).toEqual(["off_track", "no_data"]);
  expect(toggled({ tt: "cham" }, "off_track")).toBeUndefined();
  expect(chosen({ tt: "bua,cham" })).toEqual(["off_track"]);
});

test("parts of indicators stay hidden until asked for", () => {
  const groups = [
    group(line("A1", "on_track"), line("A1x", "on_track", { headline: false, detail_of: "A1" })),
  ];
  expect(codes(fitting(groups, {}))).toEqual(["A1"]);
  expect(codes(fitting(groups, { "chi-tiet": "co" }))).toEqual(["A1", "A1x"]);
});

test("words are found without accents, and groups without a line go", () => {
  const groups = [
    group(line("A1", "on_track")),
    group(line("B1", "on_track", { short_name: "Trường học", name: "x" })),
  ];
  expect(codes(fitting(groups, { tim: "so hoa" }))).toEqual(["A1"]);
  expect(fitting(groups, { tim: "truong" })).toHaveLength(1);
});

test("ordered by lateness the plan's order holds among equals", () => {
  const groups = [
    group(line("A1", "achieved"), line("A2", "off_track"), line("A3", "at_risk"), line("A4", "off_track")),
  ];
  expect(codes(fitting(groups, { xep: "cham" }))).toEqual(["A2", "A4", "A3", "A1"]);
});

test("the line that is furthest behind leads the page, with its group", () => {
  const behind = (code: string, progress: string) =>
    line(code, "off_track", { standing: { ...line(code, "off_track").standing, facts: { progress } } });
  const groups = [
    group(line("A1", "achieved"), behind("A2", "0.7")),
    group(behind("B1", "0.5"), behind("B2", "0.01")),
  ];
  expect(codes(fitting(groups, { xep: "cham" }))).toEqual(["B2", "B1", "A2", "A1"]);
});

test("each lead stands once in the choice of units", () => {
  expect(leads([group(line("A1", "on_track"), line("A2", "on_track"))]).map(({ code }) => code)).toEqual([
    "11602:VP",
  ]);
});

test("the file opens as a table and runs nothing", () => {
  const csv = overviewCsv([group(line("A1", "no_data", { name: '=SUM("x")' }))]);
  expect(csv.startsWith("\uFEFF")).toBe(true);
  const [head, row] = csv.slice(1).split("\r\n");
  expect(head?.split(";")).toHaveLength(7);
  expect(row).toBe('"A1";"\'=SUM(""x"")";"-";"-";"100%";"Chưa có số liệu";"Văn phòng"');
});

test("a line without a path is told from one whose target holds in every period", () => {
  expect(pathMissing(line("A1", "not_due"))).toBe(true);
  expect(pathMissing(line("A1", "not_due", { plan_value: "50", plan_basis: "assumed" }))).toBe(false);
  const above = { kind: "above", value: "95", stretch: null, unit: "%", basis: "stated" } as const;
  expect(pathMissing(line("A4", "on_track", { target: above }))).toBe(false);
});
