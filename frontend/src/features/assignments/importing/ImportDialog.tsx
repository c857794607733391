import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../../api/client";
import { asProblem } from "../../../api/problem";
import type { components } from "../../../api/schema";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { Actions, Dialog } from "../../../ui/Dialog";
import { Field } from "../../../ui/Field";
import { TextArea } from "../../../ui/inputs";
import { Banner } from "../../../ui/states";
import { toast } from "../../../ui/Toast";
import { assignments } from "../../../words/vi/assignments";
import { general } from "../../../words/vi/general";
import type { Unit } from "../../directory/queries";
import { refreshAssignments } from "../queries";
import styles from "./ImportDialog.module.css";
import { ImportRows } from "./ImportRows";
import { type Mending, mended, NOTHING_MENDED } from "./mending";

const words = assignments.import;
type Read = components["schemas"]["ImportOut"];

interface Props {
  units: readonly Unit[];
  onClose: () => void;
}

/** An annex pasted from Excel: read at once, put right cell by cell, and created in one go. */
export function ImportDialog({ units, onClose }: Props) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [mending, setMending] = useState<Mending>(NOTHING_MENDED);
  const [read, setRead] = useState<Read | null>(null);
  const ask = useMutation({
    mutationFn: (given: { text: string; mending: Mending; commit: boolean }) =>
      send(
        api.POST("/api/v1/assignment-imports", {
          body: {
            ...given.mending,
            cells: [...given.mending.cells],
            text: given.text,
            commit: given.commit,
            atomic: true,
          },
        }),
      ),
    onSuccess: (answer, given) => {
      if (!given.commit) return setRead(answer);
      toast(t(words.created, { count: answer.created }));
      onClose();
      return refreshAssignments(client);
    },
  });
  const look = (given: string, next: Mending) => {
    setMending(next);
    if (given.trim()) ask.mutate({ text: given, mending: next, commit: false });
  };
  const failed = ask.error && <Banner tone="error">{asProblem(ask.error).detail}</Banner>;
  if (read === null)
    return (
      <Dialog title={words.title} onClose={onClose} wide>
        {failed}
        <Field label={words.box} hint={words.boxHint}>
          {(control) => (
            <TextArea
              {...control}
              rows={10}
              value={text}
              maxLength={400_000}
              className={styles.box}
              onChange={(event) => setText(event.target.value)}
              onPaste={(event) => {
                const pasted = event.clipboardData.getData("text/plain");
                if (text.trim() || !pasted.includes("\t")) return;
                event.preventDefault();
                setText(pasted);
                look(pasted, NOTHING_MENDED);
              }}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button
            variant="primary"
            busy={ask.isPending}
            disabled={!text.trim()}
            onClick={() => look(text, mending)}
          >
            {words.check}
          </Button>
        </Actions>
      </Dialog>
    );
  return (
    <Dialog title={words.title} onClose={onClose} wide>
      {failed}
      <Summary read={read} />
      <ImportRows
        rows={read.rows}
        units={units}
        onMend={(row, column, cell) => look(text, mended(mending, row, column, cell))}
        onSkip={(row, on) =>
          look(text, {
            ...mending,
            skipped: on ? [...mending.skipped, row] : mending.skipped.filter((r) => r !== row),
          })
        }
        onKeep={(row) => look(text, { ...mending, kept: [...mending.kept, row] })}
      />
      {read.faulty > 0 && <p className="meta">{words.mendFirst}</p>}
      <Actions>
        <Button onClick={() => setRead(null)}>{words.again}</Button>
        <Button
          variant="primary"
          busy={ask.isPending}
          disabled={read.faulty > 0 || read.ready === 0}
          onClick={() => ask.mutate({ text, mending, commit: true })}
        >
          {t(words.create, { count: read.ready })}
        </Button>
      </Actions>
    </Dialog>
  );
}

function Summary({ read }: { read: Read }) {
  const unused = read.columns.filter((column) => column.column === null && column.heading);
  const parts = [
    t(words.ready, { count: read.ready }),
    ...(read.faulty ? [t(words.faulty, { count: read.faulty })] : []),
    ...(read.skipped ? [t(words.skipped, { count: read.skipped })] : []),
  ];
  return (
    <p className={styles.summary} role="status">
      <b>{parts.join(" · ")}</b>
      {unused.length > 0 && (
        <span className="meta"> {t(words.unused, { names: unused.map((c) => c.heading).join(", ") })}</span>
      )}
    </p>
  );
}
