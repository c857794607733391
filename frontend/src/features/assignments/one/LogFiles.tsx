import { useEffect, useState, useSyncExternalStore } from "react";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { FileDrop } from "../../../ui/FileDrop";
import { assignments } from "../../../words/vi/assignments";
import { evidence } from "../../../words/vi/evidence";
import { FileList } from "../../evidence/FileList";
import { ACCEPT, refusal } from "../../evidence/kinds";
import { discard, type FileRef, loose } from "../../evidence/queries";
import { Sending } from "../../evidence/Sending";
import { type Item, type Queue, sendingQueue } from "../../evidence/sending";
import type { Assignment } from "../queries";

/** As many as the server takes with one line. */
const MOST = 20;

interface Arrived {
  file: FileRef;
  /** Sent from here just now, not one that the unit had already. */
  fresh: boolean;
}

/** Files that wait for the line which they go with. */
export interface LogFiles {
  queue: Queue;
  items: readonly Item[];
  arrived: readonly Arrived[];
  /** Whether some are still on their way. */
  coming: boolean;
  add: (files: File[]) => void;
  remove: (file: Arrived) => void;
  /** The line is written: it has them now. */
  clear: () => void;
}

/** The files of a line that is being written. */
export function useLogFiles(row: Assignment): LogFiles {
  const [arrived, setArrived] = useState<readonly Arrived[]>([]);
  const unit = writer(row);
  const [queue] = useState(() =>
    sendingQueue(
      loose(unit, (file, fresh) =>
        setArrived((held) => (held.some((h) => h.file.id === file.id) ? held : [...held, { file, fresh }])),
      ),
    ),
  );
  const items = useSyncExternalStore(queue.subscribe, queue.items);
  useEffect(() => {
    const again = () => queue.retry();
    globalThis.addEventListener("online", again);
    return () => globalThis.removeEventListener("online", again);
  }, [queue]);
  const add = (files: File[]) => {
    const room = Math.max(0, MOST - arrived.length - items.length);
    queue.add(files.slice(0, room), refusal);
    queue.add(files.slice(room), () => assignments.log.filesMost);
  };
  const remove = (gone: Arrived) => {
    setArrived((held) => held.filter((h) => h !== gone));
    // Nothing rests on it; should this fail, it stays among the unit's drafts, where it can be deleted later.
    if (gone.fresh) discard(gone.file.id).catch(() => {});
  };
  const coming = items.some((item) => item.stage.is !== "failed");
  return { queue, items, arrived, coming, add, remove, clear: () => setArrived([]) };
}

/** The unit for which the person writes, as the server sees it: the lead's own people for the lead. */
function writer(row: Assignment): string {
  const mine = row.units.filter((unit) => unit.mine);
  const own = mine.find((unit) => unit.part === "lead") ?? (row.may.percent ? undefined : mine[0]);
  return own?.unit.code ?? row.lead.code;
}

/** Files below the log box: chosen, photographed, dropped or pasted, on their way, arrived. */
export function LogFilesField({ files }: { files: LogFiles }) {
  return (
    <>
      <FileDrop
        dropHere={evidence.dropHere}
        choose={evidence.choose}
        camera={evidence.camera}
        hint={`${evidence.kinds}. ${assignments.log.filesHint}`}
        accept={ACCEPT}
        onFiles={files.add}
      >
        {evidence.drop}
      </FileDrop>
      <Sending queue={files.queue} items={files.items} />
      <FileList
        files={files.arrived.map((held) => held.file)}
        count={files.arrived.length}
        label={assignments.log.files}
      >
        {(file) => {
          const held = files.arrived.find((h) => h.file.id === file.id);
          return (
            <Button
              size="small"
              variant="quiet"
              aria-label={t(evidence.removeOf, { name: file.filename })}
              onClick={() => held && files.remove(held)}
            >
              {evidence.remove}
            </Button>
          );
        }}
      </FileList>
    </>
  );
}
