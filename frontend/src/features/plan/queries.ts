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

/** The plan that the person reads (the first within reach) with its parts; null where none was loaded. */
export const planQuery = queryOptions({
  queryKey: ["plan"],
  queryFn: async ({ client, signal }) => {
    const code = (await client.ensureQueryData(plansQuery))[0]?.code;
    return code === undefined
      ? null
      : send(api.GET("/api/v1/plans/{code}", { params: { path: { code } }, signal }));
  },
  staleTime: LONG,
});

/** The same plan with all its clauses. */
export const planTextQuery = queryOptions({
  queryKey: ["plan-text"],
  queryFn: async ({ client, signal }) => {
    const plan = await client.ensureQueryData(planQuery);
    if (plan === null) return null;
    const path = { code: plan.code };
    const clauses = await wholeList<Clause>((query) =>
      send(api.GET("/api/v1/plans/{code}/clauses", { params: { path, query }, signal })),
    );
    return { plan, clauses };
  },
  staleTime: LONG,
});
