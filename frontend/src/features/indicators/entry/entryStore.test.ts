import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../../../api/problem";
import { makeOutbox, type Outbox } from "../../outbox/outbox";
import type { Parcel } from "../../outbox/parcels";
import { memoryShelf as parcelShelf } from "../../outbox/shelf";
import { memoryShelf } from "./drafts";
import { type Doors, type EntryStore, entryStore, IDLE_MS, type Mail } from "./entryStore";
import { mailOf } from "./mail";
import type { Kept, Payload } from "./rowState";
import * as row from "./rowState";
import type { Shape } from "./shape";

const ratio: Shape = { measure: "ratio", paired: true, kind: "count", whole: true, highest: null };

/** A server with one value that keeps versions and keys as the real one does; `down` loses the network. */
function server(first: Kept | null = null) {
  const seen = new Map<string, Kept>();
  const state = {
    value: first,
    down: null as null | "before" | "after",
    saves: [] as [string | null, number | null][],
    tries: 0,
    refusal: null as ProblemError | null,
  };
  const deliver = async ({ id, body, base }: Parcel) => {
    state.tries += 1;
    if (state.down === "before") throw new ProblemError(0, {});
    if (state.refusal) throw state.refusal;
    const known = seen.get(id);
    if (known) return known;
    if ((state.value?.version ?? null) !== base) throw new ProblemError(412, {});
    const payload = body as Payload;
    state.saves.push([payload.numerator, base]);
    state.value = { id: "v", version: (base ?? 0) + 1, ...payload };
    seen.set(id, state.value);
    if (state.down === "after") throw new ProblemError(0, {});
    return state.value;
  };
  const doors: Doors<Kept> = {
    move: async (value) => ({ ...value, version: value.version + 1 }),
    current: async () => state.value,
  };
  return { state, deliver, doors };
}

type Server = ReturnType<typeof server>;

/** A browser that is kept from one page load to the next. */
function browser({ deliver, doors }: Server) {
  const parcels = parcelShelf();
  const drafts = memoryShelf();
  const place = { person: "p", unit: "11602:A", period: "2026-H2" };
  let open: Outbox | undefined;
  /** A page load with the sheet open. */
  const page = async (value: Kept | null) => {
    open?.close();
    const outbox = makeOutbox(parcels, deliver);
    open = outbox;
    outbox.open("p");
    const mail = mailOf(outbox, place, () => undefined) as unknown as Mail<Kept>;
    const store = entryStore("p/", doors, mail, drafts);
    await store.load([{ code: "A2a", shape: ratio, value }]);
    await pass(0);
    return { store, outbox };
  };
  return { page, parcels, drafts };
}

const text = (store: EntryStore<Kept>) => store.get("A2a")?.numerator.text;
const mark = (store: EntryStore<Kept>) => {
  const state = store.get("A2a");
  return state && row.markOf(state);
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const kept = (numerator: string, version: number): Kept => ({
  id: "v",
  version,
  numerator,
  denominator: "100",
  note: null,
});
const open = () => true;

describe("entryStore", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("saves after a pause, once for all keys pressed", async () => {
    const there = server();
    const { store } = await browser(there).page(null);
    for (const typed of ["1", "1.", "1.7", "1.74", "1.740"]) store.type("A2a", "numerator", typed);
    await pass(IDLE_MS - 1);
    expect(there.state.saves).toEqual([]);
    await pass(2);
    expect(there.state.saves).toEqual([["1740", null]]);
    expect(text(store)).toBe("1.740");
    expect(mark(store)).toBe("saved");
  });

  it("tries again after 2, 5 and 15 seconds, then once a minute", async () => {
    const there = server();
    there.state.down = "before";
    const { store, outbox } = await browser(there).page(null);
    store.type("A2a", "numerator", "5");
    store.settle("A2a");
    await pass(0);
    const tries: number[] = [];
    for (const seconds of [2, 5, 15, 60, 60]) {
      await pass(seconds * 1000 - 1);
      tries.push(there.state.tries);
      await pass(1);
    }
    expect(tries).toEqual([1, 2, 3, 4, 5]);
    expect(mark(store)).toBe("waiting");
    expect(outbox.status()).toMatchObject({ waiting: 1, away: "network" });
    there.state.down = null;
    await outbox.retry();
    await pass(0);
    expect(there.state.value?.numerator).toBe("5");
    expect(mark(store)).toBe("saved");
    expect(outbox.status()).toMatchObject({ waiting: 0, away: null });
  });

  it("saves once when the answer is lost and more was typed meanwhile", async () => {
    const there = server();
    there.state.down = "after";
    const { store } = await browser(there).page(null);
    store.type("A2a", "numerator", "5");
    store.settle("A2a");
    await pass(0);
    store.type("A2a", "numerator", "56");
    there.state.down = null;
    await pass(2000);
    expect(there.state.saves).toEqual([
      ["5", null],
      ["56", 1],
    ]);
    expect(mark(store)).toBe("saved");
  });

  it("brings what was typed back after a reload, and sends it", async () => {
    const there = server();
    const machine = browser(there);
    there.state.down = "before";
    const { store } = await machine.page(null);
    store.type("A2a", "numerator", "1.740");
    store.type("A2a", "denominator", "1e3");
    store.settle("A2a");
    await pass(0);
    const { store: again } = await machine.page(null);
    expect(text(again)).toBe("1.740");
    expect(again.get("A2a")?.denominator.text).toBe("1e3");
    expect(mark(again)).toBe("error");
    there.state.down = null;
    again.type("A2a", "denominator", "2980");
    await pass(IDLE_MS);
    expect(there.state.value).toMatchObject({ numerator: "1740", denominator: "2980" });
    expect(await machine.drafts.all("p/")).toEqual(new Map());
  });

  it("sends what waits after a reload without the sheet, and takes its own save for no one else's", async () => {
    const there = server(kept("90", 1));
    const machine = browser(there);
    there.state.down = "before";
    const { store } = await machine.page(kept("90", 1));
    store.type("A2a", "numerator", "91");
    store.settle("A2a");
    await pass(0);
    store.type("A2a", "numerator", "1e3");
    store.settle("A2a");
    await pass(0);
    there.state.down = null;
    const { store: again } = await machine.page(kept("90", 1));
    await pass(3000);
    expect(there.state.value).toMatchObject({ numerator: "91", version: 2 });
    expect(text(again)).toBe("1e3");
    const { store: later } = await machine.page(kept("91", 2));
    expect(mark(later)).toBe("error");
    later.type("A2a", "numerator", "93");
    await pass(IDLE_MS);
    expect(there.state.saves).toEqual([
      ["91", 1],
      ["93", 2],
    ]);
  });

  it("asks when somebody else wrote while the machine was off", async () => {
    const there = server(kept("90", 1));
    const machine = browser(there);
    const { store } = await machine.page(there.state.value);
    store.type("A2a", "numerator", "91");
    there.state.value = kept("92", 2);
    const { store: again } = await machine.page(there.state.value);
    expect(mark(again)).toBe("conflict");
    again.keep("A2a", "mine");
    await pass(0);
    expect(there.state.value).toMatchObject({ numerator: "91", version: 3 });
    await pass(IDLE_MS);
    expect(there.state.saves).toHaveLength(1);
  });

  it("shows both numbers when another's save came first, also after a reload", async () => {
    const there = server(kept("90", 1));
    const machine = browser(there);
    const { store, outbox } = await machine.page(there.state.value);
    there.state.value = kept("92", 2);
    store.type("A2a", "numerator", "91");
    store.settle("A2a");
    await pass(0);
    expect(mark(store)).toBe("conflict");
    expect(store.get("A2a")?.theirs?.numerator).toBe("92");
    expect(outbox.status()).toMatchObject({ refused: 1, waiting: 0 });
    const { store: again, outbox: next } = await machine.page(there.state.value);
    expect(mark(again)).toBe("conflict");
    expect(text(again)).toBe("91");
    again.keep("A2a", "theirs");
    await pass(0);
    expect(text(again)).toBe("92");
    expect(there.state.saves).toEqual([]);
    expect(next.all()).toEqual([]);
  });

  it("sees no conflict with its own save that arrived after the sheet was read", async () => {
    const there = server(kept("90", 1));
    const machine = browser(there);
    const { store } = await machine.page(there.state.value);
    store.type("A2a", "numerator", "91");
    store.settle("A2a");
    store.type("A2a", "numerator", "92");
    await machine.page(kept("90", 1));
    await pass(IDLE_MS);
    const { store: again, outbox } = await machine.page(kept("90", 1));
    expect(mark(again)).not.toBe("conflict");
    await pass(IDLE_MS);
    expect(text(again)).toBe("92");
    expect(there.state.value?.numerator).toBe("92");
    expect(outbox.all()).toEqual([]);
  });

  it("puts the server's sentences at their inputs, and sends again what was mended", async () => {
    const there = server();
    const message = "Tử số 36 lớn hơn mẫu số 34.";
    const errors = [{ pointer: "/numerator", code: "numerator_above_denominator", params: {}, message }];
    there.state.refusal = new ProblemError(422, { code: "validation_failed", errors });
    const { store, outbox } = await browser(there).page(null);
    store.type("A2a", "numerator", "3");
    store.settle("A2a");
    await pass(0);
    expect(store.get("A2a")?.refusals).toEqual([{ at: "numerator", message }]);
    expect(text(store)).toBe("3");
    expect(outbox.all().map(({ refusal }) => refusal?.status)).toEqual([422]);
    there.state.refusal = null;
    store.type("A2a", "numerator", "4");
    await pass(IDLE_MS);
    expect(there.state.saves).toEqual([["4", null]]);
    expect(outbox.all()).toEqual([]);
  });

  it("shows the server's number again once the waiting one is thrown away", async () => {
    const there = server(kept("90", 1));
    there.state.down = "before";
    const { store, outbox } = await browser(there).page(kept("90", 1));
    store.type("A2a", "numerator", "91");
    store.settle("A2a");
    await pass(0);
    await outbox.drop(
      "p",
      outbox.all().map(({ id }) => id),
    );
    expect(text(store)).toBe("90");
    there.state.down = null;
    await pass(5000);
    expect(there.state.saves).toEqual([]);
  });

  it("fills many cells in one step, and undoes and redoes it", async () => {
    const there = server(kept("90", 1));
    const { store } = await browser(there).page(kept("90", 1));
    store.type("A2a", "numerator", "9");
    store.type("A2a", "numerator", "95");
    store.settle("A2a");
    store.fill([{ code: "A2a", cells: { numerator: "1.740", denominator: "#N/A", note: "từ sổ" } }]);
    expect(text(store)).toBe("1.740");
    expect(store.get("A2a")?.denominator.text).toBe("#N/A");
    expect(mark(store)).toBe("error");
    expect(store.undo(open)).toEqual(["A2a"]);
    expect([text(store), store.get("A2a")?.denominator.text, store.get("A2a")?.note]).toEqual([
      "95",
      "100",
      "",
    ]);
    expect(store.undo(open)).toEqual(["A2a"]);
    expect(text(store)).toBe("90");
    expect(store.undo(open)).toEqual([]);
    expect(store.redo(open)).toEqual(["A2a"]);
    expect(text(store)).toBe("95");
    expect(store.redo(() => false)).toEqual([]);
    await pass(IDLE_MS);
    expect(there.state.value?.numerator).toBe("95");
  });
});
