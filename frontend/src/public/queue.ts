/**
 * Filled forms on their way to the server: each is kept on this device until the server has it, and sent again under
 * the same id until then, so that a lost network loses nothing and nothing counts twice.
 */

export type Answer = number | string | string[];

export interface Form {
  client_id: string;
  answers: Record<string, Answer>;
  abandoned: boolean;
}

/** What became of a form: on the server, still here, or not wanted any more. */
export type Fate = "recorded" | "later" | "refused";

/** Seconds between tries; the last one repeats. */
const WAITS = [2, 5, 15, 60];
/** So many are sent at once; more go slowly, since a burst from one address is held back on the server. */
const BURST = 10;
const PACE_MS = 3300;
const PATIENCE_MS = 8000;

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export class Queue {
  private readonly address: string;
  private readonly prefix: string;
  private readonly waiting = new Map<string, Form>();
  private readonly fates = new Map<string, (fate: Fate) => void>();
  private sending = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    code: string,
    private readonly store: Store | null,
    private readonly changed: (waiting: number) => void = () => {},
  ) {
    this.address = `/api/v1/public/surveys/${encodeURIComponent(code)}/answers`;
    this.prefix = `doimoi.k.${code}.`;
    for (const form of this.left()) this.waiting.set(form.client_id, form);
    this.changed(this.waiting.size);
  }

  /** Keep a form and try to send it; "later" when that did not work at once. */
  add(form: Form): Promise<Fate> {
    this.waiting.set(form.client_id, form);
    try {
      this.store?.setItem(this.prefix + form.client_id, JSON.stringify(form));
    } catch {
      // No room or no right to store: the form lives as long as the page does.
    }
    this.changed(this.waiting.size);
    return new Promise((resolve) => {
      this.fates.set(form.client_id, resolve);
      void this.flush();
    });
  }

  /** Send what waits, one after the other; called again on its own until nothing is left. */
  async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    let sent = 0;
    for (const form of [...this.waiting.values()]) {
      if (sent >= BURST) await new Promise((resolve) => setTimeout(resolve, PACE_MS));
      const fate = await this.send(form);
      this.tell(form, fate);
      if (fate === "later") break;
      sent += 1;
    }
    this.sending = false;
    this.tries = sent > 0 ? 0 : this.tries + 1;
    if (this.waiting.size > 0) {
      for (const form of this.waiting.values()) this.tell(form, "later");
      const wait = WAITS[Math.min(this.tries, WAITS.length) - 1] ?? WAITS[0] ?? 2;
      this.timer = setTimeout(() => void this.flush(), wait * 1000);
    }
  }

  private tell(form: Form, fate: Fate): void {
    if (fate !== "later") {
      this.waiting.delete(form.client_id);
      try {
        this.store?.removeItem(this.prefix + form.client_id);
      } catch {
        // It was never stored.
      }
      this.changed(this.waiting.size);
    }
    this.fates.get(form.client_id)?.(fate);
    this.fates.delete(form.client_id);
  }

  private async send(form: Form): Promise<Fate> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(form),
        credentials: "omit",
        signal: patience.signal,
      });
      if (answer.ok) return "recorded";
      return answer.status >= 500 || answer.status === 429 || answer.status === 408 ? "later" : "refused";
    } catch {
      return "later";
    } finally {
      clearTimeout(timer);
    }
  }

  private left(): Form[] {
    const found: Form[] = [];
    try {
      for (let place = 0; place < (this.store?.length ?? 0); place += 1) {
        const key = this.store?.key(place);
        const kept = key?.startsWith(this.prefix) ? this.store?.getItem(key) : null;
        if (kept) found.push(JSON.parse(kept) as Form);
      }
    } catch {
      // What cannot be read cannot be sent.
    }
    return found;
  }
}

/** A random id (RFC 9562, version 4), also where `randomUUID` is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
