/**
 * The rows of one entry sheet at work: applies the pure steps of `rowState`, sends what is due, tries again when the
 * network is away, and keeps a draft of everything that the server does not have yet.
 *
 * A save that found no server is repeated with the same key until it is answered; only then does a newer text set
 * out. So the server takes each save once and in order, whatever the network does.
 */

import { asProblem, type ProblemError } from "../../../api/problem";
import { type DraftShelf, draftOf, restored } from "./drafts";
import * as row from "./rowState";
import * as steps from "./rowSteps";
import type { NumberField, Shape } from "./shape";

/** Seconds between tries while no server is in reach; the last one repeats. */
export const RETRY_SECONDS = [2, 5, 15, 60] as const;
/** How long a person pauses before what they typed sets out. */
export const IDLE_MS = 600;

/** A move of a value's life that whoever enters it can make. */
export type EntererMove = "submissions" | "withdrawals";

/** The server as a sheet needs it. Failures are `ProblemError`s. */
export interface Doors<V extends row.Kept> {
  save(code: string, sent: row.Sent): Promise<V>;
  move(value: V, move: EntererMove): Promise<V>;
  /** The value as it stands; null when there is none. */
  current(code: string): Promise<V | null>;
}

/** A row as it arrives from the server. */
export interface Arrived<V> {
  code: string;
  shape: Shape;
  value: V | null;
}

/** The live rows of one unit in one period. */
export interface EntryStore<V extends row.Kept> {
  load(rows: Arrived<V>[]): Promise<void>;
  get(code: string): row.RowState<V> | undefined;
  all(): ReadonlyMap<string, row.RowState<V>>;
  subscribe(listener: () => void): () => void;
  type(code: string, field: NumberField, text: string): void;
  choose(code: string, numbers: Parameters<typeof steps.chosen>[1]): void;
  note(code: string, text: string): void;
  settle(code: string): void;
  keep(code: string, whose: "mine" | "theirs"): void;
  /** When the server last kept something; null before the first save. */
  savedAt(): Date | null;
  /** Try everything that waits, now. */
  retry(): void;
  /** Hands a row in or takes it back; throws the `ProblemError` of a refusal. */
  move(code: string, move: EntererMove): Promise<void>;
}

/** A store whose drafts lie under `prefix` on the shelf. */
export function entryStore<V extends row.Kept>(
  prefix: string,
  doors: Doors<V>,
  shelf: DraftShelf,
): EntryStore<V> {
  let rows: ReadonlyMap<string, row.RowState<V>> = new Map();
  const listeners = new Set<() => void>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const pushing = new Set<string>();
  let savedAt: Date | null = null;

  function set(code: string, next: row.RowState<V>): void {
    rows = new Map(rows).set(code, next);
    for (const listener of listeners) listener();
  }

  function apply(code: string, step: (state: row.RowState<V>) => row.RowState<V>): void {
    const state = rows.get(code);
    if (!state) return;
    const next = step(state);
    set(code, next);
    keepDraft(code, next);
  }

  /** A full or forbidden disk must not stop the typing: the text is still on the screen and on its way. */
  function keepDraft(code: string, state: row.RowState<V>): void {
    const needed = row.isTouched(state) || state.theirs !== null;
    void (needed ? shelf.put(prefix + code, draftOf(state)) : shelf.remove(prefix + code)).catch(
      () => undefined,
    );
  }

  function later(code: string, ms: number): void {
    clearTimeout(timers.get(code));
    timers.set(
      code,
      setTimeout(() => void push(code), ms),
    );
  }

  async function push(code: string): Promise<void> {
    clearTimeout(timers.get(code));
    const state = rows.get(code);
    if (!state || pushing.has(code)) return;
    const sent = state.sent ?? fresh(state);
    if (sent === null) return;
    pushing.add(code);
    if (state.sent === null) apply(code, (now) => steps.sending(now, sent));
    try {
      const value = await doors.save(code, sent);
      savedAt = new Date();
      apply(code, (now) => steps.answered(now, value));
    } catch (error) {
      await failed(code, asProblem(error));
    } finally {
      pushing.delete(code);
    }
    const now = rows.get(code);
    if (now && now.attempt === 0 && row.due(now) !== null) later(code, 0);
  }

  function fresh(state: row.RowState<V>): row.Sent | null {
    const payload = row.due(state);
    return payload && { key: crypto.randomUUID(), payload, version: state.value?.version ?? null };
  }

  async function failed(code: string, problem: ProblemError): Promise<void> {
    if (isAway(problem)) {
      apply(code, steps.unreachable);
      const tries = rows.get(code)?.attempt ?? 1;
      // Without a session, repeating asks the person to sign in again and again: wait for them to come back.
      if (problem.status !== 401) later(code, 1000 * (RETRY_SECONDS[tries - 1] ?? 60));
      return;
    }
    if ([409, 412, 428].includes(problem.status)) {
      const theirs = await doors.current(code).catch(() => undefined);
      if (theirs !== undefined) return apply(code, (now) => steps.overtaken(now, theirs));
    }
    apply(code, (now) => steps.refused(now, refusalsOf(problem)));
  }

  return {
    async load(arrived) {
      const drafts = await shelf.all(prefix).catch(() => new Map());
      const next = new Map<string, row.RowState<V>>();
      for (const { code, shape, value } of arrived) {
        const live = rows.get(code);
        const draft = drafts.get(code);
        if (live) next.set(code, steps.refreshed(live, value));
        else next.set(code, draft ? restored(shape, value, draft) : steps.opened(shape, value));
      }
      rows = next;
      for (const listener of listeners) listener();
      for (const code of next.keys()) void push(code);
    },
    get: (code) => rows.get(code),
    all: () => rows,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    type(code, field, text) {
      apply(code, (state) => steps.typed(state, field, text));
      later(code, IDLE_MS);
    },
    choose(code, numbers) {
      apply(code, (state) => steps.chosen(state, numbers));
      void push(code);
    },
    note(code, text) {
      apply(code, (state) => steps.noted(state, text));
      later(code, IDLE_MS);
    },
    settle(code) {
      apply(code, steps.settled);
      void push(code);
    },
    keep(code, whose) {
      apply(code, whose === "mine" ? steps.keptMine : steps.keptTheirs);
      void push(code);
    },
    savedAt: () => savedAt,
    retry() {
      for (const code of rows.keys()) void push(code);
    },
    async move(code, move) {
      const value = rows.get(code)?.value;
      if (!value) return;
      try {
        const moved = await doors.move(value, move);
        apply(code, (state) => steps.answered(state, moved));
      } catch (error) {
        const problem = asProblem(error);
        const now =
          problem.status === 412 || problem.status === 409
            ? await doors.current(code).catch(() => null)
            : null;
        if (now) apply(code, (state) => steps.refreshed(state, now));
        else if (!isAway(problem)) apply(code, (state) => steps.refused(state, refusalsOf(problem)));
        throw problem;
      }
    },
  };
}

/** Whether the server was not reached or could not work just now, so that the same save may succeed later. */
function isAway(problem: ProblemError): boolean {
  return problem.status === 0 || problem.status === 401 || problem.status === 429 || problem.status >= 500;
}

const PLACES: Record<string, row.Refusal["at"]> = {
  "/numerator": "numerator",
  "/denominator": "denominator",
  "/note": "note",
};

/** The server's sentences, each at its input; a refusal without one stands under the whole row. */
export function refusalsOf(problem: ProblemError): row.Refusal[] {
  if (problem.faults.length === 0) return [{ at: "row", message: problem.detail }];
  return problem.faults.map(({ pointer, message }) => ({ at: PLACES[pointer] ?? "row", message }));
}
