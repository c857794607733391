/**
 * The one way from this machine to the server for what must not be lost: kept first, then sent, once and in order,
 * by one tab at a time, and only as the person who made it.
 */

import { asProblem, ProblemError } from "../../api/problem";
import { uuid7 } from "../../lib/uuid";
import {
  added,
  type Change,
  delivered,
  forgiven,
  type Given,
  inOrder,
  next,
  type Parcel,
  type Refusal,
  refused,
  taken,
  withoutReceipts,
} from "./parcels";
import type { Shelf } from "./shelf";

/** Seconds between tries while no server is in reach; the last one repeats. */
export const RETRY_SECONDS = [2, 5, 15, 60] as const;

/** What became of a parcel. `away`: not yet, and it stays. `dropped`: a person threw it away. */
export type Outcome =
  | { kind: "answered"; answer: unknown }
  | { kind: "refused"; refusal: Refusal }
  | { kind: "away" }
  | { kind: "dropped" };

/** News of one parcel. */
export interface News {
  person: string;
  slot: string;
  id: string;
  outcome: Outcome;
}

/** How sending goes. `away`: why nothing arrives just now. */
export interface Status {
  waiting: number;
  refused: number;
  sending: boolean;
  away: "network" | "server" | null;
  /** When the server last took something; null before that. */
  savedAt: Date | null;
}

/** What the tabs of one browser tell each other. */
export interface Channel {
  postMessage(message: Told): void;
  onmessage: ((event: { data: Told }) => void) | null;
}

interface Told {
  person: string;
  news: News | null;
}

/** Brings a parcel to the server as `person`: the answer, or a `ProblemError`. */
export type Deliver = (parcel: Parcel) => Promise<unknown>;
/** Runs work while no other tab runs work of the same name. */
export type Exclusive = (name: string, work: () => Promise<void>) => Promise<void>;

/** The outbox of this browser. */
export interface Outbox {
  /** Begin to send what this person left here. */
  open(person: string): void;
  /** Nobody is signed in: send nothing. */
  close(): void;
  /** The person leaves this machine: only what still waits stays here. */
  leave(person: string): Promise<void>;
  /** Keeps writes; resolves once they would survive the end of the page. They set out by themselves. */
  post(person: string, given: readonly Given[]): Promise<void>;
  /** Everything kept for a person, receipts included. */
  read(person: string): Promise<readonly Parcel[]>;
  /** Throws writes away. */
  drop(person: string, ids: readonly string[]): Promise<void>;
  /** Send what waits now; of refused parcels only those named. */
  retry(ids?: readonly string[]): Promise<void>;
  /** What the signed-in person has waiting, oldest first. */
  all(): readonly Parcel[];
  status(): Status;
  subscribe(listener: () => void): () => void;
  listen(listener: (news: News) => void): () => void;
}

/** An outbox over a shelf. */
export function makeOutbox(
  shelf: Shelf,
  deliver: Deliver,
  exclusive: Exclusive = (_, work) => work(),
  channel: Channel | null = null,
): Outbox {
  const tab = uuid7();
  const watchers = new Set<() => void>();
  const listeners = new Set<(news: News) => void>();
  let person: string | null = null;
  let kept: readonly Parcel[] = [];
  let status: Status = { waiting: 0, refused: 0, sending: false, away: null, savedAt: null };
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let draining = false;
  let again = false;

  function show(whose: string, all: readonly Parcel[], more: Partial<Status> = {}): void {
    if (whose !== person) return;
    kept = inOrder(all);
    const refusedCount = kept.filter((parcel) => parcel.refusal !== null).length;
    status = { ...status, ...more, refused: refusedCount, waiting: kept.length - refusedCount };
    for (const tell of watchers) tell();
  }

  function tell(news: News): void {
    for (const listener of listeners) listener(news);
    channel?.postMessage({ person: news.person, news });
  }

  async function change(whose: string, step: (all: readonly Parcel[]) => Change, more: Partial<Status> = {}) {
    const all = await shelf.change(whose, step);
    show(whose, all, more);
    channel?.postMessage({ person: whose, news: null });
    return all;
  }

  function kick(): void {
    clearTimeout(timer);
    if (person === null) return;
    again = true;
    if (draining) return;
    draining = true;
    void run(person).finally(() => {
      draining = false;
      if (again) kick();
    });
  }

  async function run(mine: string): Promise<void> {
    again = false;
    await exclusive(`doimoi-outbox/${mine}`, () => drain(mine));
  }

  async function drain(mine: string): Promise<void> {
    const passed = new Set<string>();
    let trouble: ProblemError | null = null;
    while (person === mine) {
      const parcel = await takeNext(mine, passed);
      if (!parcel) break;
      try {
        const answer = await deliver(parcel);
        const version = versionOf(answer);
        await change(mine, (all) => delivered(all, parcel.id, version), { savedAt: new Date(), away: null });
        failures = 0;
        tell({ person: mine, slot: parcel.slot, id: parcel.id, outcome: { kind: "answered", answer } });
      } catch (error) {
        const problem = asProblem(error);
        if (isAway(problem)) {
          trouble = problem;
          passed.add(parcel.slot);
          tell({ person: mine, slot: parcel.slot, id: parcel.id, outcome: { kind: "away" } });
          // Without a network or a sign-in every further parcel would fail the same way.
          if (problem.status === 0 || problem.status === 401) break;
          continue;
        }
        const refusal = refusalOf(problem);
        await change(mine, (all) => refused(all, parcel.id, refusal));
        tell({ person: mine, slot: parcel.slot, id: parcel.id, outcome: { kind: "refused", refusal } });
      }
    }
    await rest(mine, trouble);
  }

  async function takeNext(mine: string, passed: ReadonlySet<string>): Promise<Parcel | undefined> {
    const found: Parcel[] = [];
    await change(
      mine,
      (all) => {
        const parcel = next(all, passed);
        if (!parcel) return { put: [], remove: [] };
        const step = taken(all, parcel.id);
        found.push(...step.put);
        return step;
      },
      { sending: true },
    );
    return found[0];
  }

  /** The round is over: all sent, or another one later. */
  async function rest(mine: string, trouble: ProblemError | null): Promise<void> {
    const away = trouble === null ? null : trouble.status === 0 ? "network" : "server";
    const all = await shelf.all(mine);
    show(mine, all, { sending: false, away });
    if (trouble === null) return;
    for (const { slot, id, refusal } of inOrder(all)) {
      if (refusal === null) tell({ person: mine, slot, id, outcome: { kind: "away" } });
    }
    failures += 1;
    // Without a session, repeating asks the person to sign in again and again: wait for them to come back.
    if (trouble.status !== 401) timer = setTimeout(kick, 1000 * (RETRY_SECONDS[failures - 1] ?? 60));
  }

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.person !== person) return;
      const taken = data.news?.outcome.kind === "answered" ? { savedAt: new Date(), away: null } : {};
      void shelf.all(data.person).then((all) => show(data.person, all, taken));
      if (data.news) for (const listener of listeners) listener(data.news);
    };
  }

  return {
    open(whose) {
      if (person === whose) return;
      person = whose;
      failures = 0;
      status = { waiting: 0, refused: 0, sending: false, away: null, savedAt: null };
      kept = [];
      void shelf.all(whose).then((all) => show(whose, all));
      kick();
    },
    close() {
      clearTimeout(timer);
      person = null;
      kept = [];
    },
    async leave(whose) {
      await change(whose, withoutReceipts);
    },
    async post(whose, given) {
      await change(whose, (all) => added(all, given, { person: whose, tab, now: new Date() }));
      kick();
    },
    read: (whose) => shelf.all(whose),
    async drop(whose, ids) {
      const slots = new Map<string, string>();
      await change(whose, (all) => {
        for (const parcel of inOrder(all)) if (ids.includes(parcel.id)) slots.set(parcel.id, parcel.slot);
        return { put: [], remove: [...slots.keys()] };
      });
      for (const [id, slot] of slots) tell({ person: whose, slot, id, outcome: { kind: "dropped" } });
    },
    async retry(ids = []) {
      if (person === null) return;
      failures = 0;
      if (ids.length > 0) await change(person, (all) => forgiven(all, ids));
      kick();
    },
    all: () => kept,
    status: () => status,
    subscribe(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Whether the server was not reached or could not work just now, so that the same write may succeed later. */
function isAway({ status }: ProblemError): boolean {
  return status === 0 || status === 401 || status === 429 || status >= 500;
}

function versionOf(answer: unknown): number {
  const held = typeof answer === "object" && answer !== null && "version" in answer ? answer.version : null;
  return typeof held === "number" ? held : 0;
}

function refusalOf({ status, code, detail, requestId, faults }: ProblemError): Refusal {
  return { status, code, detail, request_id: requestId, errors: faults };
}

/** A refusal as the error that it was. */
export function problemOf({ status, request_id, ...problem }: Refusal): ProblemError {
  return new ProblemError(status, request_id === null ? problem : { ...problem, request_id });
}
