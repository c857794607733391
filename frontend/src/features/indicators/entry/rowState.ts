/**
 * The life of one row of the entry sheet between the keyboard and the server, as pure functions: what was typed,
 * what is on its way, what the server said. Nothing typed is ever dropped by a step here; only the person decides
 * between two numbers.
 */

import { compared } from "../../../lib/decimal";
import { formatNumber } from "../../../lib/format";
import { type NumberReading, parseNumberVN } from "../../../lib/numberVN";
import { type Fault, faultsOf, missingOf, type Numbers } from "./checks";
import type { NumberField, Shape } from "./shape";

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

/** A save under way. A repeat carries the same key and body, so that the server does it once. */
export interface Sent {
  key: string;
  payload: Payload;
  /** The version that it changes; null for a new value. */
  version: number | null;
}

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

const EMPTY: Typed = { text: "", reading: { kind: "empty" } };

/** A row as the sheet brings it. */
export function opened<V extends Kept>(shape: Shape, value: V | null): RowState<V> {
  return {
    shape,
    value,
    ...shownOf(value),
    checked: false,
    sent: null,
    attempt: 0,
    refusals: [],
    theirs: null,
    saved: false,
  };
}

function shownOf(value: Kept | null): Pick<RowState, "numerator" | "denominator" | "note"> {
  return {
    numerator: typedOf(value?.numerator ?? null),
    denominator: typedOf(value?.denominator ?? null),
    note: value?.note ?? "",
  };
}

/** An exact value as a settled cell holds it. */
export function typedOf(value: string | null): Typed {
  return value === null ? EMPTY : { text: formatNumber(value), reading: { kind: "accept", value } };
}

/** A key was pressed in a number. Faults already in sight stay up to date; new ones wait until the cell is left. */
export function typed<V extends Kept>(state: RowState<V>, field: NumberField, text: string): RowState<V> {
  const inSight = state.checked && faults(state).length > 0;
  return {
    ...state,
    [field]: { text, reading: parseNumberVN(text, state.shape.kind) },
    checked: inSight,
    refusals: [],
  };
}

/** Exact values were chosen: from a list, between two meanings, or "nothing occurred". */
export function chosen<V extends Kept>(state: RowState<V>, numbers: Partial<Numbers>): RowState<V> {
  const next: RowState<V> = { ...state, checked: true, refusals: [] };
  if (numbers.numerator !== undefined) next.numerator = typedOf(numbers.numerator);
  if (numbers.denominator !== undefined) next.denominator = typedOf(numbers.denominator);
  return next;
}

/** A key was pressed in the note. */
export function noted<V extends Kept>(state: RowState<V>, note: string): RowState<V> {
  return { ...state, note, refusals: [] };
}

/** A cell was left: what was understood is written the usual way, what was not stays as typed, with its fault. */
export function settled<V extends Kept>(state: RowState<V>): RowState<V> {
  return { ...state, numerator: tidy(state.numerator), denominator: tidy(state.denominator), checked: true };
}

function tidy(cell: Typed): Typed {
  const { reading } = cell;
  if (reading.kind === "empty") return EMPTY;
  return reading.kind === "accept" || reading.kind === "understood"
    ? { text: formatNumber(reading.value), reading }
    : cell;
}

/** A save of the row set out. */
export function sending<V extends Kept>(state: RowState<V>, sent: Sent): RowState<V> {
  return { ...state, sent };
}

/** The server kept the row, or moved it along its life. What was typed since then is still there. */
export function answered<V extends Kept>(state: RowState<V>, value: V): RowState<V> {
  const next = { ...state, value, sent: null, attempt: 0, refusals: [], theirs: null, saved: true };
  return isChanged(next) ? next : { ...next, note: value.note ?? "" };
}

/** No server in reach: the same save waits for another try. */
export function unreachable<V extends Kept>(state: RowState<V>): RowState<V> {
  return { ...state, attempt: state.attempt + 1 };
}

/** The server refused; the typed text stays for mending. */
export function refused<V extends Kept>(state: RowState<V>, refusals: Refusal[]): RowState<V> {
  return { ...state, sent: null, attempt: 0, refusals };
}

/** Somebody else changed the row. The same numbers are no conflict. */
export function overtaken<V extends Kept>(state: RowState<V>, theirs: V | null): RowState<V> {
  const bare = { ...state, sent: null, attempt: 0, refusals: [] };
  const mine = payloadOf(state) ?? state.sent?.payload ?? null;
  if (theirs === null || (mine !== null && isSame(mine, theirs)))
    return { ...bare, value: theirs, theirs: null };
  return { ...bare, theirs };
}

/** The person lets the other's numbers stand. */
export function keptTheirs<V extends Kept>(state: RowState<V>): RowState<V> {
  return { ...state, value: state.theirs, ...shownOf(state.theirs), theirs: null, checked: true };
}

/** The person puts their own numbers over the other's. */
export function keptMine<V extends Kept>(state: RowState<V>): RowState<V> {
  return { ...state, value: state.theirs, theirs: null };
}

/**
 * A sheet came. A row that somebody is working on is left alone: its save will tell what happened. A copy older than
 * what a save brought back is passed over; values are never deleted, so a missing one is such a copy too.
 */
export function refreshed<V extends Kept>(state: RowState<V>, value: V | null): RowState<V> {
  if (state.value !== null && (value === null || value.version < state.value.version)) return state;
  if (state.sent !== null || state.theirs !== null || isTouched(state)) return state;
  if (value !== null && value.version === state.value?.version) return { ...state, value };
  return { ...opened(state.shape, value), saved: state.saved };
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

/** The save that is due now; null when nothing is, or when a fault, a conflict or a save under way comes first. */
export function due(state: RowState): Payload | null {
  if (state.sent !== null || state.theirs !== null || state.refusals.length > 0) return null;
  const payload = payloadOf(state);
  if (payload === null || faultsOf(state.shape, payload).length > 0) return null;
  return isSameAs(payload, state.value) ? null : payload;
}

/** Whether the texts differ from what the server keeps. */
export function isChanged(state: RowState): boolean {
  const payload = payloadOf(state);
  return payload === null || !isSameAs(payload, state.value);
}

/** Whether somebody's work is in the row that the server does not have yet. */
export function isTouched(state: RowState): boolean {
  return state.sent !== null || isChanged(state);
}

function isSameAs(payload: Payload, value: Kept | null): boolean {
  return isSame(payload, value ?? { numerator: null, denominator: null, note: null });
}

function isSame(a: Payload, b: Payload): boolean {
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
    return reading.kind === "reject" ? [{ at, code: reading.reason, params: { text: text.trim() } }] : [];
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
