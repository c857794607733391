/**
 * The rows of one entry sheet at work: applies the pure steps of `rowState`, hands what is due to the outbox, hears
 * what became of it, keeps a draft of what cannot set out yet, and knows what can be undone.
 */

import { asProblem, type ProblemError } from "../../../api/problem";
import { uuid7 } from "../../../lib/uuid";
import { type DraftShelf, draftOf, type Held, restored } from "./drafts";
import * as past from "./history";
import * as row from "./rowState";
import * as steps from "./rowSteps";
import type { NumberField, Shape } from "./shape";

/** How long a person pauses before what they typed sets out. */
export const IDLE_MS = 400;

/** A move of a value's life that whoever enters it can make. */
export type EntererMove = "submissions" | "withdrawals";

/** The server as a sheet needs it besides saving. Failures are `ProblemError`s. */
export interface Doors<V extends row.Kept> {
  move(value: V, move: EntererMove): Promise<V>;
  /** The value as it stands; null when there is none. */
  current(code: string): Promise<V | null>;
}

/** What the outbox tells of a save. */
export type Post<V> = { code: string; key: string } & (
  | { kind: "answered"; value: V }
  | { kind: "refused"; problem: ProblemError }
  | { kind: "away" }
  | { kind: "dropped" }
);

/** The outbox as a sheet needs it. */
export interface Mail<V extends row.Kept> {
  /** Keeps saves; resolves once they would survive the end of the page. */
  post(saves: readonly { code: string; sent: row.Sent }[]): Promise<void>;
  /** What is kept of each row, in order. */
  held(): Promise<ReadonlyMap<string, Held[]>>;
  /** Throws away what waits of a row. */
  drop(code: string): Promise<void>;
  listen(listener: (post: Post<V>) => void): () => void;
}

/** A row as it arrives from the server. */
export interface Arrived<V> {
  code: string;
  shape: Shape;
  value: V | null;
}

/** Texts for the cells of a row; an empty text empties its cell. */
export interface Filling {
  code: string;
  cells: Partial<Record<NumberField | "note", string>>;
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
  /** Fills cells of many rows in one step. */
  fill(fillings: readonly Filling[]): void;
  /** Takes the last step back, or makes it again, in the rows that still are as the step left them; those rows. */
  undo(isOpen: (code: string) => boolean): string[];
  redo(isOpen: (code: string) => boolean): string[];
  keep(code: string, whose: "mine" | "theirs"): void;
  /** Hands a row in or takes it back; throws the `ProblemError` of a refusal. */
  move(code: string, move: EntererMove): Promise<void>;
}

/** A store whose drafts lie under `prefix` on the shelf. */
export function entryStore<V extends row.Kept>(
  prefix: string,
  doors: Doors<V>,
  mail: Mail<V>,
  shelf: DraftShelf,
): EntryStore<V> {
  type State = row.RowState<V>;
  let rows: ReadonlyMap<string, State> = new Map();
  let history = past.NO_HISTORY;
  const listeners = new Set<() => void>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Rows whose refused saves lie in the outbox. */
  const refusedRows = new Set<string>();
  /** Rows whose drafts lie on the shelf. */
  const drafted = new Set<string>();

  function set(changes: Iterable<readonly [string, State]>): void {
    const next = new Map(rows);
    for (const [code, state] of changes) next.set(code, state);
    rows = next;
    for (const listener of listeners) listener();
  }

  function apply(code: string, step: (state: State) => State): void {
    const state = rows.get(code);
    if (!state) return;
    set([[code, step(state)]]);
    keepDraft(code);
  }

  /** A full or forbidden disk must not stop the typing: the text is still on the screen and on its way. */
  function keepDraft(code: string): void {
    const state = rows.get(code);
    if (!state) return;
    const needed = row.isUnsent(state) || state.theirs !== null;
    if (!needed && !drafted.delete(code)) return;
    if (needed) drafted.add(code);
    void (needed ? shelf.put(prefix + code, draftOf(state)) : shelf.remove(prefix + code)).catch(
      () => undefined,
    );
  }

  /** Changes rows by the person's hand, so that it can be undone. */
  function edit(cell: string | null, changes: ReadonlyMap<string, (state: State) => State>): void {
    const done: past.RowChange[] = [];
    const next: [string, State][] = [];
    for (const [code, step] of changes) {
      const before = rows.get(code);
      if (!before) continue;
      const after = step(before);
      next.push([code, after]);
      done.push({ code, before, after });
    }
    if (done.length === 0) return;
    history = past.recorded(history, done, cell);
    set(next);
    for (const { code } of done) keepDraft(code);
  }

  function later(code: string): void {
    clearTimeout(timers.get(code));
    timers.set(
      code,
      setTimeout(() => void push([code]), IDLE_MS),
    );
  }

  /** Hands what is due of these rows to the outbox. The drafts stay until the outbox has it for good. */
  async function push(codes: readonly string[]): Promise<void> {
    const saves: { code: string; sent: row.Sent }[] = [];
    const next: [string, State][] = [];
    for (const code of codes) {
      clearTimeout(timers.get(code));
      const state = rows.get(code);
      const payload = state && row.due(state);
      if (state && !payload) tidyUp(code, state);
      if (!state || !payload) continue;
      const sent = { key: uuid7(), payload, version: state.value?.version ?? null };
      saves.push({ code, sent });
      next.push([code, steps.sending(state, sent)]);
      refusedRows.delete(code);
    }
    if (saves.length === 0) return;
    set(next);
    await mail.post(saves);
    for (const { code } of saves) keepDraft(code);
  }

  /** A refused save is no longer wanted once the row is as the server has it. */
  function tidyUp(code: string, state: State): void {
    if (refusedRows.has(code) && state.refusals.length === 0 && !row.isTouched(state) && !state.theirs) {
      refusedRows.delete(code);
      void mail.drop(code);
    }
  }

  function hear(post: Post<V>): void {
    const state = rows.get(post.code);
    if (!state) return;
    const isLatest = state.sent?.key === post.key;
    if (post.kind === "answered") {
      const { value } = post;
      apply(post.code, (now) => {
        if (isLatest) return steps.answered(now, value);
        return now.sent ? steps.advanced(now, value) : steps.refreshed(now, value);
      });
      void push([post.code]);
    } else if (post.kind === "away") {
      if (isLatest) set([[post.code, steps.unreachable(state)]]);
    } else if (post.kind === "refused") {
      if (isLatest) void failed(post.code, post.problem);
    } else if (isLatest || refusedRows.has(post.code)) {
      refusedRows.delete(post.code);
      apply(post.code, steps.dropped);
    }
  }

  async function failed(code: string, problem: ProblemError): Promise<void> {
    refusedRows.add(code);
    if (isOvertaken(problem.status)) {
      const theirs = await doors.current(code).catch(() => undefined);
      if (theirs !== undefined) {
        apply(code, (now) => steps.overtaken(now, theirs));
        return push([code]);
      }
    }
    apply(code, (now) => steps.refused(now, refusalsOf(problem)));
  }

  function travel(
    move: typeof past.undo,
    side: "before" | "after",
    isOpen: (code: string) => boolean,
  ): string[] {
    const [next, changes] = move(history);
    history = next;
    const from = side === "before" ? "after" : "before";
    const done: [string, State][] = [];
    for (const change of changes) {
      const state = rows.get(change.code);
      // What somebody else, or a later answer, put there is not ours to take back.
      if (!state || !isOpen(change.code) || !row.isSameInput(state, change[from])) continue;
      done.push([change.code, steps.putBack(state, change[side])]);
    }
    const codes = done.map(([code]) => code);
    if (codes.length === 0) return codes;
    set(done);
    for (const code of codes) keepDraft(code);
    void push(codes);
    return codes;
  }

  mail.listen(hear);

  return {
    async load(arrived) {
      const [drafts, held] = await Promise.all([
        shelf.all(prefix).catch(() => new Map()),
        mail.held().catch(() => new Map<string, Held[]>()),
      ]);
      const next = new Map<string, State>();
      const behind: string[] = [];
      for (const { code, shape, value } of arrived) {
        const live = rows.get(code);
        const saves = held.get(code) ?? [];
        if (live) {
          next.set(code, steps.refreshed(live, value));
          continue;
        }
        if (drafts.has(code)) drafted.add(code);
        next.set(code, restored(shape, value, drafts.get(code), saves));
        if (saves.some(({ refusal }) => refusal)) refusedRows.add(code);
        // A save may have arrived after the sheet was read.
        if (saves.some(({ done }) => done !== null && done > (value?.version ?? 0))) behind.push(code);
      }
      rows = next;
      for (const listener of listeners) listener();
      void push([...next.keys()]);
      for (const code of behind) {
        const value = await doors.current(code).catch(() => null);
        if (value) apply(code, (state) => steps.refreshed(state, value));
      }
    },
    get: (code) => rows.get(code),
    all: () => rows,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    type(code, field, text) {
      edit(`${code}/${field}`, new Map([[code, (state) => steps.typed(state, field, text)]]));
      later(code);
    },
    choose(code, numbers) {
      edit(null, new Map([[code, (state) => steps.chosen(state, numbers)]]));
      void push([code]);
    },
    note(code, text) {
      edit(`${code}/note`, new Map([[code, (state) => steps.noted(state, text)]]));
      later(code);
    },
    settle(code) {
      history = past.closed(history);
      const state = rows.get(code);
      if (!state) return;
      set([[code, steps.settled(state)]]);
      void push([code]);
    },
    fill(fillings) {
      history = past.closed(history);
      const changes = fillings.map(
        ({ code, cells }) => [code, (state: State) => steps.filled(state, cells)] as const,
      );
      edit(null, new Map(changes));
      void push(fillings.map(({ code }) => code));
    },
    undo: (isOpen) => travel(past.undo, "before", isOpen),
    redo: (isOpen) => travel(past.redo, "after", isOpen),
    keep(code, whose) {
      apply(code, whose === "mine" ? steps.keptMine : steps.keptTheirs);
      void push([code]);
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
        else if (problem.status !== 0 && problem.status !== 401 && problem.status < 500)
          apply(code, (state) => steps.refused(state, refusalsOf(problem)));
        throw problem;
      }
    },
  };
}

/** Whether a refusal means that the row changed meanwhile. */
export function isOvertaken(status: number): boolean {
  return [409, 412, 428].includes(status);
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
