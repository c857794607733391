import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "../../../lib/cx";
import { dayOf, formatWhen } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { Select } from "../../../ui/inputs";
import { StatusMark } from "../../../ui/StatusMark";
import { review as words } from "../../../words/vi/review";
import { SaveTable } from "../../SaveTable";
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
  picked: ReadonlySet<string>;
  /** Values known to carry a warning. */
  warned: ReadonlySet<string>;
  onPick: (value: Value, whole: boolean) => void;
  onPickAll: () => void;
  /** Stands below the list and stays in sight. */
  foot?: ReactNode;
  children?: ReactNode;
}

/** Everything that waits, one line each. */
export function QueueList(props: QueueListProps) {
  const { all, shown, unit, openId, onOpen, onUnit, picked, warned, onPick, onPickAll, foot, children } =
    props;
  const mine = shown.filter(({ may }) => may.review);
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
      {mine.length > 1 && (
        <label className={styles.all}>
          <input
            type="checkbox"
            checked={picked.size > 0 && mine.every(({ id }) => picked.has(id))}
            onChange={onPickAll}
          />
          {words.pickAll}
        </label>
      )}
      <ul>
        {shown.map((value) => (
          <li key={value.id}>
            <label className={styles.pick}>
              <input
                type="checkbox"
                aria-label={t(words.pick, { code: value.indicator.code, unit: value.unit.short_name })}
                checked={picked.has(value.id)}
                disabled={!value.may.review}
                onChange={() => undefined}
                onClick={(event) => onPick(value, event.shiftKey)}
              />
            </label>
            <Line
              value={value}
              open={value.id === openId}
              warned={warned.has(value.id)}
              onOpen={() => onOpen(value.id)}
            />
          </li>
        ))}
      </ul>
      <div className={styles.save}>
        <SaveTable path="/api/v1/indicator-values" query={{ reviewable: "true", unit }} />
      </div>
      <div className={styles.keys} aria-hidden="true">
        <kbd>j</kbd> <kbd>k</kbd> {words.keys.jk} <kbd>a</kbd> {words.keys.a} <kbd>r</kbd> {words.keys.r}{" "}
        <kbd>x</kbd> {words.keys.x} <kbd>z</kbd> {words.keys.z}
      </div>
      {foot}
    </section>
  );
}

interface LineProps {
  value: Value;
  open: boolean;
  warned: boolean;
  onOpen: () => void;
}

function Line({ value, open, warned, onOpen }: LineProps) {
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
      {value.standing.standing === "breached" ? (
        <StatusMark tone="breached" label={words.warned} />
      ) : (
        warned && <StatusMark tone="at_risk" label={words.warned} />
      )}
    </button>
  );
}
