import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "../../../lib/cx";
import { dayOf, formatWhen } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Select } from "../../../ui/inputs";
import { StatusMark } from "../../../ui/StatusMark";
import { review as words } from "../../../words/vi/review";
import styles from "./QueueList.module.css";
import { unitsIn, type Value } from "./queue";
import { givenName } from "./reading";

interface QueueListProps {
  all: readonly Value[];
  shown: readonly Value[];
  unit: string | undefined;
  openId: string | undefined;
  onOpen: (id: string) => void;
  onUnit: (unit: string | undefined) => void;
  children?: ReactNode;
}

/** Everything that waits, one line each. */
export function QueueList({ all, shown, unit, openId, onOpen, onUnit, children }: QueueListProps) {
  const units = unitsIn(all);
  return (
    <section className={styles.list} aria-label={words.queue}>
      <div className={styles.head}>
        <h1>
          {words.title} <span className={styles.count}>{all.length}</span>
        </h1>
        {units.length > 1 && (
          <Select
            aria-label={words.unit}
            className={styles.units}
            value={unit ?? ""}
            options={[
              { value: "", label: words.allUnits },
              ...units.map(({ code, name }) => ({ value: code, label: name })),
            ]}
            onChange={(event) => onUnit(event.target.value || undefined)}
          />
        )}
      </div>
      {children}
      <ul>
        {shown.map((value) => (
          <li key={value.id}>
            <Line value={value} open={value.id === openId} onOpen={() => onOpen(value.id)} />
          </li>
        ))}
      </ul>
      <div className={styles.keys} aria-hidden="true">
        <kbd>j</kbd> <kbd>k</kbd> {words.keys.jk} <kbd>a</kbd> {words.keys.a} <kbd>r</kbd> {words.keys.r}
      </div>
    </section>
  );
}

function Line({ value, open, onOpen }: { value: Value; open: boolean; onOpen: () => void }) {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) ref.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  const { indicator, unit, submitted } = value;
  const when = submitted ? formatWhen(submitted.at, dayOf(new Date())) : "";
  const marks = [
    value.late && words.late,
    value.on_behalf && words.onBehalf,
    value.may.review_blocked === "own_entry" && words.own,
  ].filter(Boolean);
  return (
    <button
      ref={ref}
      type="button"
      className={cx(styles.line, open && styles.open)}
      aria-current={open}
      onClick={onOpen}
    >
      <span className={cx("so", styles.code)}>{indicator.code}</span>
      <span className={styles.text}>
        <span className={styles.name}>{indicator.short_name}</span>
        <span className="meta">
          {t(words.lineBy, { unit: unit.short_name, name: givenName(submitted?.by_name ?? ""), when })}
        </span>
        {marks.length > 0 && <span className={styles.marks}>{marks.join(" · ")}</span>}
      </span>
      {value.standing.standing === "breached" && <StatusMark tone="breached" label={words.warned} />}
    </button>
  );
}
