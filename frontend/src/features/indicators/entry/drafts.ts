/**
 * What was typed and is not on the server yet, kept on this machine (IndexedDB) so that a reload or a closed tab
 * loses nothing. Kept apart by person, since office machines are shared; thrown away once the server has it.
 */

import { parseNumberVN } from "../../../lib/numberVN";
import type { Kept, RowState, Sent, Typed } from "./rowState";
import { opened, typedOf } from "./rowSteps";
import type { NumberField, Shape } from "./shape";

/** A cell as it lies on this machine: the raw text, and the exact value once it was understood. */
interface DraftCell {
  text: string;
  value: string | null;
}

/** A row as it lies on this machine. `base` is the server's version that the person had in front of them. */
export interface Draft {
  numerator: DraftCell;
  denominator: DraftCell;
  note: string;
  sent: Sent | null;
  base: number | null;
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
    sent: state.sent,
    base: state.value?.version ?? null,
  };
}

function cellOf({ text, reading }: Typed): DraftCell {
  return { text, value: reading.kind === "accept" || reading.kind === "understood" ? reading.value : null };
}

/** A row with its draft on top of what the server has now; a change by somebody else meanwhile is a conflict. */
export function restored<V extends Kept>(shape: Shape, value: V | null, draft: Draft): RowState<V> {
  const cell = (field: NumberField): Typed => {
    const { text, value: exact } = draft[field];
    return exact === null ? { text, reading: parseNumberVN(text, shape.kind) } : typedOf(exact);
  };
  const state: RowState<V> = {
    ...opened(shape, value),
    numerator: cell("numerator"),
    denominator: cell("denominator"),
    note: draft.note,
    sent: draft.sent,
    checked: true,
  };
  const overtaken = draft.sent === null && value !== null && value.version !== draft.base;
  return overtaken ? { ...state, theirs: value } : state;
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
