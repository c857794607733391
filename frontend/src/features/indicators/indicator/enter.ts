/** Whether to offer the entry form, and for which unit. Only an offer: the server decides. */
import type { Me } from "../../../api/me";
import type { Indicator, Value } from "./measured";

/** The unit for which the person would enter this indicator; null when there is none. */
export function entryUnit(me: Me, indicator: Indicator, values: Value[]): string | null {
  if (!me.acts.includes("value_write")) return null;
  const gives = (code: string) =>
    code === indicator.lead.unit.code || indicator.source_units.some((source) => code.endsWith(`:${source}`));
  const own = me.memberships.find(({ unit }) => gives(unit.code));
  if (own) return own.unit.code;
  const editable = values.find((value) => value.may.edit);
  if (editable) return editable.unit.code;
  // A coordinator enters for others, marked as such.
  return me.memberships.some(({ role }) => role === "coordinator") ? indicator.lead.unit.code : null;
}
