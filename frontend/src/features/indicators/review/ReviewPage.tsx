import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../../api/me";
import { useNarrow } from "../../../lib/narrow";
import { ButtonLink } from "../../../ui/Button";
import { PageTitle } from "../../../ui/PageTitle";
import { Empty, NoPermission } from "../../../ui/states";
import { general } from "../../../words/vi/general";
import { review as words } from "../../../words/vi/review";
import { Loaded } from "../../Loaded";
import { useDeciding } from "./deciding";
import { useKeys } from "./keys";
import { Mishaps } from "./Mishaps";
import { QueueList } from "./QueueList";
import { type Decision, following, queueQuery, stepped, type Value } from "./queue";
import { ReturnDialog } from "./ReturnDialog";
import styles from "./ReviewPage.module.css";
import { ValueDetail } from "./ValueDetail";

const route = getRouteApi("/signed-in/duyet");

/** The review queue: one value after the other, by mouse, finger or keys. */
export function ReviewPage() {
  const mayReview = useMay("value_review");
  const queue = useQuery({ ...queueQuery, enabled: mayReview });
  if (!mayReview) {
    return (
      <>
        <PageTitle title={words.pageTitle} />
        <NoPermission title={words.denied.title} text={words.denied.text} />
      </>
    );
  }
  return <Loaded query={queue}>{(values) => <Queue values={values} />}</Loaded>;
}

function Queue({ values }: { values: Value[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = useNarrow();
  const deciding = useDeciding();
  const [returning, setReturning] = useState<Value | null>(null);

  const waiting = values.filter(({ id }) => !deciding.gone.has(id));
  const shown = search["don-vi"] ? waiting.filter(({ unit }) => unit.code === search["don-vi"]) : waiting;
  const open = shown.find(({ id }) => id === search.so) ?? (narrow ? undefined : shown[0]);

  const go = (so: string | undefined, unit = search["don-vi"]) =>
    void navigate({ to: "/duyet", search: { so, "don-vi": unit }, replace: !narrow, resetScroll: narrow });
  const settle = (value: Value, decision: Decision) => {
    go(following(shown, value.id)?.id);
    deciding.decideNow(value, decision);
  };
  useKeys({
    j: () => go(stepped(shown, open?.id, 1)?.id),
    k: () => go(stepped(shown, open?.id, -1)?.id),
    a: () => open?.may.review && settle(open, { move: "approve" }),
    r: () => open?.may.review && setReturning(open),
  });

  const mishaps = <Mishaps mishaps={deciding.mishaps} onOpen={(id) => go(id)} />;
  if (waiting.length === 0) {
    return (
      <>
        <PageTitle title={words.pageTitle} />
        {mishaps}
        <Empty icon="done" title={words.empty.title} text={words.empty.text}>
          <ButtonLink to="/tong-quan">{words.empty.action}</ButtonLink>
        </Empty>
      </>
    );
  }
  return (
    <div className={styles.page}>
      <title>{`${words.title} (${waiting.length}) - ${general.siteName}`}</title>
      {(!narrow || !open) && (
        <QueueList
          all={waiting}
          shown={shown}
          unit={search["don-vi"]}
          openId={open?.id}
          onOpen={go}
          onUnit={(unit) => go(undefined, unit)}
        >
          {!open && mishaps}
        </QueueList>
      )}
      {open && (
        <ValueDetail
          key={open.id}
          value={open}
          position={{ at: shown.indexOf(open) + 1, all: shown.length }}
          narrow={narrow}
          onStep={(by) => go(stepped(shown, open.id, by)?.id)}
          onList={() => go(undefined)}
          onApprove={() => settle(open, { move: "approve" })}
          onReturn={() => setReturning(open)}
        >
          {mishaps}
        </ValueDetail>
      )}
      {returning && (
        <ReturnDialog
          value={returning}
          onClose={() => setReturning(null)}
          onReturn={(reason) => {
            setReturning(null);
            settle(returning, { move: "return", reason });
          }}
        />
      )}
    </div>
  );
}
