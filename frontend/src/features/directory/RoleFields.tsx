import { RadioCards } from "../../ui/Choices";
import { Field } from "../../ui/Field";
import { Select } from "../../ui/inputs";
import { directory } from "../../words/vi/directory";
import type { Role, Unit } from "./queries";
import { roleChoices, unitChoices } from "./tree";

interface RoleFieldsProps {
  units: readonly Unit[];
  value: { unit: string; role: Role | "" };
  onChange: (value: { unit: string; role: Role | "" }) => void;
  errors: { unit?: string | undefined; role?: string | undefined };
}

/** A unit, and one of the roles that it has, each with a line on what it can do. */
export function RoleFields({ units, value, onChange, errors }: RoleFieldsProps) {
  const manageable = units.filter((unit) => unit.may_manage);
  const chosen = units.find((unit) => unit.code === value.unit);
  const choices = roleChoices(chosen);
  return (
    <>
      <Field label={directory.unit} id="don-vi" error={errors.unit}>
        {(control) => (
          <Select
            {...control}
            value={value.unit}
            options={[{ value: "", label: directory.chooseUnit }, ...unitChoices(manageable)]}
            onChange={(event) => {
              const unit = units.find((u) => u.code === event.target.value);
              const keeps = roleChoices(unit).some((choice) => choice.value === value.role);
              onChange({ unit: event.target.value, role: keeps ? value.role : "" });
            }}
          />
        )}
      </Field>
      {chosen && (
        <RadioCards
          id="vai-tro"
          legend={directory.role}
          error={errors.role}
          options={choices}
          value={value.role}
          onChange={(role) => onChange({ ...value, role })}
        />
      )}
    </>
  );
}
