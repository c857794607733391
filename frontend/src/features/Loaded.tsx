import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { formatTime } from "../lib/format";
import { t } from "../lib/i18n";
import { Banner, Empty, ErrorState, NoPermission, Skeleton } from "../ui/states";
import { general } from "../words/vi/general";

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  rows?: number;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

/** A query's content, or what stands in its place: skeleton, no permission, not found, error, or a stale copy. */
export function Loaded<T>({ query, rows = 6, skeleton, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <Stale at={query.dataUpdatedAt} />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <Failed error={query.error} onRetry={() => query.refetch()} />;
  return skeleton ?? <Skeleton rows={rows} />;
}

/** A failure in place of content. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = asProblem(error);
  if (problem.status === 403) return <NoPermission />;
  if (problem.status === 404)
    return <Empty icon="search" title={general.notFound} text={general.notFoundHint} />;
  return <ErrorState text={problem.detail} requestId={problem.requestId} onRetry={onRetry} />;
}

function Stale({ at }: { at: number }) {
  return <Banner tone="warn">{t(general.stale, { time: formatTime(new Date(at)) })}</Banner>;
}
