/**
 * The steps of a row's life as pure functions: a key pressed, a cell left, a save sent, an answer heard. No step ever
 * drops what was typed; only the person decides between two numbers.
 */

import { formatNumber } from "../../../lib/format";
import { parseNumberVN } from "../../../lib/numberVN";
import type { Numbers } from "./checks";
import {
  faults,
  type Inputs,
  isChanged,
  isSame,
  isTouched,
  type Kept,
  type Payload,
  payloadOf,
  type Refusal,
  type RowState,
  type Sent,
  type Typed,
} from "./rowState";
import type { NumberField, Shape } from "./shape";

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

/** What the inputs show of exact numbers. */
export function shownOf(value: Payload | null): Inputs {
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

/** Texts were put into a row from elsewhere; an empty text empties its cell. */
export function filled<V extends Kept>(
  state: RowState<V>,
  cells: Partial<Record<NumberField | "note", string>>,
): RowState<V> {
  const next: RowState<V> = { ...state, checked: true, refusals: [] };
  for (const field of ["numerator", "denominator"] as const) {
    const text = cells[field];
    if (text !== undefined) next[field] = { text, reading: parseNumberVN(text, state.shape.kind) };
  }
  if (cells.note !== undefined) next.note = cells.note;
  return settled(next);
}

/** The inputs hold again what they held at another time. */
export function putBack<V extends Kept>(state: RowState<V>, inputs: Inputs): RowState<V> {
  const { numerator, denominator, note } = inputs;
  return settled({ ...state, numerator, denominator, note, refusals: [] });
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

/** The server kept an earlier save of the row; a newer one is still on its way. */
export function advanced<V extends Kept>(state: RowState<V>, value: V): RowState<V> {
  return { ...state, value, attempt: 0 };
}

/** What was on its way was thrown away by the person: the server's numbers stand. */
export function dropped<V extends Kept>(state: RowState<V>): RowState<V> {
  return { ...opened(state.shape, state.value), saved: state.saved };
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
