/** Handing in every complete row, one after the other, with a count on the way and the refusals at the end. */

import type { QueryClient } from "@tanstack/react-query";
import { asProblem } from "../../../api/problem";
import { isComplete } from "./rowState";
import type { Row, Store } from "./stores";

/** How a round of handing in went. */
export interface Outcome {
  sent: number;
  failed: { code: string; message: string }[];
}

/** The rows that are saved, complete and may be handed in. */
export function sendable(rows: ReadonlyMap<string, Row>): string[] {
  return [...rows].flatMap(([code, state]) => (isSendable(state) ? [code] : []));
}

const judged = new WeakMap<Row, boolean>();

function isSendable(state: Row): boolean {
  const known = judged.get(state);
  if (known !== undefined) return known;
  const may = Boolean(state.value?.may.submit) && isComplete(state);
  judged.set(state, may);
  return may;
}

/** Hands the rows in. A lost network ends the round, since every further try would fail the same way. */
export async function sendAll(
  store: Store,
  codes: readonly string[],
  onProgress: (done: number) => void,
): Promise<Outcome> {
  const outcome: Outcome = { sent: 0, failed: [] };
  for (const [at, code] of codes.entries()) {
    onProgress(at);
    try {
      await store.move(code, "submissions");
      outcome.sent += 1;
    } catch (error) {
      const { status, detail, faults } = asProblem(error);
      outcome.failed.push({ code, message: faults[0]?.message ?? detail });
      if (status === 0 || status === 401) {
        outcome.failed.push(...codes.slice(at + 1).map((rest) => ({ code: rest, message: detail })));
        break;
      }
    }
  }
  return outcome;
}

/** Everything that shows values reads them anew. */
export function tellMoved(client: QueryClient): void {
  for (const key of ["waiting", "indicator-values", "overview", "review"]) {
    void client.invalidateQueries({ queryKey: [key] });
  }
}
