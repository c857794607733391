/** How a row of the sheet is read: its worth, its jump since the period before, its sentences. */

import { compared, difference, percentage, quotient } from "../../../lib/decimal";
import { formatNumber, formatShare, NONE } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { entry as words } from "../../../words/vi/entry";
import { bare, type Measured } from "../reading/numbers";
import type { Fault, Numbers } from "./checks";
import type { Line, SheetRow } from "./queries";
import * as row from "./rowState";
import type { Row } from "./stores";

/** A move of this many points or more asks for a note, as the server's rules have it. */
const JUMP_POINTS = "20";

/** What `reading/numbers` needs of an indicator. */
export function measured(line: Line): Measured {
  return { ...line, stepsTotal: line.steps.length };
}

/** Numbers as one word: `58,4%` for a ratio, else the number; `-` where nothing stands. */
export function worthText(line: Line, { numerator, denominator }: Numbers): string {
  if (line.measure === "ratio") return formatShare(numerator, denominator);
  if (numerator === null) return NONE;
  // A score of several things is the mean of their points.
  return bare(measured(line), denominator === null ? numerator : quotient(numerator, denominator, 2));
}

/** Numbers as a person entered them: `36/34`, or the single number. */
export function pairText(line: Line, { numerator, denominator }: Numbers): string {
  if (numerator === null && denominator === null) return words.noValue;
  if (line.measure !== "ratio" && denominator === null) return bare(measured(line), numerator);
  return `${formatNumber(numerator)}/${formatNumber(denominator)}`;
}

/** The numbers that are typed, where they are understood and can be true. */
export function typedNumbers(state: Row): Numbers {
  const payload = row.payloadOf(state);
  const isTrue = payload !== null && row.faults(state).length === 0;
  return isTrue ? payload : { numerator: null, denominator: null };
}

/** By how many percentage points a ratio moved since the period before; null without both. */
export function jumpOf(line: Line, previous: Numbers | null, now: Numbers): string | null {
  if (line.measure !== "ratio" || previous === null) return null;
  const before = shareOf(previous);
  const after = shareOf(now);
  return before === null || after === null ? null : difference(after, before);
}

function shareOf({ numerator, denominator }: Numbers): string | null {
  return numerator === null || denominator === null ? null : percentage(numerator, denominator, 6);
}

/** Without its sign. */
export function size(number: string): string {
  return number.replace(/^-/, "");
}

/** The sentence that asks why a rate jumped; null when it did not, or when a note says why. */
export function jumpWarning({ indicator, previous }: SheetRow, state: Row): string | null {
  if (state.note.trim() !== "") return null;
  const jump = jumpOf(indicator, previous, typedNumbers(state));
  if (jump === null || compared(size(jump), JUMP_POINTS) < 0) return null;
  const sentence = jump.startsWith("-") ? words.jumpDown : words.jumpUp;
  return t(sentence, { points: formatNumber(size(jump), 1) });
}

/** A fault in words. */
export function sentenceOf({ code, params }: Fault): string {
  return words.faults[code].replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
}

/** A sentence about a row, and the input that it belongs to. */
export interface Remark {
  at: Fault["at"];
  text: string;
}

/** What is wrong with a row and may be shown now. */
export function remarksOf(state: Row): Remark[] {
  if (state.refusals.length > 0) return state.refusals.map(({ at, message }) => ({ at, text: message }));
  if (!state.checked) return [];
  return row.faults(state).map((fault) => ({ at: fault.at, text: sentenceOf(fault) }));
}

/** Whether the person may change the row now. */
export function isEditable(sheetRow: SheetRow, state: Row | undefined): boolean {
  const value = state?.value ?? sheetRow.value;
  return value === null ? sheetRow.may_edit : value.may.edit;
}

/** Whether something stands in the row. */
export function isEntered(state: Row | undefined): boolean {
  if (!state) return false;
  const payload = row.payloadOf(state);
  return payload === null || payload.numerator !== null;
}
