import { queryOptions } from "@tanstack/react-query";
import { api, send } from "./client";

/** How many notices the person has not read: asked each minute while the page is looked at, and on coming back. */
export const unreadQuery = queryOptions({
  queryKey: ["notices", "unread"],
  queryFn: async ({ signal }) => (await send(api.GET("/api/v1/notice-counts", { signal }))).unread,
  staleTime: 30_000,
  refetchInterval: 60_000,
});
