/** The legend of the bullets, and what narrows or orders the lines. */
import { useEffect, useRef } from "react";

import { Button } from "../../../ui/Button";
import { SearchInput } from "../../../ui/inputs";
import { overview as words } from "../../../words/vi/overview";
import type { OverviewSearch } from "./filters";
import styles from "./OverviewFilters.module.css";

/** What `Bỏ lọc` takes away. */
export const NO_FILTER = { tt: undefined, tim: undefined, "don-vi": undefined };

interface Props {
  search: OverviewSearch;
  /** How many lines fit the filters, null without any filter. */
  shown: { lines: number; of: number } | null;
  onChange: (part: Partial<OverviewSearch>) => void;
}

const PAUSE = 200;

export function OverviewFilters({ search, shown, onChange }: Props) {
  return (
    <>
      <div className={styles.bar}>
        <Words value={search.tim ?? ""} onChange={(tim) => onChange({ tim: tim || undefined })} />
        <Check
          label={words.details}
          checked={search["chi-tiet"] === "co"}
          onChange={(on) => onChange({ "chi-tiet": on ? "co" : undefined })}
        />
        <Check
          label={words.byLateness}
          checked={search.xep === "cham"}
          onChange={(on) => onChange({ xep: on ? "cham" : undefined })}
        />
        <p className={styles.shown} role="status">
          {shown !== null && words.shown(shown.lines, shown.of)}
          {shown !== null && (
            <Button variant="quiet" size="small" className="no-print" onClick={() => onChange(NO_FILTER)}>
              {words.clear}
            </Button>
          )}
        </p>
      </div>
      <ul className={styles.legend}>
        <li>
          <i className={styles.value} /> {words.legend.value}
        </li>
        <li>
          <i className={styles.plan} /> {words.legend.plan}
        </li>
        <li>
          <i className={styles.target} /> {words.legend.target}
        </li>
        <li className="no-print">{words.legend.why}</li>
      </ul>
    </>
  );
}

function Check({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label className={styles.check}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

/** Never controlled: an input method that composes Vietnamese would be disturbed by a value set from outside. */
function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const box = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (box.current && document.activeElement !== box.current) box.current.value = value;
  }, [value]);
  return (
    <SearchInput
      ref={box}
      label={words.search}
      title={words.searchHint}
      defaultValue={value}
      onChange={(event) => {
        const typed = event.target.value;
        clearTimeout(timer.current);
        timer.current = setTimeout(() => onChange(typed.trim()), PAUSE);
      }}
    />
  );
}
