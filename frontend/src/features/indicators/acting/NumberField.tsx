/** One number of a form with its label and what is wrong with it. */
import type { NumberKind } from "../../../lib/numberVN";
import { Field } from "../../../ui/Field";
import { NumberVN } from "../../../ui/NumberVN";
import { leftNumber, type TypedNumber, typedNumber } from "./typed";

interface Props {
  id: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean;
  kind: NumberKind;
  value: TypedNumber;
  error: string | undefined;
  onChange: (value: TypedNumber) => void;
}

export function NumberField({ id, label, hint, optional, kind, value, error, onChange }: Props) {
  return (
    <Field id={id} label={label} hint={hint} optional={optional ?? false} error={error}>
      {(control) => (
        <NumberVN
          id={control.id}
          text={value.text}
          exact={value.reading.kind === "accept"}
          invalid={error !== undefined}
          describedBy={control["aria-describedby"]}
          onType={(text) => onChange(typedNumber(text, kind))}
          onLeave={() => onChange(leftNumber(value))}
        />
      )}
    </Field>
  );
}
