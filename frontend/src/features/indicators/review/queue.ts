/** The values that wait for the person's review, and the pure steps through them. */

import { queryOptions } from "@tanstack/react-query";
import { api, ifMatch, send } from "../../../api/client";
import { wholeList } from "../../../api/lists";
import type { components } from "../../../api/schema";

export type Value = components["schemas"]["ValueOut"];

/** Everything that waits, in the order in which it was first entered. */
export const queueQuery = queryOptions({
  queryKey: ["review"],
  queryFn: ({ signal }) =>
    wholeList((query) =>
      send(
        api.GET("/api/v1/indicator-values", { params: { query: { ...query, reviewable: true } }, signal }),
      ),
    ),
});

/** One value as it stands now. */
export function readValue(id: string): Promise<Value> {
  return send(api.GET("/api/v1/indicator-values/{value_id}", { params: { path: { value_id: id } } }));
}

/** What a reviewer decides; a return carries its reason. */
export type Decision = { move: "approve" } | { move: "return"; reason: string };

/** Makes a decision about a value as the reviewer saw it. */
export function decide(value: Value, decision: Decision): Promise<Value> {
  const params = { path: { value_id: value.id }, header: ifMatch(value.version) };
  return decision.move === "approve"
    ? send(api.POST("/api/v1/indicator-values/{value_id}/approvals", { params }))
    : send(
        api.POST("/api/v1/indicator-values/{value_id}/returns", {
          params,
          body: { reason: decision.reason },
        }),
      );
}

/** Takes a decision of one's own back; `value` is as the decision left it. */
export function takeBack(value: Value): Promise<Value> {
  const params = { path: { value_id: value.id }, header: ifMatch(value.version) };
  return send(api.POST("/api/v1/indicator-values/{value_id}/review-withdrawals", { params }));
}

/** The values that stand between two of the queue, both included. */
export function stretch(queue: readonly Value[], from: string | undefined, to: string): Value[] {
  const [a, b] = [queue.findIndex(({ id }) => id === from), queue.findIndex(({ id }) => id === to)];
  if (a < 0) return queue.slice(b, b + 1);
  return queue.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** The units in a queue, each once, for a filter. */
export function unitsIn(queue: readonly Value[]): { code: string; name: string }[] {
  const units = new Map(queue.map(({ unit }) => [unit.code, unit.short_name]));
  return [...units].map(([code, name]) => ({ code, name }));
}

/** The neighbour of a value in the queue; stays at the ends. */
export function stepped(queue: readonly Value[], id: string | undefined, by: 1 | -1): Value | undefined {
  const at = queue.findIndex((value) => value.id === id);
  return queue[Math.min(Math.max(at + by, 0), queue.length - 1)];
}

/** Where to go once a value is decided: the next that the person may review, else the nearest that is left. */
export function following(queue: readonly Value[], id: string): Value | undefined {
  const at = queue.findIndex((value) => value.id === id);
  const rest = [...queue.slice(at + 1), ...queue.slice(0, at)];
  return rest.find(({ may }) => may.review) ?? rest[0];
}
