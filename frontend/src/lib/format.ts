/**
 * The only place that writes numbers, rates and dates for people. Everything comes in as the API gives it: decimal
 * strings ("1234.5"), days ("2026-11-22") and moments (ISO 8601). What is missing is written `-`, never 0.
 */

import { dates } from "../words/vi/dates";
import { percentage, rounded, trimmed } from "./decimal";
import { t } from "./i18n";

/** What stands where there is no value. */
export const NONE = "-";

const ZONE = "Asia/Ho_Chi_Minh";

function marked(plain: string): string {
  const [whole = "0", decimals] = plain.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return decimals ? `${grouped},${decimals}` : grouped;
}

/** `1.234,5`. With `decimals` the number is rounded to exactly so many; without, all its digits are kept. */
export function formatNumber(value: string | number | null | undefined, decimals?: number): string {
  if (value === null || value === undefined) return NONE;
  const text = String(value);
  return marked(decimals === undefined ? trimmed(text) : rounded(text, decimals));
}

/** `58,4%`: a percent to one decimal. Exactly 0 and 100 carry no decimal, so that 99,97 never looks like 100. */
export function formatRate(value: string | number | null | undefined, decimals = 1): string {
  if (value === null || value === undefined) return NONE;
  const plain = trimmed(String(value));
  return `${marked(plain === "100" || plain === "0" ? plain : rounded(plain, decimals))}%`;
}

/** `70%`, `99,5%`: a percent that somebody set, written with the digits it was set with. */
export function formatTargetRate(value: string | number | null | undefined): string {
  return value === null || value === undefined ? NONE : `${marked(trimmed(String(value)))}%`;
}

/** `58,4%` from a numerator and a denominator, rounded once from the exact fraction; `-` when a part is missing. */
export function formatShare(
  numerator: string | null | undefined,
  denominator: string | null | undefined,
  decimals = 1,
): string {
  if (numerator == null || denominator == null) return NONE;
  const exact = percentage(numerator, denominator, decimals);
  if (exact === null) return NONE;
  const whole = trimmed(numerator) === trimmed(denominator) || trimmed(numerator) === "0";
  return `${marked(whole ? trimmed(exact) : exact)}%`;
}

/** `+6,4` or `-0,5`: a difference of percents in points, to one decimal. */
export function formatPoints(value: string, decimals = 1): string {
  const text = marked(rounded(value, decimals));
  return text.startsWith("-") || /^[0,]+$/.test(text) ? text : `+${text}`;
}

/** `22/11/2026` from `2026-11-22`. */
export function formatDay(day: string | null | undefined): string {
  if (!day) return NONE;
  const [year, month, date] = day.slice(0, 10).split("-");
  return `${date}/${month}/${year}`;
}

/** `22/11` from `2026-11-22`, where the year is plain from what stands beside it. */
export function formatDayShort(day: string): string {
  return formatDay(day).slice(0, 5);
}

let clockParts: Intl.DateTimeFormat | undefined;

function partsInZone(moment: string | Date): { day: string; time: string } {
  clockParts ??= new Intl.DateTimeFormat("en-GB", {
    timeZone: ZONE,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = clockParts.formatToParts(typeof moment === "string" ? new Date(moment) : moment);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { day: `${of("year")}-${of("month")}-${of("day")}`, time: `${of("hour")}:${of("minute")}` };
}

/** The day on which a moment falls in Viet Nam, as `2026-11-22`. */
export function dayOf(moment: string | Date): string {
  return partsInZone(moment).day;
}

/** `09:05`, the clock in Viet Nam. */
export function formatTime(moment: string | Date): string {
  return partsInZone(moment).time;
}

/** `09:05 22/11/2026`, the clock and day in Viet Nam. */
export function formatMoment(moment: string | null | undefined): string {
  if (!moment) return NONE;
  const { day, time } = partsInZone(moment);
  return `${time} ${formatDay(day)}`;
}

/** How many days lie from `from` to `to` (both `2026-11-22`); negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** How a deadline stands: `còn 5 ngày`, `hôm nay`, `quá hạn 3 ngày`. */
export function formatDeadline(due: string, today: string): string {
  const left = daysBetween(today, due);
  if (left === 0) return dates.today;
  return left > 0 ? t(dates.daysLeft, { days: left }) : t(dates.daysOver, { days: -left });
}

/** When something happened: `hôm nay`, `hôm qua`, else the day. `moment` is a day or a moment. */
export function formatWhen(moment: string, today: string): string {
  const day = moment.length > 10 ? dayOf(moment) : moment;
  const ago = daysBetween(day, today);
  if (ago === 0) return dates.today;
  return ago === 1 ? dates.yesterday : formatDay(day);
}
