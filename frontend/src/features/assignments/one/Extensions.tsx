import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../../api/client";
import { asProblem } from "../../../api/problem";
import { dayOf, formatDay } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { toast } from "../../../ui/Toast";
import { assignments } from "../../../words/vi/assignments";
import { type Assignment, refreshAssignments } from "../queries";
import styles from "./Sections.module.css";
import { WordsDialog } from "./WordsDialog";

const words = assignments.extension;
type Extension = Assignment["extensions"][number];

/** Longer deadlines that were asked for, old and new day side by side, and what was decided. */
export function Extensions({ row }: { row: Assignment }) {
  if (row.extensions.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{words.title}</h2>
      <ul>
        {row.extensions.map((extension) => (
          <li key={extension.id} className={styles.item}>
            <div>
              <b>
                {t(words.asked, {
                  name: extension.asked.by_name,
                  from: formatDay(extension.old_due_on),
                  to: formatDay(extension.new_due_on),
                })}
              </b>
              <p>{extension.reason}</p>
              <p className="meta">{decision(extension)}</p>
            </div>
            {extension.granted === null && row.may.decide_extension && (
              <Decide row={row} extension={extension} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function decision({ granted, decided, decision_reason }: Extension): string {
  if (granted === null || !decided) return words.waiting;
  const facts = { name: decided.by_name, day: formatDay(dayOf(decided.at)) };
  return granted ? t(words.granted, facts) : t(words.refused, { ...facts, reason: decision_reason ?? "" });
}

function Decide({ row, extension }: { row: Assignment; extension: Extension }) {
  const client = useQueryClient();
  const [refusing, setRefusing] = useState(false);
  const path = { ref: row.code, extension_id: extension.id };
  const answer = (granted: boolean, reason: string | null) =>
    send(
      api.POST("/api/v1/assignments/{ref}/extensions/{extension_id}/decisions", {
        params: { path },
        body: { granted, reason },
      }),
    );
  const grant = useMutation({
    mutationFn: () => answer(true, null),
    onSuccess: () => refreshAssignments(client),
    onError: (error) => toast(asProblem(error).detail, { icon: "alert" }),
  });
  const { acts, dialogs } = assignments;
  return (
    <div className={styles.acts}>
      <Button onClick={() => setRefusing(true)}>{acts.refuse}</Button>
      <Button icon="check" busy={grant.isPending} onClick={() => grant.mutate()}>
        {acts.grant}
      </Button>
      {refusing && (
        <WordsDialog
          title={dialogs.refuseTitle}
          label={dialogs.reason}
          needs={dialogs.needsReason}
          action={acts.refuse}
          onSend={({ text }) => answer(false, text)}
          onDone={() => refreshAssignments(client)}
          onClose={() => setRefusing(false)}
        />
      )}
    </div>
  );
}
