/** What the reading screens ask the server for. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, nextCursor, send } from "../../../api/client";
import type { components } from "../../../api/schema";

type Value = components["schemas"]["ValueOut"];
type Listed<T> = { data: T[]; next: string | null };

const PAGE = 200;

/** All pages of a list that is short by its nature. */
export async function wholeList<T>(page: (cursor: string | undefined) => Promise<Listed<T>>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const listed = await page(cursor);
    rows.push(...listed.data);
    cursor = nextCursor(listed);
  } while (cursor !== undefined);
  return rows;
}

export const overviewQuery = (period: string | undefined) =>
  queryOptions({
    queryKey: ["overview", period ?? ""],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/overview", { params: { query: period === undefined ? {} : { period } }, signal })),
    placeholderData: keepPreviousData,
  });

export const indicatorsQuery = queryOptions({
  queryKey: ["indicators"],
  queryFn: ({ signal }) =>
    wholeList((cursor) =>
      send(
        api.GET("/api/v1/indicators", {
          params: { query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } },
          signal,
        }),
      ),
    ),
  staleTime: 300_000,
});

export const indicatorQuery = (code: string) =>
  queryOptions({
    queryKey: ["indicator", code],
    queryFn: ({ signal }) => send(api.GET("/api/v1/indicators/{code}", { params: { path: { code } }, signal })),
  });

export const seriesQuery = (code: string) =>
  queryOptions({
    queryKey: ["indicator", code, "series"],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/indicators/{code}/series", { params: { path: { code } }, signal })),
  });

/** Every value of an indicator that the person may see, the latest period first. */
export const valuesQuery = (indicator: string) =>
  queryOptions({
    queryKey: ["indicator-values", { indicator }],
    queryFn: async ({ signal }) => {
      const values = await wholeList<Value>((cursor) =>
        send(
          api.GET("/api/v1/indicator-values", {
            params: { query: { indicator, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } },
            signal,
          }),
        ),
      );
      return values.sort((a, b) => (a.period.code < b.period.code ? 1 : a.period.code > b.period.code ? -1 : 0));
    },
  });

export const eventsQuery = (id: string) =>
  queryOptions({
    queryKey: ["indicator-values", id, "events"],
    queryFn: ({ signal }) =>
      wholeList((cursor) =>
        send(
          api.GET("/api/v1/indicator-values/{value_id}/events", {
            params: { path: { value_id: id }, query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } },
            signal,
          }),
        ),
      ),
  });
