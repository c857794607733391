/**
 * Files on their way to the server, one after the other: looked up by their hash first, sent with progress, sent again
 * by themselves when the network comes back, and cancelled when asked. Each keeps one key through all its tries.
 */

import { asProblem } from "../../api/problem";
import type { Uploaded } from "../../api/upload";

/** Seconds between tries while no server is in reach; the last one repeats. */
export const RETRY_SECONDS = [2, 5, 15, 60] as const;

/** A file that the server has already. */
export interface Known {
  id: string;
  filename: string;
  unit: string;
}

export type Stage =
  | { is: "queued" }
  | { is: "checking" }
  | { is: "sending"; part: number }
  | { is: "offline" }
  | { is: "same"; known: Known }
  | { is: "failed"; why: string; final: boolean };

/** One file on its way. */
export interface Item {
  key: string;
  file: File;
  stage: Stage;
}

/** The server as the queue needs it. Failures are `ProblemError`s. */
export interface Doors {
  /** A file with the same content that could be used instead; null when there is none. */
  known(file: File): Promise<Known | null>;
  upload(item: Item, signal: AbortSignal, onProgress: (part: number) => void): Promise<Uploaded>;
  /** What happens with a file once it is on the server: it is linked to what it proves. */
  arrived(id: string): Promise<void>;
}

/** A queue; its items leave it when they have arrived. */
export interface Queue {
  items(): readonly Item[];
  subscribe(listener: () => void): () => void;
  /** `refuse` says what is wrong with a file before it is sent; null when nothing is. */
  add(files: readonly File[], refuse: (file: File) => string | null): void;
  cancel(key: string): void;
  /** Try everything that waits for the network, or one that failed, now. */
  retry(key?: string): void;
  /** Use the file that is there already, or send this one all the same. */
  settle(key: string, reuse: boolean): void;
}

/** A queue in front of `doors`. */
export function sendingQueue(doors: Doors): Queue {
  let items: readonly Item[] = [];
  const listeners = new Set<() => void>();
  const running = new Map<string, AbortController>();
  const looked = new Set<string>();
  const uploaded = new Map<string, string>();
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function set(next: readonly Item[]): void {
    items = next;
    for (const tell of listeners) tell();
  }

  function stage(key: string, next: Stage): void {
    set(items.map((item) => (item.key === key ? { ...item, stage: next } : item)));
  }

  function drop(key: string): void {
    running.get(key)?.abort();
    running.delete(key);
    set(items.filter((item) => item.key !== key));
    void next();
  }

  async function next(): Promise<void> {
    if (running.size > 0) return;
    const item = items.find((held) => held.stage.is === "queued");
    if (!item) return;
    const control = new AbortController();
    running.set(item.key, control);
    try {
      if (await sent(item, control.signal)) set(items.filter((held) => held.key !== item.key));
      tries = 0;
    } catch (error) {
      if (!control.signal.aborted) failed(item.key, error);
    } finally {
      if (running.get(item.key) === control) running.delete(item.key);
    }
    void next();
  }

  /** False when the person must first say whether to use the file that is there. */
  async function sent(item: Item, signal: AbortSignal): Promise<boolean> {
    if (!looked.has(item.key)) {
      stage(item.key, { is: "checking" });
      const known = await doors.known(item.file);
      signal.throwIfAborted();
      looked.add(item.key);
      if (known) {
        stage(item.key, { is: "same", known });
        return false;
      }
    }
    stage(item.key, { is: "sending", part: 0 });
    const id =
      uploaded.get(item.key) ??
      (await doors.upload(item, signal, (part) => stage(item.key, { is: "sending", part }))).id;
    uploaded.set(item.key, id);
    await doors.arrived(id);
    return true;
  }

  function failed(key: string, error: unknown): void {
    const problem = asProblem(error);
    const away = problem.status === 0 || problem.status === 429 || problem.status === 503;
    if (!away) {
      // What the server says about the file itself will not change by sending it again.
      const final = [404, 413, 415, 422].includes(problem.status);
      stage(key, { is: "failed", why: problem.detail, final });
      return;
    }
    stage(key, { is: "offline" });
    clearTimeout(timer);
    timer = setTimeout(() => retry(), 1000 * (RETRY_SECONDS[tries] ?? 60));
    tries += 1;
  }

  function retry(key?: string): void {
    clearTimeout(timer);
    set(
      items.map((item) =>
        item.stage.is === "offline" || item.key === key ? { ...item, stage: { is: "queued" } } : item,
      ),
    );
    void next();
  }

  return {
    items: () => items,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(files, refuse) {
      const added = files.map((file): Item => {
        const why = refuse(file);
        const begun: Stage = why === null ? { is: "queued" } : { is: "failed", why, final: true };
        return { key: crypto.randomUUID(), file, stage: begun };
      });
      set([...items, ...added]);
      void next();
    },
    cancel: drop,
    retry,
    settle(key, reuse) {
      const item = items.find((held) => held.key === key);
      if (item?.stage.is !== "same") return;
      if (reuse) uploaded.set(key, item.stage.known.id);
      stage(key, { is: "queued" });
      void next();
    },
  };
}
