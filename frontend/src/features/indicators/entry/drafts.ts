/**
 * What was typed and cannot set out yet (not understood, not true, or typed this very moment), kept on this machine
 * so that a reload or a closed tab loses nothing. Kept apart by person, since office machines are shared. Once a row
 * is in the outbox, its draft is thrown away.
 */

import { parseNumberVN } from "../../../lib/numberVN";
import type { Kept, RowState, Sent, Typed } from "./rowState";
import { opened, overtaken, refused, shownOf, typedOf } from "./rowSteps";
import type { NumberField, Shape } from "./shape";

/** A cell as it lies on this machine: the raw text, and the exact value once it was understood. */
interface DraftCell {
  text: string;
  value: string | null;
}

/** A row as it lies on this machine. */
export interface Draft {
  numerator: DraftCell;
  denominator: DraftCell;
  note: string;
  /** The server's version that the person had in front of them, and the save that was on its way then. */
  base: number | null;
  after: string | null;
}

/** A save of a row in the outbox, or its receipt: `done` is the version that it brought about. */
export interface Held extends Sent {
  tries: number;
  done: number | null;
  /** Why the server refused it; null while it waits. */
  refusal: { isOvertaken: boolean; messages: RowState["refusals"] } | null;
}

/** Where drafts lie. Keys name the person, unit, period and indicator. */
export interface DraftShelf {
  /** The drafts whose keys begin so, by the rest of their key. */
  all(prefix: string): Promise<Map<string, Draft>>;
  put(key: string, draft: Draft): Promise<void>;
  remove(key: string): Promise<void>;
}

/** The row as a draft. */
export function draftOf(state: RowState): Draft {
  return {
    numerator: cellOf(state.numerator),
    denominator: cellOf(state.denominator),
    note: state.note,
    base: state.value?.version ?? null,
    after: state.sent?.key ?? null,
  };
}

function cellOf({ text, reading }: Typed): DraftCell {
  return { text, value: reading.kind === "accept" || reading.kind === "understood" ? reading.value : null };
}

/**
 * A row as the person left it: the server's value, what waits in the outbox on top of it, and the draft on top of
 * that. A change by somebody else meanwhile is a conflict.
 */
export function restored<V extends Kept>(
  shape: Shape,
  value: V | null,
  draft: Draft | undefined,
  held: readonly Held[],
): RowState<V> {
  const waiting = held.filter(({ done }) => done === null).at(-1);
  const state = waiting ? withHeld(opened(shape, value), waiting) : opened(shape, value);
  if (!draft) return state;
  const cell = (field: NumberField): Typed => {
    const { text, value: exact } = draft[field];
    return exact === null ? { text, reading: parseNumberVN(text, shape.kind) } : typedOf(exact);
  };
  const typed: RowState<V> = {
    ...state,
    numerator: cell("numerator"),
    denominator: cell("denominator"),
    note: draft.note,
    checked: true,
    refusals: [],
  };
  const base = held.find(({ key, done }) => key === draft.after && done !== null)?.done ?? draft.base;
  // A sheet that was read before an own save arrived is merely older than the draft.
  const isBehind = !waiting && value !== null && value.version > (base ?? 0);
  return isBehind ? overtaken(typed, value) : typed;
}

function withHeld<V extends Kept>(
  state: RowState<V>,
  { key, payload, version, tries, refusal }: Held,
): RowState<V> {
  const shown: RowState<V> = { ...state, ...shownOf(payload), sent: { key, payload, version } };
  if (refusal === null) return { ...shown, attempt: Math.min(tries, 1) };
  if (refusal.isOvertaken && state.value?.version !== version) return overtaken(shown, state.value);
  return refused(shown, refusal.messages);
}

const STORE = "drafts";

/** The shelf in this browser; without IndexedDB (a locked-down browser) typed text lives as long as the page. */
export function browserShelf(): DraftShelf {
  if (typeof indexedDB === "undefined") return memoryShelf();
  let opening: Promise<IDBDatabase> | undefined;
  const run = async <T>(
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    opening ??= openDatabase();
    const database = await opening;
    return answerOf(ask(database.transaction(STORE, mode).objectStore(STORE)));
  };
  return {
    async all(prefix) {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const [keys, drafts] = await Promise.all([
        run("readonly", (store) => store.getAllKeys(range)),
        run("readonly", (store) => store.getAll(range) as IDBRequest<Draft[]>),
      ]);
      return new Map(
        keys.flatMap((key, n) => (drafts[n] ? [[String(key).slice(prefix.length), drafts[n]]] : [])),
      );
    },
    async put(key, draft) {
      await run("readwrite", (store) => store.put(draft, key));
    },
    async remove(key) {
      await run("readwrite", (store) => store.delete(key));
    },
  };
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open("doimoi-entry", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return answerOf(request);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A shelf that lasts as long as the page. */
export function memoryShelf(): DraftShelf {
  const kept = new Map<string, Draft>();
  return {
    all: async (prefix) =>
      new Map(
        [...kept].flatMap(([key, draft]) =>
          key.startsWith(prefix) ? [[key.slice(prefix.length), draft]] : [],
        ),
      ),
    put: async (key, draft) => void kept.set(key, draft),
    remove: async (key) => void kept.delete(key),
  };
}
