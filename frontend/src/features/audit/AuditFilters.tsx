import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { SearchInput, Select, TextInput } from "../../ui/inputs";
import { audit } from "../../words/vi/audit";
import { unitsQuery } from "../directory/queries";
import { unitChoices } from "../directory/tree";
import styles from "./AuditFilters.module.css";
import type { AuditSearch, Entry } from "./queries";
import { whoOf } from "./telling";

interface AuditFiltersProps {
  search: AuditSearch;
  /** The rows that are shown: the names of what is filtered by are taken from them. */
  rows: readonly Entry[];
  /** Kinds that the person may read. */
  kinds: readonly Entry["object"]["kind"][];
  onChange: (part: AuditSearch) => void;
}

/** What of the trail is shown; everything here stands in the address. */
export function AuditFilters({ search, rows, kinds, onChange }: AuditFiltersProps) {
  const units = useQuery(unitsQuery).data ?? [];
  const person = rows.find((row) => row.actor.id === search.nguoi);
  const thing = rows.find((row) => row.object.id === search.muc)?.object;
  return (
    <div className={styles.filters}>
      <Field label={audit.object}>
        {(control) => (
          <Select
            {...control}
            value={search.loai ?? ""}
            options={[
              { value: "", label: audit.anyObject },
              ...kinds.map((kind) => ({ value: kind, label: audit.objects[kind] })),
            ]}
            onChange={(event) => onChange({ loai: event.target.value, muc: "" })}
          />
        )}
      </Field>
      <Field label={audit.action}>
        {(control) => (
          <Select
            {...control}
            value={search.viec ?? ""}
            options={[
              { value: "", label: audit.anyAction },
              ...Object.entries(audit.actions).map(([value, label]) => ({ value, label })),
            ]}
            onChange={(event) => onChange({ viec: event.target.value })}
          />
        )}
      </Field>
      <Field label={audit.unit}>
        {(control) => (
          <Select
            {...control}
            value={search["don-vi"] ?? ""}
            options={[{ value: "", label: audit.anyUnit }, ...unitChoices(units)]}
            onChange={(event) => onChange({ "don-vi": event.target.value })}
          />
        )}
      </Field>
      <Field label={audit.since}>
        {(control) => (
          <TextInput
            {...control}
            type="date"
            value={search.tu ?? ""}
            max={search.den}
            onChange={(event) => onChange({ tu: event.target.value })}
          />
        )}
      </Field>
      <Field label={audit.until}>
        {(control) => (
          <TextInput
            {...control}
            type="date"
            value={search.den ?? ""}
            min={search.tu}
            onChange={(event) => onChange({ den: event.target.value })}
          />
        )}
      </Field>
      <Reason value={search["ly-do"] ?? ""} onChange={(reason) => onChange({ "ly-do": reason })} />
      {search.nguoi && (
        <Chip
          name={t(audit.person, { name: person ? whoOf(person) : audit.onePerson })}
          onClear={() => onChange({ nguoi: "" })}
        />
      )}
      {search.muc && (
        <Chip
          name={t(audit.thing, { name: thing?.code ?? thing?.name ?? audit.oneThing })}
          onClear={() => onChange({ muc: "" })}
        />
      )}
    </div>
  );
}

function Reason({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const wait = setTimeout(() => onChange(text.trim()), 300);
    return () => clearTimeout(wait);
  }, [text, value, onChange]);
  return (
    <div className={styles.reason}>
      <SearchInput
        label={audit.findReason}
        value={text}
        maxLength={100}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}

function Chip({ name, onClear }: { name: string; onClear: () => void }) {
  return (
    <Button size="small" icon="close" aria-label={t(audit.clear, { name })} onClick={onClear}>
      {name}
    </Button>
  );
}
