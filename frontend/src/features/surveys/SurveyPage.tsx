import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api, ifMatch, send } from "../../api/client";
import { dayOf } from "../../lib/format";
import { Button } from "../../ui/Button";
import { PageTitle } from "../../ui/PageTitle";
import { Tabs } from "../../ui/Tabs";
import { toast } from "../../ui/Toast";
import { surveys as words } from "../../words/vi/surveys";
import { ConfirmDialog } from "../ConfirmDialog";
import { Loaded } from "../Loaded";
import { EditDialog } from "./EditDialog";
import { PublishTab } from "./PublishTab";
import { QuestionsTab } from "./QuestionsTab";
import { type RoundDetail, resultsQuery, roundQuery } from "./queries";
import { ResultsTab } from "./ResultsTab";
import { RoundState } from "./RoundState";
import { ValueTab } from "./ValueTab";

const TABS = { publish: "phat-hanh", results: "ket-qua", value: "chi-tieu", questions: "cau-hoi" } as const;
type Tab = (typeof TABS)[keyof typeof TABS];

/** One round: how people reach it, what it proves, and what becomes of its rate. */
export function SurveyPage() {
  const { round: id } = useParams({ from: "/signed-in/khao-sat/$round" });
  const { the } = useSearch({ from: "/signed-in/khao-sat/$round" });
  const navigate = useNavigate({ from: "/khao-sat/$round" });
  const round = useQuery(roundQuery(id));
  const tab: Tab = Object.values(TABS).find((each) => each === the) ?? TABS.publish;
  return (
    <>
      {!round.data && <PageTitle title={words.title} />}
      <Loaded query={round}>
        {(read) => (
          <>
            <Head round={read} />
            <Tabs
              label={words.tabsLabel}
              tabs={(Object.keys(TABS) as (keyof typeof TABS)[]).map((key) => ({
                id: TABS[key],
                label: words.tabs[key],
              }))}
              value={tab}
              onChange={(to) =>
                void navigate({
                  search: { the: to === TABS.publish ? undefined : to },
                  replace: true,
                  resetScroll: false,
                })
              }
            >
              {tab === TABS.publish && <PublishTab round={read} />}
              {tab === TABS.results && <Results round={read} />}
              {tab === TABS.value && <ValueTab round={read} />}
              {tab === TABS.questions && <QuestionsTab round={read} />}
            </Tabs>
          </>
        )}
      </Loaded>
    </>
  );
}

function Results({ round }: { round: RoundDetail }) {
  const results = useQuery(resultsQuery(round.id));
  return <Loaded query={results}>{(read) => <ResultsTab round={round} results={read} />}</Loaded>;
}

function Head({ round }: { round: RoundDetail }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<"open" | "close" | "edit" | null>(null);
  const params = { path: { round_id: round.id }, header: ifMatch(round.version) };
  const done = async (said: string) => {
    toast(said);
    await queryClient.invalidateQueries({ queryKey: ["survey-rounds"] });
  };
  const close = () => setAsking(null);
  return (
    <>
      <PageTitle
        title={round.title}
        meta={
          <>
            <RoundState round={round} today={dayOf(new Date())} /> {round.unit.name} · {round.period.label}
          </>
        }
      >
        {round.may.manage && (
          <>
            <Button icon="edit" onClick={() => setAsking("edit")}>
              {words.edit}
            </Button>
            {round.state === "draft" && (
              <Button variant="primary" icon="send" onClick={() => setAsking("open")}>
                {words.open}
              </Button>
            )}
            {round.state === "open" && (
              <Button icon="stop" onClick={() => setAsking("close")}>
                {words.close}
              </Button>
            )}
          </>
        )}
      </PageTitle>
      {asking === "edit" && (
        <EditDialog round={round} onClose={close} onDone={() => void done(words.changed)} />
      )}
      {asking === "open" && (
        <ConfirmDialog
          title={words.openTitle}
          text={words.openText}
          action={words.open}
          onConfirm={async () => {
            await send(api.POST("/api/v1/survey-rounds/{round_id}/openings", { params }));
            await done(words.opened);
          }}
          onClose={close}
        />
      )}
      {asking === "close" && (
        <ConfirmDialog
          title={words.closeTitle}
          text={words.closeText}
          action={words.close}
          danger
          onConfirm={async () => {
            await send(api.POST("/api/v1/survey-rounds/{round_id}/closings", { params }));
            await done(words.closed);
          }}
          onClose={close}
        />
      )}
    </>
  );
}
