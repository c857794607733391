/** Where parcels lie until the server has them: IndexedDB of this browser, shared by all its tabs. */

import { type Change, changed, type Parcel } from "./parcels";

/** Keeps the parcels of people. */
export interface Shelf {
  /** Everything kept for a person. */
  all(person: string): Promise<Parcel[]>;
  /** One step, undivided: reads what is kept, decides, writes; what is kept afterwards. */
  change(person: string, step: (kept: readonly Parcel[]) => Change): Promise<Parcel[]>;
}

const STORE = "parcels";

/** The shelf of this browser; where IndexedDB is locked away, parcels live as long as the page. */
export function browserShelf(): Shelf {
  const memory = memoryShelf();
  if (typeof indexedDB === "undefined") return memory;
  let opening: Promise<IDBDatabase> | undefined;
  let broken = false;
  const open = () => {
    opening ??= openDatabase();
    return opening;
  };
  // A full or forbidden disk must not stop the sending.
  const guarded = async <T>(ask: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> => {
    if (broken) return otherwise();
    try {
      return await ask();
    } catch {
      broken = true;
      return otherwise();
    }
  };
  return {
    all: (person) =>
      guarded(
        async () => read(await open(), person),
        () => memory.all(person),
      ),
    change: (person, step) =>
      guarded(
        async () => write(await open(), person, step),
        () => memory.change(person, step),
      ),
  };
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("doimoi-outbox", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["person", "id"] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function ofPerson(person: string): IDBKeyRange {
  return IDBKeyRange.bound([person], [person, []]);
}

function read(database: IDBDatabase, person: string): Promise<Parcel[]> {
  return new Promise((resolve, reject) => {
    const request = database.transaction(STORE).objectStore(STORE).getAll(ofPerson(person));
    request.onsuccess = () => resolve(request.result as Parcel[]);
    request.onerror = () => reject(request.error);
  });
}

function write(
  database: IDBDatabase,
  person: string,
  step: (kept: readonly Parcel[]) => Change,
): Promise<Parcel[]> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    let after: Parcel[] = [];
    const request = store.getAll(ofPerson(person));
    request.onsuccess = () => {
      const kept = request.result as Parcel[];
      const change = step(kept);
      for (const id of change.remove) store.delete([person, id]);
      for (const parcel of change.put) store.put(parcel);
      after = changed(kept, change);
    };
    transaction.oncomplete = () => resolve(after);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** A shelf that lasts as long as the page. */
export function memoryShelf(): Shelf {
  const kept = new Map<string, Parcel[]>();
  return {
    all: async (person) => kept.get(person) ?? [],
    async change(person, step) {
      const before = kept.get(person) ?? [];
      const after = changed(before, step(before));
      kept.set(person, after);
      return after;
    },
  };
}
