import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Banner, Skeleton } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { evidence as words } from "../../words/vi/evidence";
import styles from "./Evidence.module.css";
import { describe, type Evidence, evidenceQuery, type FileRef } from "./queries";

/** What is said about a file, and whether the whole ward may open it. */
export function NoteDialog({ file, onClose }: { file: FileRef; onClose: () => void }) {
  const found = useQuery(evidenceQuery(file.id));
  return (
    <Dialog title={t(words.noteOf, { name: file.filename })} onClose={onClose}>
      {found.isError && <Banner tone="error">{asProblem(found.error).detail}</Banner>}
      {found.isPending && <Skeleton rows={2} />}
      {found.data && <NoteForm key={found.data.version} file={found.data} onDone={onClose} />}
    </Dialog>
  );
}

function NoteForm({ file, onDone }: { file: Evidence; onDone: () => void }) {
  const client = useQueryClient();
  const [note, setNote] = useState(file.note ?? "");
  const [open, setOpen] = useState(file.open_to_ward);
  const [why, setWhy] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      client.setQueryData(evidenceQuery(file.id).queryKey, await describe(file, note, open));
      toast(t(words.noteSaved, { name: file.filename }));
      onDone();
    } catch (error) {
      setWhy(asProblem(error).detail);
      if (asProblem(error).status === 412) await client.invalidateQueries(evidenceQuery(file.id));
    } finally {
      setBusy(false);
    }
  };
  return (
    <DialogForm onSubmit={() => busy || void save()}>
      {why !== null && <Banner tone="error">{why}</Banner>}
      <label htmlFor="ghi-chu-tep">{words.note}</label>
      <textarea
        id="ghi-chu-tep"
        className={styles.note}
        rows={3}
        maxLength={4000}
        readOnly={!file.may.edit}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <label className={styles.check}>
        <input
          type="checkbox"
          disabled={!file.may.edit}
          checked={open}
          onChange={(event) => setOpen(event.target.checked)}
        />
        {words.openToWard}
      </label>
      <p className={styles.stage}>{words.openHint}</p>
      <Actions>
        <Button type="submit" variant="primary" busy={busy} disabled={!file.may.edit}>
          {words.save}
        </Button>
      </Actions>
    </DialogForm>
  );
}
