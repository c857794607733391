/** The calls that move a figure after its approval, and what must be read again afterwards. */
import type { QueryClient } from "@tanstack/react-query";

import { api, ifMatch, send } from "../../../api/client";
import type { components } from "../../../api/schema";
import type { Value } from "../indicator/measured";

type Schemas = components["schemas"];

function at(value: Value) {
  return { params: { path: { value_id: value.id } }, headers: ifMatch(value.version) };
}

export function correct(value: Value, body: Schemas["CorrectionIn"]): Promise<Value> {
  return send(api.POST("/api/v1/indicator-values/{value_id}/corrections", { ...at(value), body }));
}

export function reopen(value: Value, reason: string): Promise<Value> {
  return send(api.POST("/api/v1/indicator-values/{value_id}/reopenings", { ...at(value), body: { reason } }));
}

export function unpublish(value: Value, reason: string): Promise<Value> {
  return send(
    api.POST("/api/v1/indicator-values/{value_id}/unpublications", { ...at(value), body: { reason } }),
  );
}

export function keepOld(value: Value): Promise<Value> {
  return send(api.POST("/api/v1/indicator-values/{value_id}/withdrawals", at(value)));
}

export function publish(values: readonly Value[]): Promise<Schemas["PublicationOut"]> {
  return send(api.POST("/api/v1/publications", { body: { value_ids: values.map(({ id }) => id) } }));
}

export function proposeAll(): Promise<Schemas["ProposalsOut"]> {
  return send(api.POST("/api/v1/indicator-paths/proposals", { body: {} }));
}

/** Everything that shows figures or how they stand. */
export async function readAgain(client: QueryClient): Promise<void> {
  await Promise.all(
    [["indicator-values"], ["overview"], ["indicator"], ["waiting"]].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );
}
