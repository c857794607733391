import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem, faultAt } from "../../../api/problem";
import { Button } from "../../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../../ui/Dialog";
import { Field } from "../../../ui/Field";
import { TextArea, TextInput } from "../../../ui/inputs";
import { Banner } from "../../../ui/states";
import { toast } from "../../../ui/Toast";
import { assignments } from "../../../words/vi/assignments";
import { general } from "../../../words/vi/general";

const { dialogs } = assignments;

interface Given {
  text: string;
  second: string;
  day: string;
}

interface Props {
  title: string;
  text?: string;
  /** The label of the words, and what to say when they are missing; they may be left out without `needs`. */
  label: string;
  hint?: string;
  needs?: string;
  /** The label of a second, optional box. */
  second?: string;
  /** The label of a day that is needed too. */
  day?: string;
  action: string;
  danger?: boolean;
  onSend: (given: Given) => Promise<unknown>;
  onDone: () => Promise<unknown>;
  onClose: () => void;
}

/** A move with its words: a reason, a note, a day. */
export function WordsDialog(props: Props) {
  const { title, text, label, hint, needs, second, day, action, danger = false, onClose } = props;
  const [given, setGiven] = useState<Given>({ text: "", second: "", day: "" });
  const [tried, setTried] = useState(false);
  const sending = useMutation({
    mutationFn: () => props.onSend({ ...given, text: given.text.normalize("NFC").trim() }),
    onSuccess: () => {
      toast(dialogs.done);
      onClose();
      return props.onDone();
    },
  });
  const missing = {
    text: needs && !given.text.trim() ? needs : undefined,
    day: day && !given.day ? dialogs.needsDay : undefined,
  };
  const set = (part: Partial<Given>) => setGiven({ ...given, ...part });
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogForm
        onSubmit={() => {
          setTried(true);
          if (!missing.text && !missing.day && !sending.isPending) sending.mutate();
        }}
      >
        {sending.error && <Banner tone="error">{asProblem(sending.error).detail}</Banner>}
        {text && <p>{text}</p>}
        {day && (
          <Field
            label={day}
            error={(tried ? missing.day : undefined) ?? faultAt(sending.error, "/new_due_on")}
          >
            {(control) => (
              <TextInput
                {...control}
                type="date"
                value={given.day}
                onChange={(event) => set({ day: event.target.value })}
              />
            )}
          </Field>
        )}
        <Field label={label} hint={hint} error={tried ? missing.text : undefined} optional={!needs}>
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              maxLength={4000}
              value={given.text}
              onChange={(event) => set({ text: event.target.value })}
            />
          )}
        </Field>
        {second && (
          <Field label={second} optional>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                maxLength={4000}
                value={given.second}
                onChange={(event) => set({ second: event.target.value })}
              />
            )}
          </Field>
        )}
        <Actions>
          <Button onClick={onClose}>{general.close}</Button>
          <Button type="submit" variant={danger ? "danger" : "primary"} busy={sending.isPending}>
            {action}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
