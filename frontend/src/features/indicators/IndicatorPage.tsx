/** One indicator: the number, what it should be and who answers for it; how it went; its values; what it means. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";

import { useMay } from "../../api/me";
import { PageTitle } from "../../ui/PageTitle";
import { Tabs } from "../../ui/Tabs";
import { indicator as words } from "../../words/vi/indicator";
import { Loaded } from "../Loaded";
import { DefinitionTab } from "./indicator/DefinitionTab";
import { Head } from "./indicator/Head";
import { PathTab } from "./indicator/PathTab";
import { ProgressTab } from "./indicator/ProgressTab";
import { TalkTab } from "./indicator/TalkTab";
import { UnitsTab } from "./indicator/UnitsTab";
import { ValuesTab } from "./indicator/ValuesTab";
import { commentsQuery, indicatorQuery, seriesQuery, valuesQuery } from "./reading/queries";

const TABS = {
  progress: "tien-do",
  units: "don-vi",
  values: "so-lieu",
  path: "lo-trinh",
  definition: "dinh-nghia",
  talk: "trao-doi",
} as const;
type Tab = (typeof TABS)[keyof typeof TABS];

export function IndicatorPage() {
  const { code } = useParams({ from: "/signed-in/chi-tieu/$code" });
  const { the } = useSearch({ from: "/signed-in/chi-tieu/$code" });
  const navigate = useNavigate({ from: "/chi-tieu/$code" });
  const indicator = useQuery(indicatorQuery(code));
  const series = useQuery(seriesQuery(code));
  const values = useQuery(valuesQuery(code));
  const hears = useMay("comment_read");
  const comments = useQuery({ ...commentsQuery(code), enabled: hears });
  const open = comments.data?.filter(({ resolved }) => resolved === null).length;
  const tab: Tab = Object.values(TABS).find((each) => each === the) ?? TABS.progress;
  return (
    <>
      {!indicator.data && <PageTitle title={code} />}
      <Loaded query={indicator}>
        {(sheet) => (
          <>
            <Head indicator={sheet} series={series.data} values={values.data ?? []} />
            <Tabs
              label={words.tabsLabel}
              tabs={[
                { id: TABS.progress, label: words.tabs.progress },
                { id: TABS.units, label: words.tabs.units },
                {
                  id: TABS.values,
                  label: words.tabs.values,
                  ...(values.data && { count: values.data.length }),
                },
                { id: TABS.path, label: words.tabs.path },
                { id: TABS.definition, label: words.tabs.definition },
                ...(hears
                  ? [{ id: TABS.talk, label: words.tabs.talk, ...(open ? { count: open } : {}) }]
                  : []),
              ]}
              value={tab}
              onChange={(id) =>
                void navigate({
                  search: { the: id === TABS.progress ? undefined : id },
                  replace: true,
                  resetScroll: false,
                })
              }
            >
              {tab === TABS.progress && (
                <Loaded query={series}>{(read) => <ProgressTab indicator={sheet} series={read} />}</Loaded>
              )}
              {tab === TABS.values && (
                <Loaded query={values}>{(read) => <ValuesTab indicator={sheet} values={read} />}</Loaded>
              )}
              {tab === TABS.units && <UnitsTab indicator={sheet} />}
              {tab === TABS.path && <PathTab indicator={sheet} />}
              {tab === TABS.talk && hears && (
                <Loaded query={comments}>{(read) => <TalkTab code={sheet.code} comments={read} />}</Loaded>
              )}
              {tab === TABS.definition && <DefinitionTab indicator={sheet} />}
            </Tabs>
          </>
        )}
      </Loaded>
    </>
  );
}
