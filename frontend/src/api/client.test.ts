// @vitest-environment jsdom

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  api,
  deliver,
  forgetToken,
  ifMatch,
  nextCursor,
  onExpiry,
  send,
  sendTagged,
  signedIn,
} from "./client";

const REFRESH = "/api/v1/sessions/refreshes";

/** A server that knows one good access token; each call it got is kept in order. */
class Server {
  good = "token-1";
  refreshes: (() => Response)[] = [];
  calls: { path: string; method: string; headers: Headers; body: string }[] = [];

  handle = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(
      input instanceof Request ? input : new URL(String(input), location.origin),
      init,
    );
    const path = new URL(request.url).pathname;
    this.calls.push({ path, method: request.method, headers: request.headers, body: await request.text() });
    await Promise.resolve();
    if (path === REFRESH) return (this.refreshes.shift() ?? refused)();
    if (request.headers.get("Authorization") !== `Bearer ${this.good}`) return refused();
    return json(200, { path }, { ETag: '"7-abc"' });
  };

  paths(): string[] {
    return this.calls.map((call) => call.path.replace("/api/v1", ""));
  }
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
}

function refused(): Response {
  return json(401, { code: "unauthenticated", detail: "Phiên đăng nhập đã hết." });
}

function signed(token: string) {
  return { access_token: token, expires_in: 600, session_id: "s", person: { id: "p", display_name: "A" } };
}

let server: Server;

beforeEach(() => {
  server = new Server();
  vi.stubGlobal("fetch", server.handle);
  forgetToken();
});

afterEach(() => onExpiry(null));

test("sends the token, the language and no idempotency key with a read", async () => {
  signedIn(signed("token-1"));
  await send(api.GET("/api/v1/me"));
  const headers = server.calls[0]?.headers;
  expect(headers?.get("Authorization")).toBe("Bearer token-1");
  expect(headers?.get("Accept-Language")).toBe("vi");
  expect(headers?.has("Idempotency-Key")).toBe(false);
});

test("begins with a refresh when the page was just opened", async () => {
  server.refreshes = [() => json(200, signed("token-1"))];
  await send(api.GET("/api/v1/me"));
  expect(server.paths()).toEqual(["/sessions/refreshes", "/me"]);
  expect(server.calls[0]?.headers.get("X-Doimoi")).toBe("1");
});

test("refreshes once for all calls that were refused together, and sends each again", async () => {
  signedIn(signed("token-old"));
  server.refreshes = [() => json(200, signed("token-1"))];
  await Promise.all([
    send(api.GET("/api/v1/me")),
    send(api.GET("/api/v1/sessions")),
    send(api.GET("/api/v1/units")),
  ]);
  expect(server.paths().filter((path) => path === "/sessions/refreshes")).toHaveLength(1);
  expect(server.paths().filter((path) => path === "/units")).toHaveLength(2);
});

test("repeats a refused write with the same body and the same idempotency key", async () => {
  signedIn(signed("token-old"));
  server.refreshes = [() => json(200, signed("token-1"))];
  const body = {
    username: "an.le",
    display_name: "Lê An",
    unit: "VHXH",
    role: "officer" as const,
    way: "password" as const,
  };
  await send(api.POST("/api/v1/people", { body }));
  const writes = server.calls.filter((call) => call.path.endsWith("/people"));
  expect(writes).toHaveLength(2);
  expect(writes.map((call) => JSON.parse(call.body))).toEqual([body, body]);
  const keys = writes.map((call) => call.headers.get("Idempotency-Key"));
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
});

test("gives each write a key of its own, and keeps one that was given", async () => {
  signedIn(signed("token-1"));
  const send1 = () => send(api.DELETE("/api/v1/api-keys/{key_id}", { params: { path: { key_id: "k" } } }));
  await send1();
  await send1();
  const params = { path: { key_id: "k" } };
  await send(api.DELETE("/api/v1/api-keys/{key_id}", { params, headers: { "Idempotency-Key": "mine" } }));
  const keys = server.calls.map((call) => call.headers.get("Idempotency-Key"));
  expect(keys[0]).not.toBe(keys[1]);
  expect(keys[2]).toBe("mine");
});

test("tells that nobody is signed in when the cookie is no longer good", async () => {
  await expect(send(api.GET("/api/v1/me"))).rejects.toMatchObject({ status: 401, code: "unauthenticated" });
  expect(server.paths()).toEqual(["/sessions/refreshes"]);
});

test("asks the person who was working to sign in again, then finishes what they sent", async () => {
  signedIn(signed("token-old"));
  const ask = vi.fn(async () => {
    signedIn(signed("token-1"));
    return true;
  });
  onExpiry(ask);
  await Promise.all([send(api.GET("/api/v1/me")), send(api.GET("/api/v1/units"))]);
  expect(ask).toHaveBeenCalledTimes(1);
});

test("does not take a busy server for an ended session", async () => {
  signedIn(signed("token-old"));
  const ask = vi.fn(async () => true);
  onExpiry(ask);
  server.refreshes = [() => json(503, { code: "busy", detail: "Máy chủ đang bận." })];
  await expect(send(api.GET("/api/v1/me"))).rejects.toMatchObject({ status: 503, code: "busy" });
  expect(ask).not.toHaveBeenCalled();
});

test("never refreshes for the doors that are open to anybody", async () => {
  await expect(
    send(api.POST("/api/v1/sessions", { body: { username: "a", password: "b" } })),
  ).rejects.toMatchObject({ status: 401 });
  expect(server.paths()).toEqual(["/sessions"]);
});

test("says that the network is away when no answer comes", async () => {
  signedIn(signed("token-1"));
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(send(api.GET("/api/v1/me"))).rejects.toMatchObject({ status: 0, code: "offline" });
});

test("hands out the ETag, and writes If-Match as the server reads it", async () => {
  signedIn(signed("token-1"));
  expect((await sendTagged(api.GET("/api/v1/me"))).etag).toBe('"7-abc"');
  expect(new Headers(ifMatch(3)).get("If-Match")).toBe('"3"');
});

test("finds the cursor of the next page in relative and absolute addresses", () => {
  expect(nextCursor({ next: "/api/v1/people?limit=50&cursor=abc" })).toBe("abc");
  expect(nextCursor({ next: "https://x.test/api/v1/people?cursor=d%2Bf" })).toBe("d+f");
  expect(nextCursor({ next: null })).toBeUndefined();
});

test("a write of the outbox goes as the person who made it, or not at all", async () => {
  const write = { id: "k-1", method: "PUT", url: "/api/v1/x", body: { numerator: "1" }, base: 3 };
  const { signal } = new AbortController();
  signedIn(signed("token-1"));
  await expect(deliver("p", write, signal)).resolves.toEqual({ path: "/api/v1/x" });
  const [call] = server.calls;
  expect(call?.headers.get("Idempotency-Key")).toBe("k-1");
  expect(call?.headers.get("If-Match")).toBe('"3"');
  expect(call?.body).toBe('{"numerator":"1"}');
  await expect(deliver("q", write, signal)).rejects.toMatchObject({ status: 401 });
  // The cookie of this browser may have become another person's while the token was running out.
  server.good = "token-2";
  server.refreshes = [() => json(200, { ...signed("token-2"), person: { id: "q", display_name: "B" } })];
  await expect(deliver("p", write, signal)).rejects.toMatchObject({ status: 401 });
  expect(server.paths().filter((path) => path === "/x")).toHaveLength(2);
});
