/** The plan as the server keeps it: its head and parts, and its text clause by clause. */
import { queryOptions } from "@tanstack/react-query";

import { api, send } from "../../api/client";
import { wholeList } from "../../api/lists";
import type { components } from "../../api/schema";

export type Plan = components["schemas"]["PlanOut"];
export type Clause = components["schemas"]["ClauseOut"];

const LONG = 300_000;

export const plansQuery = queryOptions({
  queryKey: ["plans"],
  queryFn: async ({ signal }) => (await send(api.GET("/api/v1/plans", { signal }))).data,
  staleTime: LONG,
});

/** The plan that the person reads (the first within reach) with all its clauses; null where none was loaded. */
export const planTextQuery = queryOptions({
  queryKey: ["plan-text"],
  queryFn: async ({ signal }) => {
    const { data: plans } = await send(api.GET("/api/v1/plans", { signal }));
    const code = plans[0]?.code;
    if (code === undefined) return null;
    const path = { code };
    const [plan, clauses] = await Promise.all([
      send(api.GET("/api/v1/plans/{code}", { params: { path }, signal })),
      wholeList<Clause>((query) =>
        send(api.GET("/api/v1/plans/{code}/clauses", { params: { path, query }, signal })),
      ),
    ]);
    return { plan, clauses };
  },
  staleTime: LONG,
});
