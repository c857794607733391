/** Where the ward stands: in five seconds what is late and who owns it. One request; filters live in the address. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";

import { asProblem } from "../../../api/problem";
import { PageTitle } from "../../../ui/PageTitle";
import { ReadState } from "../../../ui/ReadState";
import { Empty } from "../../../ui/states";
import { overview as words } from "../../../words/vi/overview";
import { overviewQuery } from "../reading/queries";
import type { OverviewSearch } from "./filters";
import { OverviewActions } from "./OverviewActions";
import { OverviewBody } from "./OverviewBody";

export function OverviewPage() {
  const search: OverviewSearch = useSearch({ from: "/signed-in/tong-quan" });
  const navigate = useNavigate({ from: "/tong-quan" });
  const query = useQuery(overviewQuery(search.ky));
  const overview = query.data;
  const change = (part: Partial<OverviewSearch>) =>
    void navigate({ search: { ...search, ...part }, replace: true, resetScroll: false });
  const title = overview ? words.titleYears(overview.plan.first_year, overview.plan.last_year) : words.title;
  return (
    <>
      <PageTitle title={title}>
        {overview && <OverviewActions overview={overview} search={search} onChange={change} />}
      </PageTitle>
      <ReadState
        ready={overview !== undefined}
        failure={query.error && asProblem(query.error)}
        readAt={query.dataUpdatedAt}
        onRetry={() => void query.refetch()}
        rows={14}
      >
        {overview?.groups.length === 0 && <Empty title={words.empty} text={words.emptyHint} />}
        {overview && overview.groups.length > 0 && (
          <OverviewBody overview={overview} search={search} onChange={change} />
        )}
      </ReadState>
    </>
  );
}
