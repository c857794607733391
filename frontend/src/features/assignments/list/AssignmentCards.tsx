import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { api, ifMatch, send } from "../../../api/client";
import { useMay } from "../../../api/me";
import { asProblem } from "../../../api/problem";
import { t } from "../../../lib/i18n";
import { Menu } from "../../../ui/Menu";
import { toast } from "../../../ui/Toast";
import { assignments as words } from "../../../words/vi/assignments";
import { PercentBar } from "../PercentBar";
import { type Brief, refreshAssignments, type State } from "../queries";
import { StateMark } from "../StateMark";
import styles from "./AssignmentCards.module.css";
import { Due } from "./AssignmentTable";
import { STATES } from "./search";

const ALWAYS: readonly State[] = ["not_started", "in_progress", "submitted", "accepted"];

/** Assignments as cards under their states. A card moves on through its menu, without dragging. */
export function AssignmentCards({ rows }: { rows: readonly Brief[] }) {
  const shown = STATES.filter((state) => ALWAYS.includes(state) || rows.some((row) => row.state === state));
  return (
    <div className={styles.board}>
      {shown.map((state) => {
        const held = rows.filter((row) => row.state === state);
        return (
          <section key={state} className={styles.column}>
            <h2>
              <StateMark state={state} worded /> <span className="so muted">{held.length}</span>
            </h2>
            <ul>
              {held.map((row) => (
                <Card key={row.id} row={row} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function Card({ row }: { row: Brief }) {
  return (
    <li className={styles.card}>
      <div className={styles.top}>
        <span className="meta">{row.code}</span>
        <CardMenu row={row} />
      </div>
      <Link to="/nhiem-vu/$ref" params={{ ref: row.code }} className={styles.title}>
        {row.title}
      </Link>
      <div className={styles.foot}>
        <span title={row.lead.name}>{row.lead.short_name}</span>
        <PercentBar percent={row.percent} />
      </div>
      <Due row={row} />
    </li>
  );
}

function CardMenu({ row }: { row: Brief }) {
  const navigate = useNavigate();
  const move = useMove();
  const works = useMay("assignment_work");
  const open = {
    label: words.open,
    icon: "right" as const,
    onSelect: () => void navigate({ to: "/nhiem-vu/$ref", params: { ref: row.code } }),
  };
  const next = works ? NEXT[row.state] : undefined;
  const items = next
    ? [
        {
          label: t(words.moveTo, { state: words.states[next] }),
          icon: "check" as const,
          onSelect: () => move.mutate({ row, next }),
        },
        open,
      ]
    : [open];
  return <Menu label={t(words.cardActions, { code: row.code })} items={items} />;
}

const NEXT: Partial<Record<State, "in_progress" | "submitted">> = {
  not_started: "in_progress",
  in_progress: "submitted",
  returned: "submitted",
};

function useMove() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ row, next }: { row: Brief; next: "in_progress" | "submitted" }) => {
      const path = { ref: row.code };
      return next === "in_progress"
        ? send(
            api.POST("/api/v1/assignments/{ref}/progress", {
              params: { path },
              body: { text: words.startText, occurrence_done: false, evidence: [] },
            }),
          )
        : send(
            api.POST("/api/v1/assignments/{ref}/submissions", {
              params: { path, header: ifMatch(row.version) },
              body: {},
            }),
          );
    },
    onSuccess: (moved) => {
      toast(t(words.moved, { code: moved.code, state: words.states[moved.state] }));
      return refreshAssignments(client);
    },
    onError: (error) => toast(asProblem(error).detail, { icon: "alert" }),
  });
}
