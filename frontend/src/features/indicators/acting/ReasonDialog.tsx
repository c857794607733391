/** Something that is done to a figure with a reason for the record. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { asProblem } from "../../../api/problem";
import { Button } from "../../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../../ui/Dialog";
import { Field } from "../../../ui/Field";
import { TextArea } from "../../../ui/inputs";
import { Banner } from "../../../ui/states";
import { general } from "../../../words/vi/general";
import { indicator as words } from "../../../words/vi/indicator";

interface Props {
  title: string;
  text: string;
  /** The label of the reason. */
  label: string;
  action: string;
  onDo: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

export function ReasonDialog({ title, text, label, action, onDo, onClose }: Props) {
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const done = useMutation({ mutationFn: () => onDo(reason.normalize("NFC").trim()), onSuccess: onClose });
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <DialogForm
        onSubmit={() => {
          const empty = reason.trim() === "";
          setMissing(empty);
          if (!empty && !done.isPending) done.mutate();
        }}
      >
        {done.error && <Banner tone="error">{asProblem(done.error).detail}</Banner>}
        <Field label={label} error={missing ? words.correction.needsReason : undefined}>
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              maxLength={3900}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={done.isPending}>
            {action}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
