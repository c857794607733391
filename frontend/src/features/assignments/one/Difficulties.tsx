import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../../api/client";
import { dayOf, formatDay, formatWhen } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { assignments } from "../../../words/vi/assignments";
import { type Assignment, refreshAssignments } from "../queries";
import styles from "./Sections.module.css";
import { WordsDialog } from "./WordsDialog";

const words = assignments.difficulties;
const { acts, dialogs } = assignments;

/** What hinders the work, what the unit proposes, and how it was resolved. */
export function Difficulties({ row }: { row: Assignment }) {
  const client = useQueryClient();
  const [open, setOpen] = useState<string | null>(null);
  if (row.difficulties.length === 0) return null;
  const today = dayOf(new Date());
  return (
    <section className={styles.section}>
      <h2>{words.title}</h2>
      <ul>
        {row.difficulties.map((held) => (
          <li key={held.id} className={styles.item}>
            <div>
              <p>{held.text}</p>
              {held.proposal && <p className="muted">{t(words.proposal, { text: held.proposal })}</p>}
              <p className="meta">
                {held.resolved && held.resolution
                  ? t(words.resolved, {
                      text: held.resolution,
                      name: held.resolved.by_name,
                      day: formatDay(dayOf(held.resolved.at)),
                    })
                  : t(words.raised, {
                      name: held.raised.by_name,
                      unit: held.unit.short_name,
                      when: formatWhen(held.raised.at, today),
                    })}
              </p>
            </div>
            {!held.resolved && row.may.resolve_difficulty && (
              <Button onClick={() => setOpen(held.id)}>{acts.resolve}</Button>
            )}
          </li>
        ))}
      </ul>
      {open && (
        <WordsDialog
          title={dialogs.resolveTitle}
          label={dialogs.resolution}
          needs={dialogs.needsText}
          action={acts.resolve}
          onSend={({ text }) =>
            send(
              api.POST("/api/v1/assignments/{ref}/difficulties/{difficulty_id}/resolutions", {
                params: { path: { ref: row.code, difficulty_id: open } },
                body: { resolution: text },
              }),
            )
          }
          onDone={() => refreshAssignments(client)}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}
