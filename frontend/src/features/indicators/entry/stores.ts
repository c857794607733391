/** The sheets that were opened since the page was loaded. They outlive their page, so that what waits is still sent. */

import { useEffect, useSyncExternalStore } from "react";
import { browserShelf } from "./drafts";
import { type EntryStore, entryStore } from "./entryStore";
import { doorsOf, type Sheet, type Value } from "./queries";
import type { RowState } from "./rowState";
import { shapeOf } from "./shape";

export type Store = EntryStore<Value>;
export type Row = RowState<Value>;

const stores = new Map<string, Store>();
const shelf = browserShelf();

/** The store of a person's work on a unit's sheet. */
export function storeOf(person: string, unit: string, period: string): Store {
  const prefix = `${person}/${unit}/${period}/`;
  const store = stores.get(prefix) ?? entryStore(prefix, doorsOf(unit, period), shelf);
  stores.set(prefix, store);
  return store;
}

function retryAll(): void {
  if (document.visibilityState === "hidden") return;
  for (const store of stores.values()) store.retry();
}

globalThis.addEventListener?.("online", retryAll);
globalThis.addEventListener?.("focus", retryAll);

/** Puts each sheet that arrives into its store. */
export function useLoaded(store: Store, sheet: Sheet): void {
  useEffect(() => {
    const rows = sheet.rows.map(({ indicator, value }) => ({
      code: indicator.code,
      shape: shapeOf(indicator),
      value,
    }));
    void store.load(rows);
  }, [store, sheet]);
}

/** All rows; changes with every change of any of them. */
export function useRows(store: Store): ReadonlyMap<string, Row> {
  return useSyncExternalStore(store.subscribe, store.all);
}

/** One row; undefined until the sheet is in the store. */
export function useRow(store: Store, code: string): Row | undefined {
  return useSyncExternalStore(store.subscribe, () => store.get(code));
}
