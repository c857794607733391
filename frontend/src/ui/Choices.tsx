import { useId } from "react";
import { FieldError } from "./Field";
import styles from "./Field.module.css";

interface Choice<V extends string> {
  value: V;
  label: string;
  hint?: string;
}

interface ChoicesProps<V extends string> {
  legend: string;
  hint?: string;
  error?: string | undefined;
  /** A fixed id, for links from an `ErrorSummary`; they lead to the first choice. */
  id?: string;
  options: readonly Choice<V>[];
}

/** One of a few, each with a line that explains it. */
export function RadioCards<V extends string>(
  props: ChoicesProps<V> & { value: V | ""; onChange: (value: V) => void },
) {
  return (
    <Cards {...props} type="radio" checked={(v) => v === props.value} onToggle={(v) => props.onChange(v)} />
  );
}

/** Any of a few, each with a line that explains it. */
export function CheckCards<V extends string>(
  props: ChoicesProps<V> & { value: readonly V[]; onChange: (value: V[]) => void },
) {
  const toggle = (v: V) =>
    props.onChange(props.value.includes(v) ? props.value.filter((held) => held !== v) : [...props.value, v]);
  return <Cards {...props} type="checkbox" checked={(v) => props.value.includes(v)} onToggle={toggle} />;
}

interface CardsProps<V extends string> extends ChoicesProps<V> {
  type: "radio" | "checkbox";
  checked: (value: V) => boolean;
  onToggle: (value: V) => void;
}

function Cards<V extends string>(props: CardsProps<V>) {
  const { legend, hint, error, options, type, checked, onToggle } = props;
  const made = useId();
  const id = props.id ?? made;
  return (
    <fieldset className={styles.field} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={styles.label}>{legend}</legend>
      {hint && <div className={styles.hint}>{hint}</div>}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <div className={styles.cards}>
        {options.map((option, at) => (
          <label key={option.value} className={styles.card}>
            <input
              id={at === 0 ? id : undefined}
              type={type}
              name={id}
              value={option.value}
              checked={checked(option.value)}
              aria-invalid={error ? true : undefined}
              onChange={() => onToggle(option.value)}
            />
            <span className={styles.cardText}>
              {option.label}
              {option.hint && <span className={styles.cardHint}>{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
