import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, nextCursor, send } from "../../api/client";
import type { components, paths } from "../../api/schema";

export type Entry = components["schemas"]["AuditOut"];
export type Wanted = Omit<
  NonNullable<paths["/api/v1/audit"]["get"]["parameters"]["query"]>,
  "limit" | "cursor" | "fields" | "format"
>;

/** The filters as the address of the page holds them. */
export interface AuditSearch {
  nguoi?: string;
  loai?: string;
  muc?: string;
  viec?: string;
  "don-vi"?: string;
  tu?: string;
  den?: string;
  "ly-do"?: string;
}

/** The filters as the API takes them. */
export function wantedBy(search: AuditSearch): Wanted {
  return {
    person: search.nguoi,
    object: search.loai as Wanted["object"],
    row: search.muc,
    action: search.viec as Wanted["action"],
    unit: search["don-vi"],
    since: search.tu,
    until: search.den,
    reason: search["ly-do"],
  };
}

/** The trail, newest first. */
export function auditQuery(wanted: Wanted) {
  return infiniteQueryOptions({
    queryKey: ["audit", wanted],
    queryFn: ({ pageParam, signal }) =>
      send(
        api.GET("/api/v1/audit", { params: { query: { ...wanted, cursor: pageParam, limit: 50 } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
    placeholderData: (before) => before,
  });
}
