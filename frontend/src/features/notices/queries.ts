/** What the page of notices asks the server for. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, nextCursor, send } from "../../api/client";
import type { components } from "../../api/schema";

export type Notice = components["schemas"]["NoticeOut"];
export type Digest = components["schemas"]["DigestOut"];

export const noticesQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: ["notices", "list", unread],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, cursor: pageParam, ...(unread && { unread }) };
      return send(api.GET("/api/v1/notices", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
  });

export const digestQuery = queryOptions({
  queryKey: ["notices", "digest"],
  queryFn: ({ signal }) => send(api.GET("/api/v1/notices/digest", { signal })),
});
