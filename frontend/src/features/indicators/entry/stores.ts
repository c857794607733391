/** The sheets that were opened since the page was loaded. They outlive their page, so that nothing typed is lost. */

import { useEffect, useSyncExternalStore } from "react";
import { outbox } from "../../outbox/here";
import { browserShelf } from "./drafts";
import { type EntryStore, entryStore } from "./entryStore";
import { mailOf, type Place } from "./mail";
import { doorsOf, type Sheet, type Value } from "./queries";
import type { RowState } from "./rowState";
import { shapeOf } from "./shape";

export type Store = EntryStore<Value>;
export type Row = RowState<Value>;

interface Opened {
  store: Store;
  sheet: Sheet | undefined;
}

const all = new Map<string, Opened>();
const shelf = browserShelf();

function openedOf(place: Place): Opened {
  const { person, unit, period } = place;
  const prefix = `${person}/${unit}/${period}/`;
  const known = all.get(prefix);
  if (known) return known;
  const mail = mailOf(outbox, place, () => all.get(prefix)?.sheet);
  const opened = { store: entryStore(prefix, doorsOf(unit, period), mail, shelf), sheet: undefined };
  all.set(prefix, opened);
  return opened;
}

/** The store of a person's work on a sheet; each sheet that arrives is put into it. */
export function useStore(person: string, sheet: Sheet): Store {
  const opened = openedOf({ person, unit: sheet.unit.code, period: sheet.period.code });
  useEffect(() => {
    opened.sheet = sheet;
    const rows = sheet.rows.map(({ indicator, value }) => ({
      code: indicator.code,
      shape: shapeOf(indicator),
      value,
    }));
    void opened.store.load(rows);
  }, [opened, sheet]);
  return opened.store;
}

/** All rows; changes with every change of any of them. */
export function useRows(store: Store): ReadonlyMap<string, Row> {
  return useSyncExternalStore(store.subscribe, store.all);
}

/** Whether the sheet is in the store. */
export function useReady(store: Store): boolean {
  return useSyncExternalStore(store.subscribe, () => store.all().size > 0);
}

/** One row; undefined until the sheet is in the store. */
export function useRow(store: Store, code: string): Row | undefined {
  return useSyncExternalStore(store.subscribe, () => store.get(code));
}
