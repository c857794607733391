import { cx } from "../../../lib/cx";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { Icon } from "../../../ui/Icon";
import { Banner } from "../../../ui/states";
import { entry as words } from "../../../words/vi/entry";
import styles from "./EntryBar.module.css";
import type { Sheet, SheetRow } from "./queries";
import { isEntered, jumpWarning } from "./reading";
import { markOf } from "./rowState";
import { type Row, type Store, useRows } from "./stores";
import { type Outcome, sendable } from "./submitting";
import { download } from "./template";

/** How far the person is with a sheet. */
export function tally(sheet: Sheet, rows: ReadonlyMap<string, Row>) {
  const count = { all: sheet.rows.length, entered: 0, errors: 0, warnings: 0 };
  for (const row of sheet.rows) {
    const state = rows.get(row.indicator.code);
    if (!state) continue;
    const { entered, errors, warnings } = countsOf(row, state);
    count.entered += entered;
    count.errors += errors;
    count.warnings += warnings;
  }
  return count;
}

type Counts = Record<"entered" | "errors" | "warnings", number>;

const counted = new WeakMap<Row, Counts>();

/** What one row adds. A key changes one row only, so that the others are not looked at again. */
function countsOf(row: SheetRow, state: Row): Counts {
  const known = counted.get(state);
  if (known) return known;
  const mark = markOf(state);
  const counts = {
    entered: isEntered(state) ? 1 : 0,
    errors: mark === "error" || mark === "conflict" ? 1 : 0,
    warnings: mark === "ask" || jumpWarning(row, state) !== null ? 1 : 0,
  };
  counted.set(state, counts);
  return counts;
}

interface EntryBarProps {
  store: Store;
  sheet: Sheet;
  /** How many rows of a round are done; null when none is under way. */
  progress: number | null;
  outOf: number;
  onSendAll: () => void;
  onPaste: () => void;
}

/** Above the table: how far one is, what needs mending, and handing everything in. */
export function EntryBar({ store, sheet, progress, outOf, onSendAll, onPaste }: EntryBarProps) {
  const rows = useRows(store);
  const { all, entered, errors, warnings } = tally(sheet, rows);
  const count = sendable(rows).length;
  return (
    <div className={styles.bar}>
      <Entered entered={entered} all={all} />
      {errors > 0 && (
        <span className={cx(styles.count, styles.bad)}>
          <Icon name="octagon" size={18} />
          {t(words.errors, { count: errors })}
        </span>
      )}
      {warnings > 0 && (
        <span className={cx(styles.count, styles.warn)}>
          <Icon name="alert" size={18} />
          {t(words.warnings, { count: warnings })}
        </span>
      )}
      <span className={styles.files}>
        <Button icon="paste" onClick={onPaste}>
          {words.paste.open}
        </Button>
        <Button icon="download" onClick={() => download(sheet, store.all())}>
          {words.template.get}
        </Button>
      </span>
      <Button
        variant="primary"
        busy={progress !== null}
        disabled={progress === null && count === 0}
        onClick={onSendAll}
      >
        {sendLabel(progress, outOf, count)}
      </Button>
    </div>
  );
}

/** What the button that hands everything in says. */
export function sendLabel(progress: number | null, outOf: number, count: number): string {
  if (progress !== null) return t(words.sendingAll, { done: progress, all: outOf });
  return count === 0 ? words.send : t(words.sendAll, { count });
}

/** `Đã nhập 9/12` with a bar. */
export function Entered({ entered, all }: { entered: number; all: number }) {
  return (
    <span className={styles.entered}>
      <b>{t(words.entered, { done: entered, all })}</b>
      <span className={styles.track} aria-hidden="true">
        <span style={{ width: `${all === 0 ? 0 : (entered / all) * 100}%` }} />
      </span>
    </span>
  );
}

/** What a round of handing in could not do, and why. */
export function Failures({ outcome }: { outcome: Outcome }) {
  return (
    <Banner tone="error">
      <b>{t(words.sentSome, { sent: outcome.sent, failed: outcome.failed.length })}</b>
      <ul>
        {outcome.failed.map(({ code, message }) => (
          <li key={code}>
            <b className="so">{code}</b> {message}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
