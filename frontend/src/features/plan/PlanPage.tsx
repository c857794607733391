/** The plan as an officer reads it: the text word by word, with what it lacks and what measures it beside it. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";

import { useMay } from "../../api/me";
import { Button } from "../../ui/Button";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { plan as words } from "../../words/vi/plan";
import { indicatorsQuery } from "../indicators/reading/queries";
import { Loaded } from "../Loaded";
import { PlanText } from "./PlanText";
import { planTextQuery } from "./queries";

export function PlanPage() {
  const { tim } = useSearch({ from: "/signed-in/ke-hoach" });
  const navigate = useNavigate({ from: "/ke-hoach" });
  const router = useRouter();
  const query = useQuery(planTextQuery);
  // Without the right to indicators the text is still there, only what measures it is not.
  const indicators = useQuery({ ...indicatorsQuery, enabled: useMay("indicator_read") });
  return (
    <>
      <PageTitle title={words.title} meta={words.meta}>
        <Button icon="print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageTitle>
      <Loaded query={query} rows={12}>
        {(read) =>
          read === null ? (
            <Empty icon="book" title={words.empty} text={words.emptyHint} />
          ) : (
            <PlanText
              plan={read.plan}
              clauses={read.clauses}
              indicators={indicators.data ?? []}
              sought={tim ?? ""}
              onSeek={(sought) => {
                // The person may have opened an indicator in the pause after typing: that stands.
                if (router.latestLocation.pathname !== "/ke-hoach") return;
                void navigate({
                  search: { tim: sought || undefined },
                  hash: true,
                  replace: true,
                  resetScroll: false,
                  hashScrollIntoView: false,
                });
              }}
            />
          )
        }
      </Loaded>
    </>
  );
}
