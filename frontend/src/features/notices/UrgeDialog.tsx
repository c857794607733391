import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { Button } from "../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { TextArea } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { general } from "../../words/vi/general";
import { notices } from "../../words/vi/notices";
import { copyText } from "./copying";
import styles from "./UrgeDialog.module.css";

const { urge: words } = notices;

interface Props {
  title: string;
  text: string;
  /** What is ready to be pasted elsewhere. */
  line: string;
  onSend: (text: string | null) => Promise<unknown>;
  onDone: () => Promise<unknown>;
  onClose: () => void;
}

/** Reminds those who have something to do, with a word of one's own; or copies a line to send them by Zalo. */
export function UrgeDialog({ title, text, line, onSend, onDone, onClose }: Props) {
  const [own, setOwn] = useState("");
  const sending = useMutation({
    mutationFn: () => onSend(own.normalize("NFC").trim() || null),
    onSuccess: () => {
      toast(words.done);
      onClose();
      return onDone();
    },
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogForm onSubmit={() => !sending.isPending && sending.mutate()}>
        {sending.error && <Banner tone="error">{asProblem(sending.error).detail}</Banner>}
        <p>{text}</p>
        <Field label={words.words} optional>
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              maxLength={4000}
              value={own}
              onChange={(event) => setOwn(event.target.value)}
            />
          )}
        </Field>
        <div className={styles.zalo}>
          <p className={styles.line}>{line}</p>
          <Button size="small" icon="copy" onClick={() => void copyText(line)}>
            {words.zalo}
          </Button>
        </div>
        <Actions>
          <Button onClick={onClose}>{general.close}</Button>
          <Button type="submit" variant="primary" icon="bell" busy={sending.isPending}>
            {words.button}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
