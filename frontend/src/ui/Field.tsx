import { type ReactNode, useId } from "react";
import { general } from "../words/vi/general";
import styles from "./Field.module.css";
import { Icon } from "./Icon";

/** What a control inside a `Field` must carry. */
export interface Control {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** A whole sentence: what is wrong and what to do. */
  error?: string | undefined;
  optional?: boolean;
  /** A fixed id, for links from an `ErrorSummary`. */
  id?: string;
  children: (control: Control) => ReactNode;
}

/** Label, hint and error around one control: `<Field label="Tên">{(c) => <TextInput {...c} />}</Field>`. */
export function Field({ label, hint, error, optional = false, id: given, children }: FieldProps) {
  const made = useId();
  const id = given ?? made;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label} {optional && <span className={styles.optional}>{general.optional}</span>}
      </label>
      {hint && (
        <div className={styles.hint} id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
    </div>
  );
}

/** The sentence under a field's hint that says what is wrong. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <div className={styles.error} id={id}>
      <Icon name="octagon" size={17} />
      <span>{children}</span>
    </div>
  );
}
