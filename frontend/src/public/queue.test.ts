// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Form, newId, Queue } from "./queue";

const form = (id: string, level = 5): Form => ({ client_id: id, answers: { q1: level }, abandoned: false });

function answering(...statuses: (number | "gone")[]) {
  const sent: Form[] = [];
  const last = statuses[statuses.length - 1];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    const status = statuses.shift() ?? last;
    if (status === "gone") throw new TypeError("no network");
    sent.push(JSON.parse(String(init.body)) as Form);
    return new Response("{}", { status: status ?? 200 });
  });
  return sent;
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the queue of filled forms", () => {
  it("sends a form at once and forgets it", async () => {
    const sent = answering(200);
    const queue = new Queue("ma", localStorage);
    expect(await queue.add(form("a"))).toBe("recorded");
    expect(sent.map((f) => f.client_id)).toEqual(["a"]);
    expect(localStorage.length).toBe(0);
  });

  it("keeps a form without a network and sends it under the same id when it is back", async () => {
    const sent = answering("gone", "gone", 200);
    const counts: number[] = [];
    const queue = new Queue("ma", localStorage, (n) => counts.push(n));
    expect(await queue.add(form("a"))).toBe("later");
    expect(localStorage.length).toBe(1);
    await vi.advanceTimersByTimeAsync(8000);
    expect(sent.map((f) => f.client_id)).toEqual(["a"]);
    expect(localStorage.length).toBe(0);
    expect(counts.at(-1)).toBe(0);
  });

  it("finds after a reload what waited before it", async () => {
    answering("gone");
    void new Queue("ma", localStorage).add(form("a"));
    await vi.advanceTimersByTimeAsync(0);
    const sent = answering(200);
    await new Queue("khac", localStorage).flush();
    expect(sent).toEqual([]);
    await new Queue("ma", localStorage).flush();
    expect(sent.map((f) => f.client_id)).toEqual(["a"]);
  });

  it.each([503, 500, 429])("tries again after %i", async (status) => {
    const sent = answering(status, 200);
    const queue = new Queue("ma", localStorage);
    expect(await queue.add(form("a"))).toBe("later");
    await vi.advanceTimersByTimeAsync(2100);
    expect(sent).toHaveLength(2);
    expect(localStorage.length).toBe(0);
  });

  it.each([410, 404, 422])("lets a form go that the server will never take (%i)", async (status) => {
    answering(status);
    const queue = new Queue("ma", localStorage);
    expect(await queue.add(form("a"))).toBe("refused");
    expect(localStorage.length).toBe(0);
  });

  it("sends many slowly, so that the server does not take them for a flood", async () => {
    for (let n = 0; n < 14; n += 1) localStorage.setItem(`doimoi.k.ma.${n}`, JSON.stringify(form(String(n))));
    const sent = answering(200);
    void new Queue("ma", localStorage).flush();
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toHaveLength(10);
    await vi.advanceTimersByTimeAsync(3400);
    expect(sent).toHaveLength(11);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent).toHaveLength(14);
  });

  it("works where nothing can be stored", async () => {
    const full = {
      ...localStorage,
      length: 0,
      setItem: () => {
        throw new Error("full");
      },
    };
    answering("gone", 200);
    const queue = new Queue("ma", full as unknown as Storage);
    expect(await queue.add(form("a"))).toBe("later");
    await vi.advanceTimersByTimeAsync(2100);
    expect(await queue.add(form("b"))).toBe("recorded");
  });

  it("makes ids of version 4", () => {
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(newId()).not.toBe(newId());
  });
});
