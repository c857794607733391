import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../../api/problem";
import type { Uploaded } from "../../api/upload";
import { type Doors, type Known, type Queue, sendingQueue } from "./sending";

const file = (name: string) => new File(["x"], name);
const fine = () => null;

function serving(over: Partial<Doors> = {}) {
  const keys: string[] = [];
  const arrived: string[] = [];
  const doors: Doors = {
    known: async () => null,
    upload: async ({ key, file: { name } }) => {
      keys.push(key);
      return { id: name } as Uploaded;
    },
    arrived: async (id) => {
      arrived.push(id);
    },
    ...over,
  };
  return { queue: sendingQueue(doors), keys, arrived };
}

const stages = (queue: Queue) => queue.items().map((item) => item.stage.is);
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("files on their way", () => {
  it("go one after the other and leave when they have arrived", async () => {
    const { queue, arrived } = serving();
    queue.add([file("a.pdf"), file("b.pdf")], fine);
    await pass();
    expect(arrived).toEqual(["a.pdf", "b.pdf"]);
    expect(queue.items()).toEqual([]);
  });

  it("stay with what is wrong with them, and do not hold the others up", async () => {
    const { queue, arrived } = serving();
    queue.add([file("a.exe"), file("b.pdf")], ({ name }) => (name.endsWith("exe") ? "Không nhận" : null));
    await pass();
    expect(arrived).toEqual(["b.pdf"]);
    expect(queue.items()[0]?.stage).toEqual({ is: "failed", why: "Không nhận", final: true });
  });

  it("wait for the network and are sent again with the same key", async () => {
    let away = true;
    const seen: string[] = [];
    const { queue, arrived } = serving({
      upload: async ({ key, file: { name } }) => {
        seen.push(key);
        if (away) throw new ProblemError(0, {});
        return { id: name } as Uploaded;
      },
    });
    queue.add([file("a.pdf")], fine);
    await pass();
    expect(stages(queue)).toEqual(["offline"]);
    await pass(2000);
    expect(stages(queue)).toEqual(["offline"]);
    away = false;
    await pass(5000);
    expect(arrived).toEqual(["a.pdf"]);
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(1);
  });

  it("are not sent a second time when only the link was lost", async () => {
    let linked = 0;
    const { queue, keys } = serving({
      arrived: async () => {
        linked += 1;
        if (linked === 1) throw new ProblemError(0, {});
      },
    });
    queue.add([file("a.pdf")], fine);
    await pass(2000);
    expect(keys).toHaveLength(1);
    expect(linked).toBe(2);
    expect(queue.items()).toEqual([]);
  });

  it("say what the server refuses, and go again when asked", async () => {
    let full = true;
    const { queue, arrived } = serving({
      upload: async () => {
        if (full) throw new ProblemError(507, { code: "disk_full", detail: "Hết chỗ" });
        return { id: "1" } as Uploaded;
      },
    });
    queue.add([file("a.pdf")], fine);
    await pass();
    expect(queue.items()[0]?.stage).toEqual({ is: "failed", why: "Hết chỗ", final: false });
    full = false;
    queue.retry(queue.items()[0]?.key);
    await pass();
    expect(arrived).toEqual(["1"]);
  });

  it("are offered what is there already: used again, or sent all the same", async () => {
    const known: Known = { id: "old", filename: "cu.pdf", unit: "VHXH" };
    const { queue, keys, arrived } = serving({ known: async () => known });
    queue.add([file("a.pdf"), file("b.pdf")], fine);
    await pass();
    expect(stages(queue)).toEqual(["same", "same"]);
    const [first, second] = queue.items();
    queue.settle(first?.key ?? "", true);
    queue.settle(second?.key ?? "", false);
    await pass();
    expect(arrived).toEqual(["old", "b.pdf"]);
    expect(keys).toHaveLength(1);
  });

  it("stop when they are cancelled, and the next one sets out", async () => {
    let stopped = false;
    const { queue, arrived } = serving({
      upload: ({ file: { name } }, signal) =>
        name === "a.pdf"
          ? new Promise((_, reject) =>
              signal.addEventListener("abort", () => {
                stopped = true;
                reject(new DOMException("", "AbortError"));
              }),
            )
          : Promise.resolve({ id: name } as Uploaded),
    });
    queue.add([file("a.pdf"), file("b.pdf")], fine);
    await pass();
    expect(stages(queue)).toEqual(["sending", "queued"]);
    queue.cancel(queue.items()[0]?.key ?? "");
    await pass();
    expect(stopped).toBe(true);
    expect(arrived).toEqual(["b.pdf"]);
    expect(queue.items()).toEqual([]);
  });
});
