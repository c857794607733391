/** One change of the trail in words. */

import { formatDay, formatMoment, formatNumber } from "../../lib/format";
import { t } from "../../lib/i18n";
import { assignments } from "../../words/vi/assignments";
import { audit } from "../../words/vi/audit";
import { directory } from "../../words/vi/directory";
import { keys } from "../../words/vi/keys";
import { roles } from "../../words/vi/roles";
import { standing } from "../../words/vi/standing";
import { surveys } from "../../words/vi/surveys";
import type { Entry } from "./queries";

type Change = Entry["changes"][number];
type Words = Readonly<Record<string, string>>;

/** Who did it: a person, a key by its name, or the machine itself. */
export function whoOf({ actor }: Entry): string {
  if (actor.kind === "machine") return audit.machine;
  if (actor.name === null) return audit.unknown;
  return actor.kind === "key" ? t(audit.keyOf, { name: actor.name }) : actor.name;
}

/** What happened: a move in the life of a value by its name, anything else as added, changed or removed. */
export function deedOf(entry: Entry): string {
  const state = entry.changes.find((change) => change.field === "state");
  if (entry.object.kind === "indicator_value" && entry.action === "update" && state?.after) {
    return (audit.moves as Words)[state.after] ?? audit.actions.update;
  }
  return audit.actions[entry.action];
}

/** A field by its name on screen; one that has none is told as it stands. */
export function fieldOf({ field }: Change): string {
  return (audit.fields as Words)[field] ?? field;
}

const roleNames: Words = Object.fromEntries(Object.entries(roles).map(([role, { name }]) => [role, name]));
const scopeNames: Words = Object.fromEntries(
  Object.entries(keys.scopeWords).map(([scope, { name }]) => [scope, name]),
);

const VALUES: Readonly<Record<string, Words>> = {
  state: { ...surveys.states, ...assignments.states, ...standing.state },
  role: roleNames,
  kind: directory.kinds,
  level: audit.levels,
  scopes: scopeNames,
};

const YES: Words = { true: audit.yes, false: audit.no };

/** A value as people read it; links to other things come as names already. */
export function wordOf(field: string, value: string | null): string {
  if (value === null) return audit.none;
  const words = VALUES[field];
  if (words)
    return value
      .split(", ")
      .map((part) => words[part] ?? part)
      .join(", ");
  if (/_at$/.test(field)) return formatMoment(value);
  if (/_on$|^valid_/.test(field)) return formatDay(value);
  if (/^(numerator|denominator)$/.test(field)) return formatNumber(value);
  return YES[value] ?? value;
}
