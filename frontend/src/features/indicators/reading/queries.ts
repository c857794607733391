/** What the reading screens ask the server for. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, send } from "../../../api/client";
import { wholeList } from "../../../api/lists";
import type { components } from "../../../api/schema";

type Value = components["schemas"]["ValueOut"];

export const overviewQuery = (period: string | undefined) =>
  queryOptions({
    queryKey: ["overview", period ?? ""],
    queryFn: ({ signal }) =>
      send(
        api.GET("/api/v1/overview", { params: { query: period === undefined ? {} : { period } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });

export const indicatorsQuery = queryOptions({
  queryKey: ["indicators"],
  queryFn: ({ signal }) =>
    wholeList((query) => send(api.GET("/api/v1/indicators", { params: { query }, signal }))),
  staleTime: 300_000,
});

export const indicatorQuery = (code: string) =>
  queryOptions({
    queryKey: ["indicator", code],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/indicators/{code}", { params: { path: { code } }, signal })),
  });

export const seriesQuery = (code: string) =>
  queryOptions({
    // Among the values, so that whoever moves one refreshes the series too.
    queryKey: ["indicator-values", "series", code],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/indicators/{code}/series", { params: { path: { code } }, signal })),
  });

/** Every value of an indicator that the person may see, the latest period first. */
export const valuesQuery = (indicator: string) =>
  queryOptions({
    queryKey: ["indicator-values", { indicator }],
    queryFn: async ({ signal }) => {
      const values = await wholeList<Value>((query) =>
        send(api.GET("/api/v1/indicator-values", { params: { query: { indicator, ...query } }, signal })),
      );
      return values.sort((a, b) =>
        a.period.code < b.period.code ? 1 : a.period.code > b.period.code ? -1 : 0,
      );
    },
  });

export const eventsQuery = (id: string) =>
  queryOptions({
    queryKey: ["indicator-values", id, "events"],
    queryFn: ({ signal }) =>
      wholeList((query) =>
        send(
          api.GET("/api/v1/indicator-values/{value_id}/events", {
            params: { path: { value_id: id }, query },
            signal,
          }),
        ),
      ),
  });

/** Key among the indicator's own, so that a new path refreshes it with the sheet. */
export const pathQuery = (code: string) =>
  queryOptions({
    queryKey: ["indicator", code, "path"],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/indicators/{code}/path", { params: { path: { code } }, signal })),
  });

/** The indicator unit by unit, in its present period unless one is named. */
export const unitsQuery = (code: string) =>
  queryOptions({
    queryKey: ["indicator-values", "by-unit", code],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/indicators/{code}/by-unit", { params: { path: { code } }, signal })),
  });

export const commentsQuery = (code: string) =>
  queryOptions({
    queryKey: ["comments", code],
    queryFn: ({ signal }) =>
      wholeList((query) =>
        send(api.GET("/api/v1/indicators/{code}/comments", { params: { path: { code }, query }, signal })),
      ),
  });

/** The approved values of a period that nobody published yet. */
export const publishableQuery = (period: string) =>
  queryOptions({
    queryKey: ["indicator-values", "publishable", period],
    queryFn: ({ signal }) =>
      wholeList<Value>((query) =>
        send(
          api.GET("/api/v1/indicator-values", {
            params: { query: { period, state: "approved", ...query } },
            signal,
          }),
        ),
      ),
    select: (values: Value[]) => values.filter((value) => value.may.publish),
  });
