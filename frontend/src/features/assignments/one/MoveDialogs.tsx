import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, send } from "../../../api/client";
import { formatDay } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { assignments as words } from "../../../words/vi/assignments";
import { unitsQuery } from "../../directory/queries";
import { AssignmentForm } from "../AssignmentForm";
import { type Assignment, refreshAssignments } from "../queries";
import { Urge } from "../Urge";
import { WordsDialog } from "./WordsDialog";

const { acts, dialogs } = words;

export type MoveName =
  | "submit"
  | "accept"
  | "return"
  | "pause"
  | "cancel"
  | "reopen"
  | "decline"
  | "extend"
  | "difficulty"
  | "edit"
  | "urge";

interface Props {
  open: MoveName;
  row: Assignment;
  onClose: () => void;
}

/** The dialog of a move: what will happen, and the words that go with it. */
export function MoveDialogs({ open, row, onClose }: Props) {
  const client = useQueryClient();
  const units = useQuery({ ...unitsQuery, enabled: open === "edit" });
  const path = { ref: row.code };
  const params = { path, header: ifMatch(row.version) };
  const { code } = row;
  const shared = { onClose, onDone: () => refreshAssignments(client) };
  const reasoned = { ...shared, label: dialogs.reason, needs: dialogs.needsReason };
  switch (open) {
    case "edit":
      return units.data ? (
        <AssignmentForm units={units.data} row={row} onSaved={onClose} onClose={onClose} />
      ) : null;
    case "urge":
      return <Urge row={row} onClose={onClose} />;
    case "submit":
      return (
        <WordsDialog
          {...shared}
          title={t(dialogs.submitTitle, { code })}
          text={dialogs.submitText}
          label={dialogs.submitNote}
          action={acts.submit}
          onSend={({ text }) =>
            send(api.POST("/api/v1/assignments/{ref}/submissions", { params, body: { text: text || null } }))
          }
        />
      );
    case "accept":
      return (
        <WordsDialog
          {...shared}
          title={t(dialogs.acceptTitle, { code })}
          text={dialogs.acceptText}
          label={dialogs.acceptNote}
          action={acts.accept}
          onSend={({ text }) =>
            send(api.POST("/api/v1/assignments/{ref}/acceptances", { params, body: { text: text || null } }))
          }
        />
      );
    case "return":
      return (
        <WordsDialog
          {...reasoned}
          title={t(dialogs.returnTitle, { code })}
          hint={dialogs.returnHint}
          action={acts.giveBack}
          onSend={({ text }) =>
            send(api.POST("/api/v1/assignments/{ref}/returns", { params, body: { reason: text } }))
          }
        />
      );
    case "pause":
      return (
        <WordsDialog
          {...reasoned}
          title={t(dialogs.pauseTitle, { code })}
          action={acts.pause}
          onSend={({ text }) =>
            send(api.POST("/api/v1/assignments/{ref}/pauses", { params, body: { reason: text } }))
          }
        />
      );
    case "cancel":
      return (
        <WordsDialog
          {...reasoned}
          title={t(dialogs.cancelTitle, { code })}
          hint={dialogs.cancelHint}
          action={acts.cancel}
          danger
          onSend={({ text }) =>
            send(api.POST("/api/v1/assignments/{ref}/cancellations", { params, body: { reason: text } }))
          }
        />
      );
    case "reopen":
      return (
        <WordsDialog
          {...reasoned}
          title={t(dialogs.reopenTitle, { code })}
          action={acts.reopen}
          onSend={({ text }) =>
            send(api.POST("/api/v1/assignments/{ref}/reopenings", { params, body: { reason: text } }))
          }
        />
      );
    case "decline":
      return (
        <WordsDialog
          {...reasoned}
          title={t(dialogs.declineTitle, { code })}
          action={acts.decline}
          onSend={({ text }) =>
            send(api.POST("/api/v1/assignments/{ref}/declines", { params: { path }, body: { reason: text } }))
          }
        />
      );
    case "extend":
      return (
        <WordsDialog
          {...reasoned}
          title={t(dialogs.extendTitle, { code })}
          text={t(dialogs.extendHint, { day: formatDay(row.deadline.due_on) })}
          day={dialogs.newDay}
          action={acts.extend}
          onSend={({ text, day }) =>
            send(
              api.POST("/api/v1/assignments/{ref}/extensions", {
                params: { path },
                body: { new_due_on: day, reason: text },
              }),
            )
          }
        />
      );
    case "difficulty":
      return (
        <WordsDialog
          {...shared}
          title={dialogs.difficultyTitle}
          label={dialogs.difficulty}
          needs={dialogs.needsText}
          second={dialogs.proposal}
          action={acts.difficulty}
          onSend={({ text, second }) =>
            send(
              api.POST("/api/v1/assignments/{ref}/difficulties", {
                params: { path },
                body: { text, proposal: second || null },
              }),
            )
          }
        />
      );
  }
}
