/** What the pages of assignments ask the server for. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { api, nextCursor, send } from "../../api/client";
import type { components, operations } from "../../api/schema";

type Schemas = components["schemas"];
export type Brief = Schemas["AssignmentBrief"];
export type Assignment = Schemas["AssignmentOut"];
export type Entry = Schemas["EntryOut"];
export type State = Schemas["AssignmentState"];
export type Counts = Schemas["AssignmentCountsOut"];
export type Deadline = Schemas["DeadlineOut"];
export type MyWork = Schemas["MyWorkOut"];
export type WorkItem = Schemas["WorkItemOut"];
export type Section = Schemas["WorkSection"];
export type Filters = NonNullable<operations["list_assignments"]["parameters"]["query"]>;

const PAGE = 50;

export const workQuery = queryOptions({
  queryKey: ["my-work"],
  queryFn: ({ signal }) => send(api.GET("/api/v1/my-work", { signal })),
  staleTime: 60_000,
});

export const assignmentsQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ["assignments", "list", filters],
    queryFn: ({ pageParam, signal }) =>
      send(
        api.GET("/api/v1/assignments", {
          params: { query: { ...filters, limit: filters.limit ?? PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
  });

export const countsQuery = (filters: Pick<Filters, "q" | "unit" | "role" | "group">) =>
  queryOptions({
    queryKey: ["assignments", "counts", filters],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/assignment-counts", { params: { query: filters }, signal })),
    placeholderData: keepPreviousData,
  });

export const assignmentQuery = (ref: string) =>
  queryOptions({
    queryKey: ["assignments", "one", ref],
    queryFn: ({ signal }) =>
      send(api.GET("/api/v1/assignments/{ref}", { params: { path: { ref } }, signal })),
  });

export const logQuery = (ref: string) =>
  queryOptions({
    queryKey: ["assignments", "log", ref],
    queryFn: async ({ signal }) => {
      const params = { path: { ref }, query: { limit: 500 } };
      const listed = await send(api.GET("/api/v1/assignments/{ref}/log", { params, signal }));
      return listed.data.reverse();
    },
  });

/** After any change of an assignment: lists, counts, logs and one's own work are read anew. */
export function refreshAssignments(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: ["assignments"] }),
    client.invalidateQueries({ queryKey: ["my-work"] }),
  ]);
}
