import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ifMatch, send } from "../../../api/client";
import { asProblem } from "../../../api/problem";
import { Button } from "../../../ui/Button";
import { Menu } from "../../../ui/Menu";
import { toast } from "../../../ui/Toast";
import { assignments as words } from "../../../words/vi/assignments";
import { notices } from "../../../words/vi/notices";
import { type Assignment, refreshAssignments } from "../queries";
import type { MoveName } from "./MoveDialogs";

const { acts } = words;

/** What the person may do with the assignment now: the main moves as buttons, the rest in a menu. */
export function Moves({ row, onOpen }: { row: Assignment; onOpen: (move: MoveName) => void }) {
  const receive = useAcknowledge(row);
  const resume = useResume(row);
  const { may } = row;
  const rest = [
    may.edit && { label: acts.edit, icon: "edit" as const, onSelect: () => onOpen("edit") },
    may.ask_extension && { label: acts.extend, icon: "clock" as const, onSelect: () => onOpen("extend") },
    may.raise_difficulty && {
      label: acts.difficulty,
      icon: "alert" as const,
      onSelect: () => onOpen("difficulty"),
    },
    may.pause && { label: acts.pause, icon: "stop" as const, onSelect: () => onOpen("pause") },
    may.resume && { label: acts.resume, icon: "retry" as const, onSelect: () => resume.mutate() },
    may.reopen && { label: acts.reopen, icon: "retry" as const, onSelect: () => onOpen("reopen") },
    may.decline && { label: acts.decline, icon: "stop" as const, onSelect: () => onOpen("decline") },
    may.cancel && {
      label: acts.cancel,
      icon: "trash" as const,
      danger: true,
      onSelect: () => onOpen("cancel"),
    },
  ].filter((item) => item !== false);
  return (
    <>
      {may.acknowledge && (
        <Button icon="check" busy={receive.isPending} onClick={() => receive.mutate()}>
          {acts.acknowledge}
        </Button>
      )}
      {may.urge && (
        <Button icon="bell" onClick={() => onOpen("urge")}>
          {notices.urge.button}
        </Button>
      )}
      {may.submit && (
        <Button icon="send" onClick={() => onOpen("submit")}>
          {acts.submit}
        </Button>
      )}
      {may.accept && (
        <>
          <Button icon="back" onClick={() => onOpen("return")}>
            {acts.giveBack}
          </Button>
          <Button variant="primary" icon="check" onClick={() => onOpen("accept")}>
            {acts.accept}
          </Button>
        </>
      )}
      {rest.length > 0 && <Menu label={words.head.more} items={rest} />}
    </>
  );
}

function useAcknowledge(row: Assignment) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      send(
        api.POST("/api/v1/assignments/{ref}/acknowledgements", {
          params: { path: { ref: row.code } },
          body: {},
        }),
      ),
    onSuccess: () => refreshAssignments(client),
    onError: (error) => toast(asProblem(error).detail, { icon: "alert" }),
  });
}

function useResume(row: Assignment) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const params = { path: { ref: row.code }, header: ifMatch(row.version) };
      return send(api.POST("/api/v1/assignments/{ref}/resumptions", { params, body: {} }));
    },
    onSuccess: () => refreshAssignments(client),
    onError: (error) => toast(asProblem(error).detail, { icon: "alert" }),
  });
}
