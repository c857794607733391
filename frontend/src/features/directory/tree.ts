/** The tree of units, as a menu and as a list of choices. */

import type { directory } from "../../words/vi/directory";
import { roles } from "../../words/vi/roles";
import type { Role, Unit } from "./queries";

export interface Branch {
  unit: Unit;
  groups: Group[];
}

export interface Group {
  key: keyof typeof directory.groups;
  branches: Branch[];
}

const ORDER: readonly Group["key"][] = ["body", "school", "neighbourhood", "team"];

function groupOf(unit: Unit): Group["key"] {
  return unit.kind === "school" || unit.kind === "neighbourhood" || unit.kind === "team" ? unit.kind : "body";
}

/** Units (in the order of the tree) as branches; below each unit, those of one sort stand together. */
export function branchesOf(units: readonly Unit[]): Branch[] {
  const below = new Map<string, Unit[]>();
  const codes = new Set(units.map((unit) => unit.code));
  const roots: Unit[] = [];
  for (const unit of units) {
    if (unit.parent === null || !codes.has(unit.parent)) roots.push(unit);
    else below.set(unit.parent, [...(below.get(unit.parent) ?? []), unit]);
  }
  const branch = (unit: Unit): Branch => {
    const children = (below.get(unit.code) ?? []).map((child) => ({ child, key: groupOf(child) }));
    const groups = ORDER.map((key) => ({
      key,
      branches: children.filter((c) => c.key === key).map((c) => branch(c.child)),
    }));
    return { unit, groups: groups.filter((group) => group.branches.length > 0) };
  };
  return roots.map(branch);
}

/** Units as choices of a list, those below indented. */
export function unitChoices(units: readonly Unit[]): { value: string; label: string }[] {
  const depth = new Map<string, number>();
  return units.map((unit) => {
    const above = unit.parent === null ? undefined : depth.get(unit.parent);
    const level = above === undefined ? 0 : above + 1;
    depth.set(unit.code, level);
    return { value: unit.code, label: `${"\u2003".repeat(level)}${unit.name}` };
  });
}

/** The unit that a new one is put below at first: the chosen one, unless it is of a sort that rarely has any below. */
export function parentFor(parents: readonly Unit[], chosen: string | undefined): Unit | undefined {
  return parents.find((unit) => unit.code === chosen && groupOf(unit) === "body") ?? parents[0];
}

/** How the codes of the sorts begin that a ward has many of; the plan names all schools by `TRUONG`. */
const MANY: Partial<Record<Unit["kind"], string>> = { school: "TRUONG", neighbourhood: "TDP", team: "TCN" };

/** The first free code of such a sort (`TDP-04`); empty for the others, which have a name of their own. */
export function nextCode(units: readonly Unit[], kind: Unit["kind"]): string {
  const begin = MANY[kind];
  if (begin === undefined) return "";
  const taken = new Set(units.map(({ code }) => code.split(":").at(-1)));
  let number = 1;
  const code = () => `${begin}-${String(number).padStart(2, "0")}`;
  while (taken.has(code())) number += 1;
  return code();
}

const BY_LEVEL: Record<string, readonly Role[]> = {
  city: ["reader", "leader", "administrator"],
  agency: ["reader"],
  ward: ["leader", "administrator"],
  unit: ["officer", "head", "contributor", "coordinator", "supervisor", "administrator"],
  team: ["contributor", "officer", "head"],
};

/** The roles that make sense in a unit, the usual one first. The server has the last word. */
export function roleChoices(unit: Unit | undefined): { value: Role; label: string; hint: string }[] {
  const fitting = BY_LEVEL[unit?.level ?? "unit"] ?? [];
  return fitting.map((role) => ({ value: role, label: roles[role].name, hint: roles[role].can }));
}
