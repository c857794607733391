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
import { PickedBar } from "./PickedBar";
import { usePicking, useWarnings } from "./picking";
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
  const [returning, setReturning] = useState<Value | null>(null);

  const deciding = useDeciding((id) => go(id));
  const waiting = values.filter(({ id }) => !deciding.gone.has(id));
  const shown = search["don-vi"] ? waiting.filter(({ unit }) => unit.code === search["don-vi"]) : waiting;
  const open = shown.find(({ id }) => id === search.so) ?? (narrow ? undefined : shown[0]);

  const picking = usePicking(shown);
  const warnings = useWarnings(picking.picked);
  const mayApproveAll =
    picking.picked.length > 0 && warnings.state === "known" && warnings.warned.size === 0 && !deciding.round;

  function go(so: string | undefined, unit = search["don-vi"]): void {
    void navigate({ to: "/duyet", search: { so, "don-vi": unit }, replace: !narrow, resetScroll: narrow });
  }
  const settle = (value: Value, decision: Decision) => {
    go(following(shown, value.id)?.id);
    deciding.decideNow(value, decision);
  };
  const approvePicked = () => {
    if (!mayApproveAll) return;
    const left = shown.filter(({ id }) => !picking.ids.has(id));
    go(left.find(({ may }) => may.review)?.id ?? left[0]?.id);
    deciding.approveAll(picking.picked);
    picking.clear();
  };
  const step = (by: 1 | -1) => {
    const next = stepped(shown, open?.id, by);
    go(next?.id);
    return next;
  };
  const pickTo = (value: Value | undefined) => value && picking.pick(value, true);
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    a: () => {
      if (picking.picked.length > 0) approvePicked();
      else if (open?.may.review) settle(open, { move: "approve" });
    },
    r: () => open?.may.review && setReturning(open),
    x: () => open?.may.review && picking.pick(open, false),
    z: deciding.undoLast,
    shiftJ: () => pickTo(step(1)),
    shiftK: () => pickTo(step(-1)),
    shiftX: () => pickTo(open),
    Escape: picking.clear,
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
          picked={picking.ids}
          warned={warnings.warned}
          onPick={picking.pick}
          onPickAll={picking.pickAll}
          foot={
            (picking.picked.length > 0 || deciding.round) && (
              <PickedBar
                picking={picking}
                warnings={warnings}
                round={deciding.round}
                onApprove={approvePicked}
              />
            )
          }
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
