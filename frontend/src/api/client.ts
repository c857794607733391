/**
 * The only fetch of the officers' app.
 *
 * The access token lives in memory alone; the refresh token is a cookie that scripts cannot read. A call without a
 * token, or one refused with 401, first refreshes, once for all calls that wait, and is then sent again.
 */

import createClient from "openapi-fetch";
import { uuid7 } from "../lib/uuid";
import { ProblemError, problemFrom } from "./problem";
import type { components, paths } from "./schema";

type SignedOut = components["schemas"]["SignedOut"];

const OPEN = /^\/api\/v1\/(public\/|setup\/|invitations\/|sessions\/refreshes$|sessions\/current$)/;

let token: string | null = null;
let holder: string | null = null;
let known = false;
let refreshing: Promise<boolean> | null = null;
let reviving: (() => Promise<boolean>) | null = null;

/** Keep the access token of a fresh sign-in for the calls to come. */
export function signedIn(signed: SignedOut): void {
  token = signed.access_token;
  holder = signed.person.id;
  known = true;
}

/** Forget the access token. */
export function forgetToken(): void {
  token = null;
  holder = null;
  known = false;
}

/** What to do when a session that was alive has ended: `ask` resolves to whether the person signed in again. */
export function onExpiry(ask: (() => Promise<boolean>) | null): void {
  reviving = ask;
}

/** A new access token by the cookie; concurrent callers share one request. False when nobody is signed in. */
export function refresh(): Promise<boolean> {
  refreshing ??= renew().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function renew(): Promise<boolean> {
  const answer = await fetch("/api/v1/sessions/refreshes", {
    method: "POST",
    headers: { "X-Doimoi": "1", "Accept-Language": "vi" },
  });
  if (answer.ok) {
    signedIn((await answer.json()) as SignedOut);
    return true;
  }
  if (answer.status !== 401 && answer.status !== 403) {
    throw problemFrom(answer.status, await answer.json().catch(() => null));
  }
  token = null;
  // Somebody who worked here a moment ago may sign in again on the spot; what they typed is still on the screen.
  return known && reviving !== null ? reviving() : false;
}

/** The access token, fetched when there is none; for the one caller that cannot use `fetch`. */
export async function bearer(): Promise<string> {
  if (token === null) await refresh();
  if (token === null) throw new ProblemError(401, { code: "unauthenticated" });
  return token;
}

/** Sends with the access token; with `by` only while that is this person's. */
async function authorised(request: Request, by?: string): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set("Accept-Language", "vi");
  const writes = request.method !== "GET" && request.method !== "HEAD";
  if (writes && !headers.has("Idempotency-Key")) headers.set("Idempotency-Key", uuid7());
  const path = new URL(request.url).pathname;
  const open = OPEN.test(path) || (path === "/api/v1/sessions" && request.method === "POST");
  if (open) {
    if (writes) headers.set("X-Doimoi", "1");
    return fetch(new Request(request, { headers }));
  }
  const attempt = () => {
    if (token !== null) headers.set("Authorization", `Bearer ${token}`);
    return fetch(new Request(request.clone(), { headers }));
  };
  // Somebody else may have signed in at another tab of this browser: what one made is never sent as the other.
  const isAnother = () => by !== undefined && by !== holder;
  if (token === null && !(await refresh())) return unauthenticated();
  if (isAnother()) return unauthenticated();
  const answer = await attempt();
  if (answer.status !== 401) return answer;
  return (await refresh()) && !isAnother() ? attempt() : answer;
}

function unauthenticated(): Response {
  return new Response(JSON.stringify({ code: "unauthenticated" }), {
    status: 401,
    headers: { "Content-Type": "application/problem+json" },
  });
}

/** The API: `api.GET("/api/v1/units", { params })`. Wrap it in `send` to get the data or a `ProblemError`. */
export const api = createClient<paths, "application/json">({
  baseUrl: globalThis.location?.origin ?? "",
  fetch: (request) => authorised(request),
});

/** A write as it lies in the outbox; `id` is its idempotency key, `base` the version that it changes. */
export interface Write {
  id: string;
  method: string;
  url: string;
  body: unknown;
  base: number | null;
}

/** Brings a write to the server as this person and nobody else: the answer, or a `ProblemError`. */
export async function deliver(by: string, write: Write, signal: AbortSignal): Promise<unknown> {
  const headers = new Headers({ "Content-Type": "application/json", "Idempotency-Key": write.id });
  if (write.base !== null) headers.set("If-Match", `"${write.base}"`);
  const body = JSON.stringify(write.body);
  const request = new Request(new URL(write.url, location.origin), {
    method: write.method,
    headers,
    body,
    signal,
  });
  const answer = await authorised(request, by);
  const given: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw problemFrom(answer.status, given);
  return given;
}

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a call; throws a `ProblemError` for every failure, a lost network included. */
export async function send<T>(call: Promise<Answered<T>>): Promise<T> {
  return (await sendTagged(call)).data;
}

/** The data of a call with the version that its ETag tells, for a later `ifMatch`. */
export async function sendTagged<T>(call: Promise<Answered<T>>): Promise<{ data: T; etag: string | null }> {
  let answered: Answered<T>;
  try {
    answered = await call;
  } catch (error) {
    if (error instanceof ProblemError || (error instanceof DOMException && error.name === "AbortError"))
      throw error;
    throw new ProblemError(0, {});
  }
  if (!answered.response.ok) throw problemFrom(answered.response.status, answered.error);
  return { data: answered.data as T, etag: answered.response.headers.get("ETag") };
}

/** A list as a file: the whole of it, as the server writes it. Throws a `ProblemError` as every call does. */
export async function download(
  path: string,
  query: Readonly<Record<string, string | null | undefined>>,
): Promise<{ file: Blob; name: string }> {
  const address = new URL(path, globalThis.location.origin);
  for (const [name, value] of Object.entries(query)) if (value) address.searchParams.set(name, value);
  let answer: Response;
  try {
    answer = await authorised(new Request(address));
  } catch (error) {
    throw error instanceof ProblemError ? error : new ProblemError(0, {});
  }
  if (!answer.ok) throw problemFrom(answer.status, await answer.json().catch(() => null));
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "";
  return { file: await answer.blob(), name };
}

/** The header that makes a write fail with 412 when someone else changed the row since version `version` was read. */
export function ifMatch(version: number): { "if-match": string } {
  return { "if-match": `"${version}"` };
}

/** The cursor of the next page from a list's `next` address; undefined on the last page. */
export function nextCursor(page: { next?: string | null }): string | undefined {
  if (!page.next) return undefined;
  return new URL(page.next, "http://doimoi.invalid").searchParams.get("cursor") ?? undefined;
}
