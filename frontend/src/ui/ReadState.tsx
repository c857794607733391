/** What a page shows of a read: grey lines, why it failed, the last copy when the network is gone, or its content. */
import type { ReactNode } from "react";

import { formatTime } from "../lib/format";
import { t } from "../lib/i18n";
import { general } from "../words/vi/general";
import { Banner, Empty, ErrorState, NoPermission, Skeleton } from "./states";

/** A failed call as this module needs it. */
interface Failure {
  status: number;
  detail: string;
  requestId: string | null;
}

interface Props {
  /** Whether there is something to show, from now or from before. */
  ready: boolean;
  failure: Failure | null;
  /** When what is shown was read, in milliseconds. */
  readAt: number;
  onRetry: () => void;
  /** Lines of the skeleton. */
  rows?: number;
  children: ReactNode;
}

export function ReadState({ ready, failure, readAt, onRetry, rows = 8, children }: Props) {
  if (ready) {
    return (
      <>
        {failure !== null && <Banner tone="warn">{t(general.stale, { time: formatTime(new Date(readAt)) })}</Banner>}
        {children}
      </>
    );
  }
  if (failure === null) return <Skeleton rows={rows} />;
  if (failure.status === 403) return <NoPermission />;
  if (failure.status === 404) return <Empty icon="search" title={general.notFound} text={general.notFoundHint} />;
  return <ErrorState text={failure.detail} requestId={failure.requestId} onRetry={onRetry} />;
}
