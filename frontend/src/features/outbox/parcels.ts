/**
 * What waits on this machine for the server, and the pure steps of its way there.
 *
 * Parcels with the same `slot` change the same thing. They travel one after the other in the order in which they were
 * made, and each is built upon the version that the one before it brought about. A parcel that set out once is never
 * changed again, since the server may have taken it: its repetition carries the same id and the same body.
 */

/** What a parcel is about, for the person who looks through what waits. */
export interface About {
  /** `A2a Hồ sơ được số hóa` */
  title: string;
  /** Where it belongs: the unit and the period. */
  place: string;
  /** What was entered, as screens write it. */
  text: string;
  /** The page on which it was made. */
  link: string;
}

/** Why the server did not take a parcel. */
export interface Refusal {
  status: number;
  code: string;
  detail: string;
  request_id: string | null;
  errors: { pointer: string; code: string; params: Record<string, unknown>; message: string }[];
}

/** One write on its way. Its id is its idempotency key. */
export interface Parcel {
  id: string;
  /** The account that made it; nobody else ever sees or sends it. */
  person: string;
  /** The page that made it: only that one replaces a parcel of its own that has not set out yet. */
  tab: string;
  slot: string;
  about: About;
  method: "PUT" | "POST";
  url: string;
  body: unknown;
  /** The version that it changes; null for something new. */
  base: number | null;
  /** When it was made, in ISO 8601. */
  at: string;
  /** How often it set out. */
  tries: number;
  /** Why it was not taken; null while it waits. A refused parcel stays until a person decides about it. */
  refusal: Refusal | null;
  /** The version that it brought about. A taken parcel is kept for a day as its own receipt. */
  done: number | null;
}

/** A write to be put into the outbox. */
export type Given = Pick<Parcel, "id" | "slot" | "about" | "method" | "url" | "body" | "base">;

/** What a step does to what is kept. */
export interface Change {
  put: Parcel[];
  remove: string[];
}

const RECEIPT_MS = 24 * 3600 * 1000;

/** Whether a parcel is still to be taken by the server. */
export function isOpen(parcel: Parcel): boolean {
  return parcel.done === null;
}

/** Puts writes in, in their order: each takes the place of what was refused or has not set out in its slot. */
export function added(
  kept: readonly Parcel[],
  given: readonly Given[],
  by: { person: string; tab: string; now: Date },
): Change {
  const change: Change = { put: [], remove: [] };
  const at = by.now.toISOString();
  for (const write of given) {
    const before = kept.filter((parcel) => parcel.slot === write.slot && isOpen(parcel));
    const gone = before.filter(
      (parcel) => parcel.refusal !== null || (parcel.tries === 0 && parcel.tab === by.tab),
    );
    const waiting = before.filter((parcel) => parcel.refusal === null);
    const heir = waiting.find((parcel) => parcel.tries === 0 && parcel.tab === by.tab);
    change.remove.push(...gone.map(({ id }) => id));
    // What waits already is what the person had before their eyes, so the new write builds on that.
    const base = heir ? heir.base : built(kept, write);
    const { person, tab } = by;
    change.put.push({ ...write, base, person, tab, at, tries: 0, refusal: null, done: null });
  }
  const old = by.now.getTime() - RECEIPT_MS;
  change.remove.push(...kept.filter((p) => !isOpen(p) && Date.parse(p.at) < old).map(({ id }) => id));
  return change;
}

/**
 * The version that a write builds upon. A save of this person may have arrived after the page read its version: of a
 * tab that was closed, say. What it brought about was theirs, so they are not told that somebody was faster.
 */
function built(kept: readonly Parcel[], { slot, base }: Given): number | null {
  const step = kept.find(
    (receipt) => receipt.slot === slot && receipt.base === base && (receipt.done ?? 0) > (base ?? 0),
  );
  return step ? built(kept, { ...step, base: step.done }) : base;
}

/** The next parcel to send: the first of each slot, oldest first; `passed` slots wait for another time. */
export function next(kept: readonly Parcel[], passed: ReadonlySet<string>): Parcel | undefined {
  const seen = new Set(passed);
  for (const parcel of inOrder(kept)) {
    if (!seen.has(parcel.slot) && parcel.refusal === null) return parcel;
    seen.add(parcel.slot);
  }
  return undefined;
}

/** Open parcels, oldest first. */
export function inOrder(kept: readonly Parcel[]): Parcel[] {
  return kept.filter(isOpen).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** It sets out; from now on it is never changed. */
export function taken(kept: readonly Parcel[], id: string): Change {
  return { put: kept.filter((p) => p.id === id).map((p) => ({ ...p, tries: p.tries + 1 })), remove: [] };
}

/** The server took it and made it `version`; what follows in its slot builds upon that. */
export function delivered(kept: readonly Parcel[], id: string, version: number): Change {
  const parcel = kept.find((held) => held.id === id);
  if (!parcel) return { put: [], remove: [] };
  // A receipt says nothing of what was entered.
  const receipt = {
    ...parcel,
    about: { title: "", place: "", text: "", link: "" },
    body: null,
    done: version,
  };
  return { put: [receipt, ...rebased(kept, parcel, version)], remove: [] };
}

/** Receipts go when their person leaves the machine. */
export function withoutReceipts(kept: readonly Parcel[]): Change {
  return { put: [], remove: kept.filter((parcel) => !isOpen(parcel)).map(({ id }) => id) };
}

/** The server refused it. A newer write of the same slot takes its place; else it waits for a person's decision. */
export function refused(kept: readonly Parcel[], id: string, refusal: Refusal): Change {
  const parcel = kept.find((held) => held.id === id);
  if (!parcel) return { put: [], remove: [] };
  const follower = rebased(kept, parcel, parcel.base);
  return follower.length > 0
    ? { put: follower, remove: [id] }
    : { put: [{ ...parcel, refusal }], remove: [] };
}

function rebased(kept: readonly Parcel[], parcel: Parcel, base: number | null): Parcel[] {
  const following = inOrder(kept).find((held) => held.slot === parcel.slot && held.id > parcel.id);
  return following ? [{ ...following, base }] : [];
}

/** Refused parcels wait again, as they are. */
export function forgiven(kept: readonly Parcel[], ids: readonly string[]): Change {
  const put = kept
    .filter((p) => ids.includes(p.id) && p.refusal !== null)
    .map((p) => ({ ...p, refusal: null }));
  return { put, remove: [] };
}

/** What is left after a change. */
export function changed(kept: readonly Parcel[], { put, remove }: Change): Parcel[] {
  const replaced = new Set([...remove, ...put.map(({ id }) => id)]);
  return [...kept.filter(({ id }) => !replaced.has(id)), ...put];
}
