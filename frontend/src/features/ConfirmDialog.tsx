import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { Button } from "../ui/Button";
import { Actions, Dialog } from "../ui/Dialog";
import { Banner } from "../ui/states";
import { general } from "../words/vi/general";

interface ConfirmDialogProps {
  /** A question. */
  title: string;
  /** What will happen. */
  text: string;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  /** Does it; the dialog closes when it is done and shows the sentence of a failure. */
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before something that cannot be taken back by one press. */
export function ConfirmDialog({
  title,
  text,
  action,
  danger = false,
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps) {
  const confirm = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      {children}
      {confirm.error && <Banner tone="error">{asProblem(confirm.error).detail}</Banner>}
      <Actions>
        <Button onClick={onClose}>{general.cancel}</Button>
        <Button
          variant={danger ? "danger" : "primary"}
          busy={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          {action}
        </Button>
      </Actions>
    </Dialog>
  );
}
