/** The outbox of this browser, connected to the server, to its other tabs and to the network's coming and going. */

import { useSyncExternalStore } from "react";
import { deliver } from "../../api/client";
import { type Channel, makeOutbox, type Status } from "./outbox";
import type { Parcel } from "./parcels";
import { browserShelf } from "./shelf";

const PATIENCE_MS = 30_000;

function channel(): Channel | null {
  return typeof BroadcastChannel === "undefined" ? null : (new BroadcastChannel("doimoi-outbox") as Channel);
}

/** One tab at a time. Without locks (an address without TLS) the server's idempotency keys alone see to it. */
async function exclusive(name: string, work: () => Promise<void>): Promise<void> {
  if (globalThis.navigator?.locks) await navigator.locks.request(name, work);
  else await work();
}

async function bring(parcel: Parcel): Promise<unknown> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    return await deliver(parcel.person, parcel, patience.signal);
  } finally {
    clearTimeout(timer);
  }
}

export const outbox = makeOutbox(browserShelf(), bring, exclusive, channel());

function again(): void {
  if (document.visibilityState !== "hidden") void outbox.retry();
}

globalThis.addEventListener?.("online", again);
globalThis.addEventListener?.("focus", again);

/** How sending goes. */
export function useStatus(): Status {
  return useSyncExternalStore(outbox.subscribe, outbox.status);
}

/** What waits. */
export function useParcels(): readonly Parcel[] {
  return useSyncExternalStore(outbox.subscribe, outbox.all);
}
