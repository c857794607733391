/** Which units a person enters for, and which period they most likely mean. */

import type { Me } from "../../../api/me";
import type { components } from "../../../api/schema";
import type { Period } from "./queries";

type Unit = components["schemas"]["UnitOut"];
type Role = components["schemas"]["Role"];

/** Who enters numbers; a contributor only for their own unit, the others also for the units below. */
const ENTERS: readonly Role[] = ["coordinator", "head", "officer", "contributor"];
const ENTERS_BELOW: readonly Role[] = ["coordinator", "head", "officer"];

/** The unit of the person's first role that enters numbers. */
export function homeUnit(me: Me): string | undefined {
  return me.memberships.find(({ role }) => ENTERS.includes(role))?.unit.code;
}

/** The units that a person enters for, in the order of the list; the coordinator's reach is the whole ward. */
export function unitsOf(me: Me, units: readonly Unit[]): Unit[] {
  const above = new Map(units.map((unit) => [unit.code, unit.parent]));
  const own = me.memberships.filter(({ role }) => ENTERS.includes(role));
  return units.filter(({ code }) =>
    own.some(({ role, unit }) => {
      const top = role === "coordinator" ? (me.ward?.code ?? unit.code) : unit.code;
      return code === unit.code || (ENTERS_BELOW.includes(role) && isBelow(code, top, above));
    }),
  );
}

function isBelow(code: string, top: string, above: ReadonlyMap<string, string | null>): boolean {
  for (let at = above.get(code); at; at = above.get(at)) if (at === top) return true;
  return false;
}

/** The period to open: the half year that today lies in, else the open one with the nearest deadline. */
export function likelyPeriod(periods: readonly Period[]): Period | undefined {
  const halves = periods.filter(({ kind }) => kind === "half_year");
  return halves[0] ?? periods[0];
}
