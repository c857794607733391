/** Controls that go into a `Field`. */

import {
  type InputHTMLAttributes,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from "react";
import { cx } from "../lib/cx";
import { general } from "../words/vi/general";
import styles from "./Field.module.css";
import { Icon } from "./Icon";

interface InputProps extends InputHTMLAttributes<HTMLInputElement> {
  ref?: Ref<HTMLInputElement>;
}

/** One line of text. */
export function TextInput({ className, ...rest }: InputProps) {
  return <input type="text" {...rest} className={cx(styles.control, className)} />;
}

/** Several lines of text. */
export function TextArea({
  className,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea {...rest} className={cx(styles.control, className)} />;
}

/** A search box; its label is read aloud and not shown. */
export function SearchInput({ label, ...rest }: InputProps & { label: string }) {
  return (
    <span className={styles.searchBox}>
      <Icon name="search" size={18} />
      <input type="search" aria-label={label} placeholder={label} {...rest} className={styles.control} />
    </span>
  );
}

/** A password, with a button that shows it. Pasting and password managers work. */
export function PasswordInput({ className, ...rest }: InputProps) {
  const [shown, setShown] = useState(false);
  return (
    <span className={styles.passwordBox}>
      <input
        autoCapitalize="none"
        spellCheck={false}
        {...rest}
        type={shown ? "text" : "password"}
        className={cx(styles.control, styles.large, className)}
      />
      <button
        type="button"
        className={styles.reveal}
        aria-label={shown ? general.hidePassword : general.showPassword}
        onClick={() => setShown(!shown)}
      >
        <Icon name={shown ? "eyeOff" : "eye"} size={18} />
        {shown ? general.hide : general.show}
      </button>
    </span>
  );
}

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  options: readonly { value: string; label: string; disabled?: boolean }[];
}

/** The browser's own list of choices. */
export function Select({ options, className, ...rest }: SelectProps) {
  return (
    <span className={styles.selectBox}>
      <select {...rest} className={cx(styles.control, styles.select, className)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" size={16} />
    </span>
  );
}

/** A choice in a bar above a table: the label stands before it. */
export function BarSelect({ label, ...rest }: SelectProps & { label: string }) {
  const id = useId();
  return (
    <div className={styles.bar}>
      <label className="muted keep" htmlFor={id}>
        {label}
      </label>
      <Select id={id} {...rest} />
    </div>
  );
}
