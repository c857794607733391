import { type ReactNode, useEffect, useId, useRef } from "react";
import { cx } from "../lib/cx";
import { general } from "../words/vi/general";
import { IconButton } from "./Button";
import styles from "./Dialog.module.css";

interface DialogProps {
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** Whether Esc and the cross close it; false where something would be lost for good. */
  closable?: boolean;
  children: ReactNode;
}

const FIELDS = "input:not([type=hidden]), select, textarea";

/** A modal window; mount it to open it. Focus moves to its first field, and back to where it was on closing. */
export function Dialog({ title, onClose, wide = false, closable = true, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const cross = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) {
      dialog.showModal();
      // The browser would begin at the cross, where typing does nothing and Enter closes.
      if (cross.current?.contains(document.activeElement)) {
        body.current?.querySelector<HTMLElement>(FIELDS)?.focus();
      }
    }
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={cx(styles.dialog, wide && styles.wide)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (closable) onClose();
      }}
    >
      <div ref={cross} className={styles.head}>
        <h2 id={titleId}>{title}</h2>
        {closable && <IconButton icon="close" label={general.close} onClick={onClose} className="no-print" />}
      </div>
      <div ref={body} className={styles.body}>
        {children}
      </div>
    </dialog>
  );
}

/** The fields of a dialog: Enter sends them, as the button of type `submit` does. */
export function DialogForm({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}

/** The row of buttons at the end of a dialog or form; the main one comes last. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={cx(styles.actions, "no-print")}>{children}</div>;
}
