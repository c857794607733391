/** Deadlines in words. */
import { formatDay } from "../../lib/format";
import { t } from "../../lib/i18n";
import { assignments as words } from "../../words/vi/assignments";
import { work } from "../../words/vi/work";
import type { Brief, Deadline } from "./queries";

/** A deadline as it was set: a day, how often, after what, or that there is none. */
export function deadlineWords(deadline: Deadline): string {
  if (deadline.kind === "recurring" && deadline.every)
    return t(words.everyNext, { every: words.every[deadline.every], day: formatDay(deadline.due_on) });
  if (deadline.kind === "dated") return formatDay(deadline.due_on);
  if (deadline.kind === "relative" && deadline.days !== null)
    return deadline.text ?? t(words.daysAfter, { days: deadline.days });
  return deadline.text ?? words.constant;
}

/** How many days are left, where that is pressing: `Quá hạn 3 ngày`, `Hôm nay`, `Còn 5 ngày`; else nothing. */
export function pressing(row: Pick<Brief, "lateness" | "days_left">): string | null {
  if (row.days_left === null) return null;
  if (row.lateness === "overdue") return t(work.due.over, { days: Math.max(1, -row.days_left) });
  if (row.lateness === "today") return work.due.today;
  return row.lateness === "soon" ? t(work.due.left, { days: row.days_left }) : null;
}

/** The same from the days alone, for one's own work. */
export function daysWords(days: number): string {
  if (days < 0) return t(work.due.over, { days: -days });
  return days === 0 ? work.due.today : t(work.due.left, { days });
}
