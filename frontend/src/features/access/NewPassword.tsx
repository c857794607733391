import { t } from "../../lib/i18n";
import { Field } from "../../ui/Field";
import { PasswordInput } from "../../ui/inputs";
import { access } from "../../words/vi/access";

/** The length that the server asks of a password; shown while typing, decided there. */
export const PASSWORD_LENGTH = 15;

interface NewPasswordProps {
  value: string;
  onChange: (password: string) => void;
  error: string | undefined;
}

/** A password to choose, with how much is still missing. */
export function NewPassword({ value, onChange, error }: NewPasswordProps) {
  const left = PASSWORD_LENGTH - value.length;
  const progress = left > 0 ? t(access.passwordLeft, { count: left }) : access.passwordEnough;
  return (
    <div>
      <Field
        id="mat-khau"
        label={access.newPassword}
        hint={t(access.passwordHint, { limit: PASSWORD_LENGTH })}
        error={error}
      >
        {(control) => (
          <PasswordInput
            {...control}
            value={value}
            autoComplete="new-password"
            maxLength={200}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <p className="meta" aria-live="polite">
        {value ? progress : "\u00a0"}
      </p>
    </div>
  );
}
