import type { Act } from "../api/me";
import type { IconName } from "../ui/Icon";
import { shell } from "../words/vi/shell";

export interface Entry {
  to:
    | "/viec-cua-toi"
    | "/tong-quan"
    | "/nhap-so-lieu/{-$period}"
    | "/duyet"
    | "/khao-sat"
    | "/nhiem-vu"
    | "/ke-hoach"
    | "/to-chuc"
    | "/khoa-api"
    | "/nhat-ky"
    | "/tro-giup";
  label: string;
  /** What fits under an icon on a phone. */
  short: string;
  icon: IconName;
  act: Act;
  /** Carries a number: of values that wait for the person's review, or of everything that waits for them. */
  counted?: "review" | "work";
  /** A line stands above it. */
  line?: true;
  last?: true;
}

const ENTRIES: readonly Entry[] = [
  {
    to: "/viec-cua-toi",
    label: shell.work,
    short: shell.workShort,
    icon: "inbox",
    act: "assignment_work",
    counted: "work",
  },
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
    counted: "review",
  },
  {
    to: "/nhiem-vu",
    label: shell.assignments,
    short: shell.assignments,
    icon: "tasks",
    act: "assignment_read",
  },
  { to: "/khao-sat", label: shell.surveys, short: shell.surveys, icon: "survey", act: "survey_read" },
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
  { to: "/nhat-ky", label: shell.audit, short: shell.audit, icon: "history", act: "audit_read" },
  { to: "/tro-giup", label: shell.help, short: shell.help, icon: "help", act: "self", last: true },
];

/** The menu of somebody who may do `acts`. */
export function entriesOf(acts: readonly Act[]): Entry[] {
  return ENTRIES.filter((entry) => acts.includes(entry.act));
}
