/** Who is signed in and what they may do. Pages show only the moves that `useMay` allows. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, send } from "./client";
import type { components } from "./schema";

export type Me = components["schemas"]["MeOut"];
export type Act = components["schemas"]["Act"];

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => send(api.GET("/api/v1/me", { signal })),
  staleTime: 60_000,
});

export const instanceQuery = queryOptions({
  queryKey: ["instance"],
  queryFn: ({ signal }) => send(api.GET("/api/v1/public/instance", { signal })),
  staleTime: 300_000,
});

/** The person at the screen; undefined while it is being read. */
export function useMe(): Me | undefined {
  return useQuery(meQuery).data;
}

/** Whether the person may do this somewhere. */
export function useMay(act: Act): boolean {
  return useMe()?.acts.includes(act) ?? false;
}

/** The page that a person begins their day on. */
export function homeOf(me: Me): "/viec-cua-toi" | "/tong-quan" | "/to-chuc" | "/tai-khoan" {
  if (me.acts.includes("assignment_work")) return "/viec-cua-toi";
  if (me.acts.includes("value_read")) return "/tong-quan";
  return me.acts.includes("person_read") ? "/to-chuc" : "/tai-khoan";
}
