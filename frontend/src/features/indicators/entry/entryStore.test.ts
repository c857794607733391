import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../../../api/problem";
import { memoryShelf } from "./drafts";
import { type Doors, type EntryStore, entryStore, IDLE_MS } from "./entryStore";
import type { Kept, Sent } from "./rowState";
import * as row from "./rowState";
import type { Shape } from "./shape";

const ratio: Shape = { measure: "ratio", paired: true, kind: "count", whole: true, highest: null };

/** A server with one value that keeps versions and keys as the real one does; `down` loses the network. */
function server(first: Kept | null = null) {
  const seen = new Map<string, Kept>();
  const state = { value: first, down: null as null | "before" | "after", saves: [] as Sent[] };
  const doors: Doors<Kept> = {
    async save(_code, sent) {
      if (state.down === "before") throw new ProblemError(0, {});
      const known = seen.get(sent.key);
      if (known) return known;
      if ((state.value?.version ?? null) !== sent.version) throw new ProblemError(412, {});
      state.saves.push(sent);
      state.value = { id: "v", version: (sent.version ?? 0) + 1, ...sent.payload };
      seen.set(sent.key, state.value);
      if (state.down === "after") throw new ProblemError(0, {});
      return state.value;
    },
    async move(value) {
      return { ...value, version: value.version + 1 };
    },
    async current() {
      return state.value;
    },
  };
  return { state, doors };
}

const arrived = (value: Kept | null) => [{ code: "A2a", shape: ratio, value }];
const text = (store: EntryStore<Kept>) => store.get("A2a")?.numerator.text;
const mark = (store: EntryStore<Kept>) => {
  const state = store.get("A2a");
  return state && row.markOf(state);
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("entryStore", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("saves after a pause, once for all keys pressed", async () => {
    const { state, doors } = server();
    const store = entryStore("p/", doors, memoryShelf());
    await store.load(arrived(null));
    for (const typed of ["1", "1.", "1.7", "1.74", "1.740"]) store.type("A2a", "numerator", typed);
    await pass(IDLE_MS - 1);
    expect(state.saves).toHaveLength(0);
    await pass(2);
    expect(state.saves.map((sent) => sent.payload.numerator)).toEqual(["1740"]);
    expect(text(store)).toBe("1.740");
    expect(mark(store)).toBe("saved");
  });

  it("tries again after 2, 5 and 15 seconds, then once a minute", async () => {
    const { state, doors } = server();
    state.down = "before";
    const save = vi.spyOn(doors, "save");
    const store = entryStore("p/", doors, memoryShelf());
    await store.load(arrived(null));
    store.type("A2a", "numerator", "5");
    store.settle("A2a");
    await pass(0);
    const tries: number[] = [];
    for (const seconds of [2, 5, 15, 60, 60]) {
      await pass(seconds * 1000 - 1);
      tries.push(save.mock.calls.length);
      await pass(1);
    }
    expect(tries).toEqual([1, 2, 3, 4, 5]);
    expect(mark(store)).toBe("waiting");
    state.down = null;
    store.retry();
    await pass(0);
    expect(state.value?.numerator).toBe("5");
    expect(mark(store)).toBe("saved");
  });

  it("saves once when the answer is lost and more was typed meanwhile", async () => {
    const { state, doors } = server();
    state.down = "after";
    const store = entryStore("p/", doors, memoryShelf());
    await store.load(arrived(null));
    store.type("A2a", "numerator", "5");
    store.settle("A2a");
    await pass(0);
    store.type("A2a", "numerator", "56");
    state.down = null;
    await pass(2000);
    expect(state.saves.map((sent) => [sent.payload.numerator, sent.version])).toEqual([
      ["5", null],
      ["56", 1],
    ]);
    expect(mark(store)).toBe("saved");
  });

  it("brings what was typed back after a reload, and sends it", async () => {
    const { state, doors } = server();
    const shelf = memoryShelf();
    state.down = "before";
    const store = entryStore("p/", doors, shelf);
    await store.load(arrived(null));
    store.type("A2a", "numerator", "1.740");
    store.type("A2a", "denominator", "1e3");
    store.settle("A2a");
    await pass(0);
    const again = entryStore("p/", doors, shelf);
    await again.load(arrived(null));
    expect(text(again)).toBe("1.740");
    expect(again.get("A2a")?.denominator.text).toBe("1e3");
    expect(mark(again)).toBe("error");
    state.down = null;
    again.type("A2a", "denominator", "2980");
    await pass(IDLE_MS);
    expect(state.value).toMatchObject({ numerator: "1740", denominator: "2980" });
    expect(await shelf.all("p/")).toEqual(new Map());
  });

  it("asks when somebody else wrote while the machine was off", async () => {
    const { state, doors } = server({ id: "v", version: 1, numerator: "90", denominator: "100", note: null });
    const shelf = memoryShelf();
    const store = entryStore("p/", doors, shelf);
    await store.load(arrived(state.value));
    store.type("A2a", "numerator", "91");
    state.value = { id: "v", version: 2, numerator: "92", denominator: "100", note: null };
    const again = entryStore("p/", doors, shelf);
    await again.load(arrived(state.value));
    expect(mark(again)).toBe("conflict");
    again.keep("A2a", "mine");
    await pass(0);
    expect(state.value).toMatchObject({ numerator: "91", version: 3 });
    await pass(IDLE_MS);
    expect(state.saves).toHaveLength(1);
  });

  it("shows both numbers when another's save came first", async () => {
    const { state, doors } = server({ id: "v", version: 1, numerator: "90", denominator: "100", note: null });
    const store = entryStore("p/", doors, memoryShelf());
    await store.load(arrived(state.value));
    state.value = { id: "v", version: 2, numerator: "92", denominator: "100", note: null };
    store.type("A2a", "numerator", "91");
    store.settle("A2a");
    await pass(0);
    expect(mark(store)).toBe("conflict");
    expect(store.get("A2a")?.theirs?.numerator).toBe("92");
    expect(text(store)).toBe("91");
    store.keep("A2a", "theirs");
    await pass(0);
    expect(text(store)).toBe("92");
    expect(state.saves).toHaveLength(0);
  });

  it("puts the server's sentences at their inputs", async () => {
    const { doors } = server();
    const message = "Tử số 36 lớn hơn mẫu số 34.";
    const errors = [{ pointer: "/numerator", code: "numerator_above_denominator", params: {}, message }];
    vi.spyOn(doors, "save").mockRejectedValue(new ProblemError(422, { code: "validation_failed", errors }));
    const store = entryStore("p/", doors, memoryShelf());
    await store.load(arrived(null));
    store.type("A2a", "numerator", "3");
    store.settle("A2a");
    await pass(0);
    expect(store.get("A2a")?.refusals).toEqual([{ at: "numerator", message }]);
    expect(text(store)).toBe("3");
  });
});
