/** What went wrong, in words: the server's RFC 9457 problems, and the failures that never reach it. */

import { general } from "../words/vi/general";
import type { components } from "./schema";

type Problem = components["schemas"]["Problem"];
export type Fault = components["schemas"]["FieldProblem"];

/** A call that failed. `status` is 0 when no answer came; `detail` is a sentence for the person at the screen. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly faults: Fault[];
  readonly params: Record<string, unknown>;

  constructor(status: number, problem: Partial<Problem>) {
    const detail = problem.detail ?? fallback(status);
    super(detail);
    this.name = "ProblemError";
    this.status = status;
    this.code = problem.code ?? (status === 0 ? "offline" : "unknown");
    this.detail = detail;
    this.requestId = problem.request_id ?? null;
    this.faults = problem.errors ?? [];
    this.params = problem.params ?? {};
  }
}

function fallback(status: number): string {
  if (status === 0) return general.offline;
  return status >= 500 ? general.serverFailed : general.failed;
}

/** The body of a failed answer as an error; anything that is not a problem (a proxy's page) gets our own words. */
export function problemFrom(status: number, body: unknown): ProblemError {
  const isProblem = typeof body === "object" && body !== null && "code" in body;
  return new ProblemError(status, isProblem ? (body as Partial<Problem>) : {});
}

/** Whatever was thrown, as a `ProblemError`. */
export function asProblem(error: unknown): ProblemError {
  return error instanceof ProblemError ? error : new ProblemError(0, {});
}

/**
 * The sentence for the field at this JSON pointer (`/password`), or undefined.
 * `words` may say more than the server does for some codes (`{ bad_format: "..." }`).
 */
export function faultAt(
  error: unknown,
  pointer: string,
  words: Record<string, string> = {},
): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  const fault = error.faults.find((held) => held.pointer === pointer);
  return fault && (words[fault.code] ?? fault.message);
}

/** The sentence to show beside a form: none when every fault has a field of its own among `pointers`. */
export function restOf(error: unknown, pointers: readonly string[]): string | undefined {
  if (!error) return undefined;
  const problem = asProblem(error);
  const placed = problem.faults.length > 0 && problem.faults.every((f) => pointers.includes(f.pointer));
  if (placed) return undefined;
  const loose = problem.faults.find((f) => !pointers.includes(f.pointer));
  return loose ? `${problem.detail} ${loose.message}` : problem.detail;
}
