import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatDay } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Icon } from "../../../ui/Icon";
import { PageTitle } from "../../../ui/PageTitle";
import { Banner } from "../../../ui/states";
import { assignments as words } from "../../../words/vi/assignments";
import { Loaded } from "../../Loaded";
import { DuePill } from "../DuePill";
import { deadlineWords, pressing } from "../deadline";
import { type Assignment, assignmentQuery } from "../queries";
import { StateMark } from "../StateMark";
import styles from "./AssignmentPage.module.css";
import { Difficulties } from "./Difficulties";
import { Extensions } from "./Extensions";
import { LogBox } from "./LogBox";
import { LogList } from "./LogList";
import { MoveDialogs, type MoveName } from "./MoveDialogs";
import { Moves } from "./Moves";
import { Side } from "./Side";

const route = getRouteApi("/signed-in/nhiem-vu/$ref");

/** One assignment: the log box first, then what was decided and written; who and why on the right. */
export function AssignmentPage() {
  const { ref } = route.useParams();
  const query = useQuery(assignmentQuery(ref));
  return (
    <>
      <Link to="/nhiem-vu" className={styles.back}>
        <Icon name="left" size={16} /> {words.back}
      </Link>
      <Loaded query={query} rows={8}>
        {(row) => <Whole key={row.id} row={row} />}
      </Loaded>
    </>
  );
}

function Whole({ row }: { row: Assignment }) {
  const [open, setOpen] = useState<MoveName | null>(null);
  return (
    <>
      <PageTitle title={`${row.code} ${row.title}`} meta={<Standing row={row} />}>
        <Moves row={row} onOpen={setOpen} />
      </PageTitle>
      <div className={styles.page}>
        <div className={styles.main}>
          <Notes row={row} />
          {row.may.progress && <LogBox row={row} />}
          <Extensions row={row} />
          <Difficulties row={row} />
          <LogList row={row} />
        </div>
        <Side row={row} />
      </div>
      {open && <MoveDialogs open={open} row={row} onClose={() => setOpen(null)} />}
    </>
  );
}

function Standing({ row }: { row: Assignment }) {
  const urgent = pressing(row);
  const times = row.extensions.filter((extension) => extension.granted).length;
  return (
    <span className={styles.standing}>
      <StateMark state={row.state} worded />
      {urgent && <DuePill tone={row.lateness === "overdue" ? "late" : "near"}>{urgent}</DuePill>}
      <span>
        {row.deadline.due_on
          ? t(words.head.due, { day: deadlineWords(row.deadline) })
          : deadlineWords(row.deadline)}
        {times > 0 && ` · ${t(words.head.moved, { count: times, day: formatDay(row.first_due_on) })}`}
      </span>
    </span>
  );
}

/** What holds the work up, or how it ended. */
function Notes({ row }: { row: Assignment }) {
  const { head } = words;
  if (row.state === "accepted")
    return (
      <Banner tone="note" icon="done">
        {t(head.finished, {
          day: formatDay(row.completed_on),
          late: row.late ? head.tooLate : head.onTime,
        })}
        {row.accepted && ` · ${t(head.acceptedBy, { name: row.accepted.by_name })}`}
      </Banner>
    );
  if (row.state === "submitted")
    return (
      <Banner tone="note" icon="clock">
        {t(head.waitsFor, { name: row.submitted_by_name ?? "" })}
        {blockedWords(row)}
      </Banner>
    );
  if (!row.state_reason) return null;
  return (
    <Banner
      tone={row.state === "returned" ? "warn" : "note"}
      icon={row.state === "returned" ? "back" : "info"}
    >
      {t(head.reason, { reason: row.state_reason })}
    </Banner>
  );
}

function blockedWords(row: Assignment): string {
  const code = row.may.decide_blocked;
  if (code !== "own_submission" && code !== "superior_decides") return "";
  return ` · ${words.blocked[code]}`;
}
