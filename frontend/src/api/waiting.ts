import { queryOptions } from "@tanstack/react-query";
import { api, send } from "./client";

/** How many values wait for the person's review, `99+` beyond what one page holds. Key: `["waiting"]`. */
export const waitingQuery = queryOptions({
  queryKey: ["waiting"],
  queryFn: async ({ signal }) => {
    const params = { query: { reviewable: true, limit: 99 } };
    const listed = await send(api.GET("/api/v1/indicator-values", { params, signal }));
    return listed.next ? `${listed.data.length}+` : listed.data.length;
  },
  staleTime: 60_000,
});
