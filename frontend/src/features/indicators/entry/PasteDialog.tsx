import { useEffect, useRef, useState } from "react";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../../ui/Dialog";
import { Field } from "../../../ui/Field";
import { Icon } from "../../../ui/Icon";
import { TextArea } from "../../../ui/inputs";
import { entry as words } from "../../../words/vi/entry";
import styles from "./PasteDialog.module.css";
import type { Look, PastePlan } from "./pasting";

interface PasteDialogProps {
  /** What would be done; null while nothing is pasted yet. */
  plan: PastePlan | null;
  onText: (text: string) => void;
  onWrite: (plan: PastePlan) => void;
  onClose: () => void;
}

/** Shows what a paste would write before it is written. */
export function PasteDialog({ plan, onText, onWrite, onClose }: PasteDialogProps) {
  const { paste } = words;
  const [text, setText] = useState("");
  const go = useRef<HTMLButtonElement>(null);
  // The dialog was opened by the keys of a paste, so Enter goes on with it.
  useEffect(() => {
    if (plan !== null) go.current?.focus();
  }, [plan]);
  if (plan === null) {
    return (
      <Dialog title={paste.title} onClose={onClose}>
        <DialogForm onSubmit={() => text.trim() !== "" && onText(text)}>
          <Field label={paste.label} hint={paste.hint}>
            {(control) => (
              <TextArea
                {...control}
                rows={6}
                value={text}
                onChange={(event) => setText(event.target.value)}
                onPaste={(event) => {
                  event.preventDefault();
                  onText(event.clipboardData.getData("text/plain"));
                }}
              />
            )}
          </Field>
          <Actions>
            <Button onClick={onClose}>{paste.leave}</Button>
            <Button type="submit" variant="primary">
              {paste.look}
            </Button>
          </Actions>
        </DialogForm>
      </Dialog>
    );
  }
  const { cells, looks, skipped } = plan;
  const count = { cells, good: cells - looks.length, looks: looks.length };
  return (
    <Dialog title={cells > 0 ? t(paste.summary, count) : paste.nothing} onClose={onClose} wide>
      <DialogForm onSubmit={() => cells > 0 && onWrite(plan)}>
        {looks.length > 0 && <Looks title={paste.looks} looks={looks} icon="alert" />}
        {skipped.length > 0 && (
          <Looks title={t(paste.skipped, { count: skipped.length })} looks={skipped} icon="stop" />
        )}
        {looks.length === 0 && skipped.length === 0 && <p>{paste.clean}</p>}
        <Actions>
          <Button onClick={onClose}>{paste.leave}</Button>
          {cells > 0 && (
            <Button type="submit" variant="primary" ref={go}>
              {paste.write}
            </Button>
          )}
        </Actions>
      </DialogForm>
    </Dialog>
  );
}

const SHOWN = 20;

function Looks({ title, looks, icon }: { title: string; looks: readonly Look[]; icon: "alert" | "stop" }) {
  return (
    <section>
      <h3 className={styles.title}>
        <Icon name={icon} size={18} /> {title}
      </h3>
      <ul className={styles.looks}>
        {looks.slice(0, SHOWN).map((look) => (
          <li key={`${look.where} ${look.text}`}>
            <b>{look.where}</b> <span className={styles.text}>{look.text}</span> {look.message}
          </li>
        ))}
        {looks.length > SHOWN && <li>{t(words.paste.more, { count: looks.length - SHOWN })}</li>}
      </ul>
    </section>
  );
}
