import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../../api/problem";
import { uuid7 } from "../../lib/uuid";
import { type Channel, makeOutbox, type News } from "./outbox";
import type { Given, Parcel } from "./parcels";
import { memoryShelf } from "./shelf";

/** A server of numbered records that takes each key once. */
function server() {
  const seen = new Map<string, number>();
  const versions = new Map<string, number>();
  const state = {
    sent: [] as string[],
    taken: [] as string[],
    fail: null as number | null,
    lose: false,
    busy: 0,
  };
  const deliver = async ({ id, person, slot, body, base }: Parcel) => {
    state.sent.push(id);
    state.busy += 1;
    try {
      await new Promise((go) => setTimeout(go, 10));
      expect(state.busy).toBe(1);
    } finally {
      state.busy -= 1;
    }
    if (state.fail !== null) throw new ProblemError(state.fail, {});
    const known = seen.get(id);
    if (known) return { version: known };
    if ((versions.get(slot) ?? null) !== base) throw new ProblemError(412, {});
    const version = (base ?? 0) + 1;
    versions.set(slot, version);
    seen.set(id, version);
    state.taken.push(`${person} ${slot} ${String(body)}`);
    if (state.lose) throw new ProblemError(0, {});
    return { version };
  };
  return { state, deliver };
}

/** Locks of a browser: work of one name waits for its turn. */
function locks() {
  let last: Promise<void> = Promise.resolve();
  return (_: string, work: () => Promise<void>) => {
    last = last.then(work);
    return last;
  };
}

/** Ends of one channel: each hears the others. */
function channels() {
  const ends: Channel[] = [];
  return () => {
    const end: Channel = {
      onmessage: null,
      postMessage: (data) => {
        for (const other of ends) if (other !== end) other.onmessage?.({ data });
      },
    };
    ends.push(end);
    return end;
  };
}

const write = (slot: string, body: string, base: number | null = null): Given => ({
  id: uuid7(),
  slot,
  about: { title: slot, place: "", text: body, link: "/" },
  method: "PUT",
  url: "/x",
  body,
  base,
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("outbox", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("sends in order, and builds each write on the one before it", async () => {
    const { state, deliver } = server();
    const box = makeOutbox(memoryShelf(), deliver);
    box.open("p");
    state.lose = true;
    await box.post("p", [write("a", "1")]);
    await pass(20);
    state.lose = false;
    // While the answer to the first is missing, the second replaces nothing, the third replaces the second.
    await box.post("p", [write("a", "2"), write("b", "7")]);
    await box.post("p", [write("a", "3")]);
    await pass(5000);
    expect(state.taken).toEqual(["p a 1", "p b 7", "p a 3"]);
    expect(box.all()).toEqual([]);
  });

  it("builds upon an own write that arrived after the page had read its version, not upon another's", async () => {
    const { state, deliver } = server();
    const shelf = memoryShelf();
    const closed = makeOutbox(shelf, deliver);
    closed.open("p");
    await closed.post("p", [write("a", "1"), write("b", "1")]);
    await pass(100);
    await closed.post("p", [write("a", "2", 1)]);
    await pass(100);
    closed.close();
    const box = makeOutbox(shelf, deliver);
    box.open("p");
    await box.post("p", [write("a", "3")]);
    await pass(100);
    expect(state.taken.at(-1)).toBe("p a 3");
    expect(box.all()).toEqual([]);
    void deliver({ ...(await shelf.all("p"))[0], id: uuid7(), person: "q", slot: "b", base: 1 } as Parcel);
    await pass(20);
    await box.post("p", [write("b", "4")]);
    await pass(100);
    expect(box.all().map(({ refusal }) => refusal?.status)).toEqual([412]);
  });

  it("lets the rest pass where one is refused, and a newer write take its place", async () => {
    const { state, deliver } = server();
    const box = makeOutbox(memoryShelf(), deliver);
    const news: News[] = [];
    box.listen((one) => news.push(one));
    box.open("p");
    await box.post("p", [write("a", "1", 9), write("b", "2")]);
    await pass(100);
    expect(state.taken).toEqual(["p b 2"]);
    expect(box.status()).toMatchObject({ refused: 1, waiting: 0, away: null });
    expect(news.map(({ slot, outcome }) => `${slot} ${outcome.kind}`)).toEqual(["a refused", "b answered"]);
    await box.retry(box.all().map(({ id }) => id));
    await pass(100);
    expect(box.status().refused).toBe(1);
    await box.post("p", [write("a", "5")]);
    await pass(100);
    expect(state.taken).toEqual(["p b 2", "p a 5"]);
    expect(box.all()).toEqual([]);
  });

  it("keeps people of one machine apart", async () => {
    const { state, deliver } = server();
    const shelf = memoryShelf();
    state.fail = 0;
    const first = makeOutbox(shelf, deliver);
    first.open("p");
    await first.post("p", [write("a", "1")]);
    await pass(100);
    first.close();
    state.fail = null;
    const second = makeOutbox(shelf, deliver);
    second.open("q");
    await second.post("q", [write("b", "2")]);
    await pass(120_000);
    expect(state.taken).toEqual(["q b 2"]);
    expect(second.all()).toEqual([]);
    await second.leave("q");
    expect(await shelf.all("q")).toEqual([]);
    second.close();
    second.open("p");
    await pass(100);
    expect(state.taken).toEqual(["q b 2", "p a 1"]);
    expect((await shelf.all("p")).map(({ about, body, done }) => [about.text, body, done])).toEqual([
      ["", null, 1],
    ]);
  });

  it("sends from one tab at a time, and tells the other", async () => {
    const { state, deliver } = server();
    const shelf = memoryShelf();
    const exclusive = locks();
    const channel = channels();
    const [one, two] = [
      makeOutbox(shelf, deliver, exclusive, channel()),
      makeOutbox(shelf, deliver, exclusive, channel()),
    ];
    const heard: string[] = [];
    two.listen(({ slot, outcome }) => heard.push(`${slot} ${outcome.kind}`));
    one.open("p");
    two.open("p");
    await Promise.all([
      one.post("p", [write("a", "1"), write("b", "2")]),
      two.post("p", [write("c", "3"), write("a", "4")]),
    ]);
    await pass(1000);
    expect([...state.taken].sort()).toEqual(["p a 1", "p a 4", "p b 2", "p c 3"]);
    expect(new Set(state.sent).size).toBe(state.sent.length);
    expect([one.all(), two.all()]).toEqual([[], []]);
    expect(heard.filter((line) => line.endsWith("answered"))).toHaveLength(4);
  });

  it("waits for the person when the sign-in has ended", async () => {
    const { state, deliver } = server();
    const box = makeOutbox(memoryShelf(), deliver);
    box.open("p");
    state.fail = 401;
    await box.post("p", [write("a", "1"), write("b", "2")]);
    await pass(600_000);
    expect(state.sent).toHaveLength(1);
    expect(box.status()).toMatchObject({ waiting: 2, away: "server" });
    state.fail = null;
    await box.retry();
    await pass(100);
    expect(state.taken).toHaveLength(2);
  });

  it("goes on with the others while the server stumbles over one", async () => {
    const { state, deliver } = server();
    const box = makeOutbox(memoryShelf(), async (parcel) => {
      if (parcel.slot === "a") throw new ProblemError(500, {});
      return deliver(parcel);
    });
    box.open("p");
    await box.post("p", [write("a", "2"), write("b", "3")]);
    await pass(50);
    expect(state.taken).toEqual(["p b 3"]);
    expect(box.status()).toMatchObject({ waiting: 1, away: "server" });
  });
});

describe("uuid7", () => {
  it("names later records behind earlier ones, in the form of version 7", () => {
    const ids = Array.from({ length: 5000 }, uuid7);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids.slice(0, 20)) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});
