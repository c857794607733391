/** A notice in words, and the page that it leads to. */
import type { LinkProps } from "@tanstack/react-router";
import { dayOf } from "../../lib/format";
import { t } from "../../lib/i18n";
import { notices as words } from "../../words/vi/notices";
import type { Notice } from "./queries";

type Counts = Partial<Record<"overdue" | "due" | "returned" | "review", number | null>>;

/** `3 việc đến hạn, 1 bị trả lại`: what a day brings, the most pressing first. */
export function countsWords(counts: Counts): string {
  const { digest } = words;
  const parts = (["overdue", "due", "returned", "review"] as const).flatMap((name) => {
    const count = counts[name];
    return count ? [t(digest[name], { count })] : [];
  });
  return parts.join(", ");
}

/** What happened, in one line. */
export function sentenceOf({ kind, count, facts }: Notice): string {
  const filled = {
    by: facts.by_name ?? "",
    code: facts.code ?? "",
    unit: facts.unit ?? "",
    period: facts.period ?? "",
    text: countsWords(facts),
    count,
  };
  if (count > 1 && kind in words.many) return t(words.many[kind as keyof typeof words.many], filled);
  return t(words.kinds[kind], filled);
}

/** What stands under it: what it is about, and what was written with it. */
export function detailsOf({ count, facts }: Notice): string[] {
  const title = count > 1 ? null : facts.title;
  const text = facts.text ? t(words.quote, { text: facts.text }) : null;
  return [title, text].filter((part): part is string => Boolean(part));
}

type To = Pick<LinkProps, "to" | "params" | "search">;

/** The page on which one goes on. */
export function linkOf({ kind, subject, subject_id, count, facts }: Notice): To {
  const code = facts.code ?? "";
  const unit = facts.unit_code ?? undefined;
  const period = facts.period ?? undefined;
  if (subject === "day") return { to: "/viec-cua-toi" };
  if (subject === "assignment")
    return count > 1 ? { to: "/nhiem-vu" } : { to: "/nhiem-vu/$ref", params: { ref: code } };
  if (kind === "value_submitted") {
    const so = count > 1 ? undefined : (subject_id ?? undefined);
    return { to: "/duyet", search: { ky: period, "don-vi": unit, so } };
  }
  if (kind === "value_returned" || kind === "value_reopened")
    return { to: "/nhap-so-lieu/{-$period}", params: { period }, search: { "don-vi": unit, o: code } };
  const the = subject === "indicator" ? "trao-doi" : "so-lieu";
  return { to: "/chi-tieu/$code", params: { code }, search: { the } };
}

/** Notices by the day on which they came, as they stand in the list. */
export function byDay(rows: readonly Notice[]): [string, Notice[]][] {
  const days = new Map<string, Notice[]>();
  for (const row of rows) {
    const day = dayOf(row.at);
    const there = days.get(day);
    if (there) there.push(row);
    else days.set(day, [row]);
  }
  return [...days];
}
