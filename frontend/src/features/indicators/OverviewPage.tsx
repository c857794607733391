/** Where the ward stands: in five seconds what is late and who owns it. One request; filters live in the address. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";

import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { overview as words } from "../../words/vi/overview";
import { Loaded } from "../Loaded";
import type { OverviewSearch } from "./overview/filters";
import { OverviewActions } from "./overview/OverviewActions";
import { OverviewBody } from "./overview/OverviewBody";
import { overviewQuery } from "./reading/queries";

export function OverviewPage() {
  const search: OverviewSearch = useSearch({ from: "/signed-in/tong-quan" });
  const navigate = useNavigate({ from: "/tong-quan" });
  const query = useQuery(overviewQuery(search.ky));
  const change = (part: Partial<OverviewSearch>) =>
    void navigate({ search: { ...search, ...part }, replace: true, resetScroll: false });
  const plan = query.data?.plan;
  return (
    <>
      <PageTitle title={plan ? words.titleYears(plan.first_year, plan.last_year) : words.title}>
        {query.data && <OverviewActions overview={query.data} search={search} onChange={change} />}
      </PageTitle>
      <Loaded query={query} rows={14}>
        {(overview) =>
          overview.groups.length === 0 ? (
            <Empty title={words.empty} text={words.emptyHint} />
          ) : (
            <OverviewBody overview={overview} search={search} onChange={change} />
          )
        }
      </Loaded>
    </>
  );
}
