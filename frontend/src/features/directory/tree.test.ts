import { expect, test } from "vitest";
import type { Unit } from "./queries";
import { branchesOf, nextCode, parentFor, roleChoices, unitChoices } from "./tree";

function unit(code: string, parent: string | null, kind: Unit["kind"], level = "unit"): Unit {
  return {
    code,
    parent,
    kind,
    level,
    name: code,
    short_name: code,
    valid_from: "2025-07-01",
    valid_to: null,
    in_force: true,
    may_manage: true,
    version: 1,
  };
}

const units = [
  unit("W", "CITY", "ward", "ward"),
  unit("W:TH", "W", "school"),
  unit("W:VHXH", "W", "office"),
  unit("W:TDP-01", "W", "neighbourhood"),
  unit("W:CNS", "W:VHXH", "team", "team"),
];

test("a unit whose parent is out of sight is a root", () => {
  expect(branchesOf(units).map((branch) => branch.unit.code)).toEqual(["W"]);
});

test("units of one sort stand together, offices first", () => {
  const [ward] = branchesOf(units);
  expect(ward?.groups.map((g) => [g.key, g.branches.map((b) => b.unit.code)])).toEqual([
    ["body", ["W:VHXH"]],
    ["school", ["W:TH"]],
    ["neighbourhood", ["W:TDP-01"]],
  ]);
});

test("choices are indented by their depth in the tree", () => {
  const depths = unitChoices(units).map((choice) => choice.label.lastIndexOf("\u2003") + 1);
  expect(depths).toEqual([0, 1, 1, 1, 2]);
});

test("a leader sits at the ward only, a reader above it", () => {
  const rolesAt = (level: string) =>
    roleChoices(unit("X", null, "office", level)).map((choice) => choice.value);
  // Those who enter or coordinate belong to a unit: the server refuses them at the ward itself.
  expect(rolesAt("ward")).toEqual(["leader", "administrator"]);
  expect(rolesAt("unit")).not.toContain("leader");
  expect(rolesAt("unit")).not.toContain("reader");
  expect(rolesAt("city")).toContain("reader");
});

test("a new unit goes below the ward when a school or neighbourhood is chosen", () => {
  expect(parentFor(units, "W:VHXH")?.code).toBe("W:VHXH");
  expect(parentFor(units, "W:TDP-01")?.code).toBe("W");
  expect(parentFor(units, undefined)?.code).toBe("W");
});

test("schools and neighbourhoods get the next free code of their sort", () => {
  expect(nextCode(units, "neighbourhood")).toBe("TDP-02");
  expect(nextCode(units, "school")).toBe("TRUONG-01");
  expect(nextCode(units, "office")).toBe("");
});
