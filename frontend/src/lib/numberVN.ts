/**
 * Reads a number that a person typed or pasted the Vietnamese way: dots between thousands, a comma before decimals.
 *
 * It never guesses silently. A number with one meaning is accepted; one that had to be turned around (`1,234.5`)
 * is accepted with an echo of what was understood; one with two meanings is asked about; the rest is refused with a
 * reason that words/ turns into a sentence. Values are exact decimal strings, never floats.
 */

import { trimmed } from "./decimal";
import { formatNumber } from "./format";

/** What is being typed: things that are counted (`1.234` is 1234), or rates and scores (`95.5` is 95,5). */
export type NumberKind = "count" | "rate";

/** Why a text is no number. */
export type RefusedNumber = "not_a_number" | "nothing_sign" | "negative";

/** What was made of a typed text. `value` and `choices` are decimal strings; `echo` is the value as screens write it. */
export type NumberReading =
  | { kind: "empty" }
  | { kind: "accept"; value: string }
  | { kind: "understood"; value: string; echo: string }
  | { kind: "ask"; choices: [string, string] }
  | { kind: "reject"; reason: RefusedNumber };

/** Signs that people write for "nothing": refused, because nothing occurred and not known yet are two things. */
const NOTHING = /^(?:[-–—/x×]+|n\/a|không|không có)$/i;
const UNITS = /\s*(?:%|₫|đ|đồng|vnđ|vnd)$/i;
const LONGEST = 40;

/** Reads `text` as a number of this kind. */
export function parseNumberVN(text: string, kind: NumberKind): NumberReading {
  // NFKC turns full-width digits and every kind of space that Excel and Word paste into the plain ones.
  const whole = text.normalize("NFKC").trim();
  if (whole === "") return { kind: "empty" };
  if (NOTHING.test(whole)) return { kind: "reject", reason: "nothing_sign" };
  const bare = whole.replace(UNITS, "").trim();
  if (/^[-−–]\s*\d/.test(bare)) return { kind: "reject", reason: "negative" };
  if (bare.length > LONGEST || !/^[\d.,\s]+$/.test(bare) || !/\d/.test(bare)) return refused();
  const digits = withoutSpaces(bare);
  return digits === null ? refused() : readMarks(digits, kind);
}

/** Spaces may only stand between groups of three digits. */
function withoutSpaces(text: string): string | null {
  if (!/\s/.test(text)) return text;
  return /^\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?$/.test(text) ? text.replace(/\s/g, "") : null;
}

function readMarks(text: string, kind: NumberKind): NumberReading {
  const dots = text.split(".").length - 1;
  const commas = text.split(",").length - 1;
  if (dots && commas) return readBoth(text);
  if (dots > 1) return isGrouped(text, ".") ? accepted(text.replaceAll(".", "")) : refused();
  if (commas > 1) return isGrouped(text, ",") ? understood(text.replaceAll(",", "")) : refused();
  if (dots) return readOneDot(text, kind);
  if (commas) return readOneComma(text, kind);
  return accepted(text);
}

/** The mark that stands last is the decimal mark; the other has to separate thousands properly. */
function readBoth(text: string): NumberReading {
  const commaLast = text.lastIndexOf(",") > text.lastIndexOf(".");
  const [decimal, group] = commaLast ? [",", "."] : [".", ","];
  const parts = text.split(decimal);
  const [front = "", back = ""] = parts;
  if (parts.length !== 2 || back === "" || !isGrouped(front, group)) return refused();
  const value = `${front.replaceAll(group, "")}.${back}`;
  return commaLast ? accepted(value) : understood(value);
}

function readOneDot(text: string, kind: NumberKind): NumberReading {
  if (isGrouped(text, ".")) {
    return kind === "count" ? accepted(text.replace(".", "")) : asked(text.replace(".", ""), text);
  }
  const value = withDecimals(text, ".");
  if (value === null) return refused();
  return kind === "rate" ? accepted(value) : understood(value);
}

function readOneComma(text: string, kind: NumberKind): NumberReading {
  const value = withDecimals(text, ",");
  if (value === null) return refused();
  // Nobody counts people in thousandths: `1,234` may well be a thousand written the English way.
  if (kind === "count" && isGrouped(text, ",")) return asked(text.replace(",", ""), value);
  return accepted(value);
}

/** `12.34` or `12,34` as a decimal string; null when a side of the mark is empty. */
function withDecimals(text: string, mark: string): string | null {
  const [front = "", back = ""] = text.split(mark);
  return front === "" || back === "" ? null : `${front}.${back}`;
}

/** Whether `text` is digits in groups of three, as in `1.234.567`; a leading zero is no group. */
function isGrouped(text: string, mark: string): boolean {
  const [first = "", ...rest] = text.split(mark);
  return rest.length > 0 && /^[1-9]\d{0,2}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part));
}

function accepted(value: string): NumberReading {
  return { kind: "accept", value: trimmed(value) };
}

function understood(value: string): NumberReading {
  return { kind: "understood", value: trimmed(value), echo: formatNumber(value) };
}

function asked(big: string, small: string): NumberReading {
  return { kind: "ask", choices: [trimmed(big), trimmed(small)] };
}

function refused(): NumberReading {
  return { kind: "reject", reason: "not_a_number" };
}
