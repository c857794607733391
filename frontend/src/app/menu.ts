import type { Act } from "../api/me";
import type { IconName } from "../ui/Icon";
import { shell } from "../words/vi/shell";

export interface Entry {
  to:
    | "/tong-quan"
    | "/nhap-so-lieu/{-$period}"
    | "/duyet"
    | "/ke-hoach"
    | "/to-chuc"
    | "/khoa-api"
    | "/tro-giup";
  label: string;
  /** What fits under an icon on a phone. */
  short: string;
  icon: IconName;
  act: Act;
  /** Carries the number of values that wait for the person's review. */
  counted?: true;
  /** A line stands above it. */
  line?: true;
  last?: true;
}

const ENTRIES: readonly Entry[] = [
  { to: "/tong-quan", label: shell.overview, short: shell.overview, icon: "overview", act: "value_read" },
  {
    to: "/nhap-so-lieu/{-$period}",
    label: shell.entry,
    short: shell.entryShort,
    icon: "entry",
    act: "value_write",
  },
  {
    to: "/duyet",
    label: shell.review,
    short: shell.review,
    icon: "review",
    act: "value_review",
    counted: true,
  },
  { to: "/ke-hoach", label: shell.plan, short: shell.plan, icon: "plan", act: "plan_read" },
  {
    to: "/to-chuc",
    label: shell.directory,
    short: shell.directoryShort,
    icon: "units",
    act: "person_read",
    line: true,
  },
  { to: "/khoa-api", label: shell.keys, short: shell.keys, icon: "key", act: "key_read" },
  { to: "/tro-giup", label: shell.help, short: shell.help, icon: "help", act: "self", last: true },
];

/** The menu of somebody who may do `acts`. */
export function entriesOf(acts: readonly Act[]): Entry[] {
  return ENTRIES.filter((entry) => acts.includes(entry.act));
}
