import { queryOptions } from "@tanstack/react-query";
import { api, send } from "../../api/client";
import { wholeList } from "../../api/lists";
import { ProblemError } from "../../api/problem";
import type { components } from "../../api/schema";

export type Round = components["schemas"]["RoundOut"];
export type RoundDetail = components["schemas"]["RoundDetail"];
export type Results = components["schemas"]["ResultsOut"];
export type Held = components["schemas"]["HeldOut"];
export type Value = components["schemas"]["ValueOut"];

/** Every round within sight, the newest first. */
export const roundsQuery = queryOptions({
  queryKey: ["survey-rounds"],
  queryFn: async ({ signal }) =>
    (
      await wholeList((query) => send(api.GET("/api/v1/survey-rounds", { params: { query }, signal })))
    ).reverse(),
});

export const roundQuery = (id: string) =>
  queryOptions({
    queryKey: ["survey-rounds", id],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/survey-rounds/{round_id}", { params: { path: { round_id: id } }, signal })),
  });

export const resultsQuery = (id: string) =>
  queryOptions({
    queryKey: ["survey-rounds", id, "results"],
    queryFn: ({ signal }) =>
      send(
        api.GET("/api/v1/survey-rounds/{round_id}/results", { params: { path: { round_id: id } }, signal }),
      ),
  });

export const commentsQuery = (id: string) =>
  queryOptions({
    queryKey: ["survey-rounds", id, "comments"],
    queryFn: async ({ signal }) => {
      const params = { path: { round_id: id }, query: { limit: 100 } };
      return (await send(api.GET("/api/v1/survey-rounds/{round_id}/comments", { params, signal }))).data;
    },
  });

/** The sheet for the counter as a picture that an `img` can show. */
export const posterQuery = (id: string) =>
  queryOptions({
    queryKey: ["survey-rounds", id, "poster"],
    queryFn: async ({ signal }) => {
      const params = { path: { round_id: id } };
      const drawing = await send(
        api.GET("/api/v1/survey-rounds/{round_id}/poster.svg", { params, parseAs: "text", signal }),
      );
      return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
    },
  });

/** The periods that a round can be for. */
export const periodsQuery = queryOptions({
  queryKey: ["periods", "open"],
  queryFn: async ({ signal }) =>
    (await send(api.GET("/api/v1/periods", { params: { query: { open: true, limit: 500 } }, signal }))).data,
  staleTime: 300_000,
});

/** The value that stands where a round's rate would go; null when there is none. */
export const standingQuery = (unit: string, indicator: string, period: string) =>
  queryOptions({
    queryKey: ["indicator-values", "by-key", unit, indicator, period],
    queryFn: async ({ signal }): Promise<Value | null> => {
      const params = { path: { unit, indicator, period } };
      try {
        return await send(
          api.GET("/api/v1/indicator-values/by-key/{unit}/{indicator}/{period}", { params, signal }),
        );
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
  });
