import { useRef, useState } from "react";
import { cx } from "../../../lib/cx";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { Actions, Dialog } from "../../../ui/Dialog";
import { Field } from "../../../ui/Field";
import { TextArea } from "../../../ui/inputs";
import { general } from "../../../words/vi/general";
import { review as words } from "../../../words/vi/review";
import type { Value } from "./queue";
import styles from "./ReturnDialog.module.css";

interface ReturnDialogProps {
  value: Value;
  onClose: () => void;
  onReturn: (reason: string) => void;
}

/** Why a value goes back: usual reasons by a press, and what exactly to mend in words. One of the two is needed. */
export function ReturnDialog({ value: { indicator }, onClose, onReturn }: ReturnDialogProps) {
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const reason = [picked.join("; "), text.normalize("NFC").trim()].filter(Boolean).join(". ");
  const pick = (one: string) => {
    setPicked(picked.includes(one) ? picked.filter((other) => other !== one) : [...picked, one]);
    setMissing(false);
  };
  const { dialog } = words;
  return (
    <Dialog title={t(dialog.title, { code: indicator.code, name: indicator.short_name })} onClose={onClose}>
      <form
        ref={form}
        className={styles.form}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          form.current?.requestSubmit();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          if (reason !== "") return onReturn(reason);
          setMissing(true);
          form.current?.querySelector("textarea")?.focus();
        }}
      >
        <fieldset className={styles.chips}>
          <legend>{dialog.chips}</legend>
          {dialog.reasons.map((one) => (
            <button
              key={one}
              type="button"
              className={cx(styles.chip, picked.includes(one) && styles.picked)}
              aria-pressed={picked.includes(one)}
              onClick={() => pick(one)}
            >
              {one}
            </button>
          ))}
        </fieldset>
        <Field label={dialog.label} hint={dialog.hint} error={missing ? dialog.missing : undefined}>
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              maxLength={3900}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setMissing(false);
              }}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary">
            {dialog.send}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
