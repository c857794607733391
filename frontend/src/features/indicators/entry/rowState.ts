/**
 * One row of the entry sheet between the keyboard and the server: what was typed, what is on its way, what the server
 * said; and what follows from that. The steps from one state to the next are in `rowSteps`.
 */

import { compared } from "../../../lib/decimal";
import type { NumberReading } from "../../../lib/numberVN";
import { type Fault, faultsOf, missingOf, type Numbers } from "./checks";
import type { Shape } from "./shape";

/** What the server keeps of a row; the fields that saving needs of the API's value. */
export interface Kept extends Numbers {
  id: string;
  version: number;
  note: string | null;
}

/** The body of a save: the whole row. */
export interface Payload extends Numbers {
  note: string | null;
}

/** The newest save under way. A repeat carries the same key and body, so that the server does it once. */
export interface Sent {
  key: string;
  payload: Payload;
  /** The version that it changes; null for a new value. */
  version: number | null;
}

/** What the inputs of a row hold. */
export type Inputs = Pick<RowState, "numerator" | "denominator" | "note">;

/** A typed number and what was made of it. */
export interface Typed {
  text: string;
  reading: NumberReading;
}

/** A refusal by the server: its sentence, and the input it is about. */
export interface Refusal {
  at: Fault["at"];
  message: string;
}

/** One row of the sheet. `V` is the API's value, of which only `Kept` matters here. */
export interface RowState<V extends Kept = Kept> {
  shape: Shape;
  /** As the server last gave it; null while there is none. */
  value: V | null;
  numerator: Typed;
  denominator: Typed;
  note: string;
  /** Whether the person has left the cell, so that faults may be shown. */
  checked: boolean;
  sent: Sent | null;
  /** How often the save under way found no server; 0 while all is well. */
  attempt: number;
  refusals: Refusal[];
  /** What somebody else wrote meanwhile; the person has to choose. */
  theirs: V | null;
  /** Whether something was saved since the page opened. */
  saved: boolean;
}

/** The body that the typed texts amount to; null while a number is not understood. */
export function payloadOf(state: RowState): Payload | null {
  const numerator = exactOf(state.numerator);
  const denominator = state.shape.paired ? exactOf(state.denominator) : null;
  if (numerator === undefined || denominator === undefined) return null;
  return { numerator, denominator, note: state.note.normalize("NFC").trim() || null };
}

function exactOf({ reading }: Typed): string | null | undefined {
  if (reading.kind === "empty") return null;
  return reading.kind === "accept" || reading.kind === "understood" ? reading.value : undefined;
}

/** The save that is due now; null when nothing is, or when a fault or a conflict comes first. */
export function due(state: RowState): Payload | null {
  if (state.theirs !== null || state.refusals.length > 0) return null;
  const payload = payloadOf(state);
  if (payload === null || faultsOf(state.shape, payload).length > 0) return null;
  return isSame(payload, goingOn(state)) ? null : payload;
}

/** Whether something stands in the row that is neither on the server nor on its way. */
export function isUnsent(state: RowState): boolean {
  const payload = payloadOf(state);
  return payload === null || !isSame(payload, goingOn(state));
}

/** What the server will have once everything that is on its way has arrived. */
function goingOn({ sent, value }: RowState): Payload {
  return sent?.payload ?? value ?? NOTHING;
}

const NOTHING: Payload = { numerator: null, denominator: null, note: null };

/** Whether the texts differ from what the server keeps. */
export function isChanged(state: RowState): boolean {
  const payload = payloadOf(state);
  return payload === null || !isSame(payload, state.value ?? NOTHING);
}

/** Whether somebody's work is in the row that the server does not have yet. */
export function isTouched(state: RowState): boolean {
  return state.sent !== null || isChanged(state);
}

/** Whether two rows of inputs mean the same, however their numbers are written. */
export function isSameInput(a: Inputs, b: Inputs): boolean {
  const same = (x: Typed, y: Typed) => {
    const [one, other] = [exactOf(x), exactOf(y)];
    if (one == null || other == null) return one === other && x.text.trim() === y.text.trim();
    return compared(one, other) === 0;
  };
  return (
    same(a.numerator, b.numerator) &&
    same(a.denominator, b.denominator) &&
    a.note.normalize("NFC").trim() === b.note.normalize("NFC").trim()
  );
}

/** Whether two rows hold the same numbers and note, however they are written. */
export function isSame(a: Payload, b: Payload): boolean {
  const same = (x: string | null, y: string | null) =>
    x === null || y === null ? x === y : compared(x, y) === 0;
  return (
    same(a.numerator, b.numerator) && same(a.denominator, b.denominator) && (a.note ?? "") === (b.note ?? "")
  );
}

/** Everything wrong with what is typed, whether or not it may be shown yet. */
export function faults(state: RowState): Fault[] {
  const unread = (["numerator", "denominator"] as const).flatMap((at): Fault[] => {
    const { reading, text } = state[at];
    if (reading.kind !== "reject") return [];
    // Only a ratio has a button for "nothing occurred"; of a single number there are simply 0.
    const single = reading.reason === "nothing_sign" && state.shape.measure !== "ratio";
    return [{ at, code: single ? "nothing_sign_single" : reading.reason, params: { text: text.trim() } }];
  });
  const payload = payloadOf(state);
  return payload === null ? unread : faultsOf(state.shape, payload);
}

/** What a row shows beside its numbers. */
export type Mark = "error" | "conflict" | "ask" | "waiting" | "saving" | "unsaved" | "saved" | "none";

/** The one mark of a row; the most pressing wins. */
export function markOf(state: RowState): Mark {
  if (state.theirs !== null) return "conflict";
  if (state.refusals.length > 0 || (state.checked && faults(state).length > 0)) return "error";
  if (isAsking(state) && state.checked) return "ask";
  if (state.attempt > 0) return "waiting";
  if (state.sent !== null) return "saving";
  if (isChanged(state)) return "unsaved";
  return state.saved ? "saved" : "none";
}

function isAsking(state: RowState): boolean {
  return state.numerator.reading.kind === "ask" || state.denominator.reading.kind === "ask";
}

/** Whether the row is saved, complete and true, so that it can be handed in. */
export function isComplete(state: RowState): boolean {
  if (state.value === null || isTouched(state) || state.theirs !== null) return false;
  return missingOf(state.shape, state.value).length === 0 && faultsOf(state.shape, state.value).length === 0;
}

/** Whether a person entered that nothing occurred: 0 of 0. */
export function isNothingOccurred(state: RowState): boolean {
  const payload = payloadOf(state);
  const isZero = (text: string | null | undefined) => text != null && compared(text, "0") === 0;
  return state.shape.measure === "ratio" && isZero(payload?.numerator) && isZero(payload?.denominator);
}

/** Whether "nothing occurred" is on offer: a ratio of which nothing stands yet, or a sign that people write for it. */
export function offersNothing({ shape, numerator, denominator }: RowState): boolean {
  const isFree = ({ text, reading }: Typed) =>
    text === "" || (reading.kind === "reject" && reading.reason === "nothing_sign");
  return shape.measure === "ratio" && isFree(numerator) && isFree(denominator);
}
