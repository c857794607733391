import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { asProblem } from "../../api/problem";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { FileDrop } from "../../ui/FileDrop";
import { Banner } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { evidence as words } from "../../words/vi/evidence";
import styles from "./Evidence.module.css";
import { FileList } from "./FileList";
import { ACCEPT, refusal } from "./kinds";
import { NoteDialog } from "./NoteForm";
import { detach, doorsOf, type FileRef } from "./queries";
import { Sending } from "./Sending";
import { type Queue, sendingQueue } from "./sending";

/** A value as far as its files go. */
export interface Proven {
  id: string;
  unit: { code: string };
  evidence: readonly FileRef[];
  evidence_count: number;
}

interface EvidenceDialogProps {
  value: Proven;
  code: string;
  name: string;
  /** Whether files may be added and taken off now. */
  editable: boolean;
  /** The value has other files than before. */
  onChanged: () => void;
  onClose: () => void;
}

// A queue outlives its window, so that closing it does not stop what is under way.
const queues = new Map<string, { queue: Queue; changed: { tell: () => void } }>();

function queueOf(value: Proven): { queue: Queue; changed: { tell: () => void } } {
  const held = queues.get(value.id);
  if (held) return held;
  const changed = { tell: () => {} };
  const made = { queue: sendingQueue(doorsOf(value.unit.code, value.id, () => changed.tell())), changed };
  queues.set(value.id, made);
  globalThis.addEventListener("online", () => made.queue.retry());
  return made;
}

/** The files on which a value rests: seen, added, noted, taken off. */
export function EvidenceDialog({ value, code, name, editable, onChanged, onClose }: EvidenceDialogProps) {
  const { queue, changed } = queueOf(value);
  const items = useSyncExternalStore(queue.subscribe, queue.items);
  const [noted, setNoted] = useState<FileRef | null>(null);
  useEffect(() => {
    changed.tell = onChanged;
  }, [changed, onChanged]);
  const onFiles = useCallback((files: File[]) => queue.add(files, refusal), [queue]);
  return (
    <Dialog title={t(words.titleOf, { code, name })} wide onClose={onClose}>
      <div className={styles.panel}>
        {editable && (
          <FileDrop
            dropHere={words.dropHere}
            choose={words.choose}
            camera={words.camera}
            hint={words.kinds}
            accept={ACCEPT}
            onFiles={onFiles}
          >
            {words.drop}
          </FileDrop>
        )}
        <Sending queue={queue} items={items} />
        <FileList files={value.evidence} count={value.evidence_count}>
          {(file) => (
            <>
              <Button size="small" variant="quiet" onClick={() => setNoted(file)}>
                {words.note}
              </Button>
              {editable && <Remove value={value} file={file} onChanged={onChanged} />}
            </>
          )}
        </FileList>
        {value.evidence_count === 0 && items.length === 0 && <p className={styles.stage}>{words.none}</p>}
        {editable && (
          <Banner tone="note">
            {words.papers} {words.place}
          </Banner>
        )}
      </div>
      {noted !== null && <NoteDialog file={noted} onClose={() => setNoted(null)} />}
    </Dialog>
  );
}

function Remove({ value, file, onChanged }: { value: Proven; file: FileRef; onChanged: () => void }) {
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await detach(value.id, file.id);
      toast(t(words.removed, { name: file.filename }));
    } catch (error) {
      toast(asProblem(error).detail, { icon: "alert" });
    } finally {
      setBusy(false);
      onChanged();
    }
  };
  return (
    <Button
      size="small"
      variant="quiet"
      busy={busy}
      aria-label={t(words.removeOf, { name: file.filename })}
      onClick={() => void remove()}
    >
      {words.remove}
    </Button>
  );
}
