import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Button } from "../../../ui/Button";
import { BarSelect, SearchInput } from "../../../ui/inputs";
import { assignments as words } from "../../../words/vi/assignments";
import { unitsQuery } from "../../directory/queries";
import type { Counts } from "../queries";
import styles from "./AssignmentFilters.module.css";
import { isFiltered, type ListSearch, NO_FILTER, STATES } from "./search";

const PAUSE = 250;
const { filters } = words;

interface Props {
  search: ListSearch;
  counts: Counts | undefined;
  onChange: (part: Partial<ListSearch>) => void;
}

/** What narrows and orders the list. */
export function AssignmentFilters({ search, counts, onChange }: Props) {
  const units = useQuery(unitsQuery).data ?? [];
  const all = { value: "", label: filters.all };
  const within = units.filter((unit) => unit.level === "unit" || unit.level === "team");
  const choice = (name: keyof ListSearch, label: string, options: { value: string; label: string }[]) => (
    <BarSelect
      label={label}
      className={styles.choice}
      value={search[name] ?? ""}
      options={[all, ...options]}
      onChange={(event) => onChange({ [name]: event.target.value || undefined })}
    />
  );
  const plain = (held: Record<string, string>) =>
    Object.entries(held).map(([value, label]) => ({ value, label }));
  return (
    <div className={styles.bar}>
      <Words value={search.tim ?? ""} onChange={(tim) => onChange({ tim: tim || undefined })} />
      {choice("nhom", filters.group, [
        ...(counts?.groups ?? []).map((group) => ({
          value: group.code,
          label: `${group.code} ${group.name}`,
        })),
        { value: "other", label: filters.other },
      ])}
      {choice(
        "don-vi",
        filters.unit,
        within.map((unit) => ({ value: unit.code, label: unit.short_name })),
      )}
      {search["don-vi"] && choice("vai", filters.role, plain(words.roles))}
      {choice("han", filters.due, plain(words.dueFilters))}
      {choice(
        "tt",
        filters.state,
        STATES.map((state) => ({ value: state, label: countedState(state, counts?.states[state]) })),
      )}
      <BarSelect
        label={filters.sort}
        value={search.xep ?? ""}
        options={[
          { value: "", label: words.sorts.plan },
          { value: "han", label: words.sorts.due },
        ]}
        onChange={(event) => onChange({ xep: event.target.value || undefined })}
      />
      {isFiltered(search) && (
        <Button variant="quiet" size="small" onClick={() => onChange(NO_FILTER)}>
          {filters.clear}
        </Button>
      )}
    </div>
  );
}

function countedState(state: keyof typeof words.states, count: number | undefined): string {
  return count ? `${words.states[state]} (${count})` : words.states[state];
}

/** Never controlled: an input method that composes Vietnamese would be disturbed by a value set from outside. */
function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const box = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (box.current && document.activeElement !== box.current) box.current.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <SearchInput
      ref={box}
      label={filters.search}
      defaultValue={value}
      maxLength={100}
      onChange={(event) => {
        const typed = event.target.value;
        clearTimeout(timer.current);
        timer.current = setTimeout(() => onChange(typed.trim()), PAUSE);
      }}
    />
  );
}
