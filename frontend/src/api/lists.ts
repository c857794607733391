/** Lists that are short by their nature, read whole. */

import { nextCursor } from "./client";

const PAGE = 200;

/** All pages of a list: `wholeList((query) => send(api.GET("/api/v1/units", { params: { query } })))`. */
export async function wholeList<T>(
  page: (query: { limit: number; cursor?: string }) => Promise<{ data: T[]; next?: string | null }>,
): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const listed = await page({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...listed.data);
    cursor = nextCursor(listed);
  } while (cursor !== undefined);
  return rows;
}
