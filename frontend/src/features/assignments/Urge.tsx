import { useQueryClient } from "@tanstack/react-query";
import { api, send } from "../../api/client";
import { formatDay } from "../../lib/format";
import { t } from "../../lib/i18n";
import { notices } from "../../words/vi/notices";
import { UrgeDialog } from "../notices/UrgeDialog";
import { type Brief, refreshAssignments } from "./queries";

const { urge: words } = notices;

/** Reminds the units of an assignment. */
export function Urge({ row, onClose }: { row: Brief; onClose: () => void }) {
  const client = useQueryClient();
  const { code, title } = row;
  const day = row.deadline.due_on;
  const lines = [
    t(words.assignmentLine, { code, title }),
    ...(day ? [t(words.due, { day: formatDay(day) })] : []),
    t(words.see, { link: `${location.origin}/nhiem-vu/${code}` }),
  ];
  return (
    <UrgeDialog
      title={t(words.assignmentTitle, { code })}
      text={words.assignmentText}
      line={lines.join("\n")}
      onSend={(text) =>
        send(
          api.POST("/api/v1/assignments/{ref}/reminders", {
            params: { path: { ref: code } },
            body: { text },
          }),
        )
      }
      onDone={() => refreshAssignments(client)}
      onClose={onClose}
    />
  );
}
