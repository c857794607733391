/** What the entry sheet asks the server for, and how a row is written. */

import { queryOptions } from "@tanstack/react-query";
import { api, ifMatch, send } from "../../../api/client";
import { wholeList } from "../../../api/lists";
import { asProblem } from "../../../api/problem";
import type { components } from "../../../api/schema";
import type { Doors } from "./entryStore";

type Schemas = components["schemas"];
export type Value = Schemas["ValueOut"];
export type Sheet = Schemas["EntrySheetOut"];
export type SheetRow = Schemas["EntryRow"];
export type Line = Schemas["IndicatorLine"];
export type Period = Schemas["PeriodOut"];

/** The periods that take values today, the latest last day first. */
export const openPeriodsQuery = queryOptions({
  queryKey: ["periods", "open"],
  queryFn: async ({ signal }) => {
    const periods = await wholeList((query) =>
      send(api.GET("/api/v1/periods", { params: { query: { ...query, open: true } }, signal })),
    );
    return periods.reverse();
  },
  staleTime: 300_000,
});

/** The units within the person's reach that are in force. */
export const unitsQuery = queryOptions({
  queryKey: ["units", "all"],
  queryFn: async ({ signal }) => {
    const units = await wholeList((query) => send(api.GET("/api/v1/units", { params: { query }, signal })));
    return units.filter((unit) => unit.in_force);
  },
  staleTime: 300_000,
});

/** Everything that a unit enters in a period. */
export const sheetQuery = (unit: string, period: string) =>
  queryOptions({
    queryKey: ["entry-sheet", unit, period],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/entry-sheets/{unit}/{period}", { params: { path: { unit, period } }, signal })),
  });

/** The doors through which rows move along their life; saving goes through the outbox. */
export function doorsOf(unit: string, period: string): Doors<Value> {
  const path = (indicator: string) => ({ unit, indicator, period });
  return {
    move(value, move) {
      const params = { path: { value_id: value.id }, header: ifMatch(value.version) };
      return move === "submissions"
        ? send(api.POST("/api/v1/indicator-values/{value_id}/submissions", { params }))
        : send(api.POST("/api/v1/indicator-values/{value_id}/withdrawals", { params }));
    },
    async current(code) {
      try {
        const params = { path: path(code) };
        return await send(api.GET("/api/v1/indicator-values/by-key/{unit}/{indicator}/{period}", { params }));
      } catch (error) {
        if (asProblem(error).status === 404) return null;
        throw error;
      }
    },
  };
}
