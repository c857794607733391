import { type ReactNode, useState } from "react";
import { cx } from "../lib/cx";
import { t } from "../lib/i18n";
import { general } from "../words/vi/general";
import { Button } from "./Button";
import styles from "./Table.module.css";

interface TableProps {
  /** What the table holds; read aloud, not shown. */
  caption: string;
  dense?: boolean;
  /** On a phone rows become blocks: give cells a `data-label`, and the last one of actions the class `end`. */
  stack?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

/** A plain table that scrolls by itself when it is too wide. Cells of numbers carry the class `so`. */
export function Table({ caption, dense = false, stack = false, className, children }: TableProps) {
  return (
    <section className={styles.scroll} aria-label={caption} tabIndex={stack ? undefined : 0}>
      <table className={cx(styles.table, dense && styles.dense, stack && styles.stack, className)}>
        <caption className="visually-hidden">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

interface MoreProps {
  count: number;
  /** Reads the next page; undefined when there is none. */
  onMore?: (() => Promise<unknown>) | undefined;
}

/** The end of a long list: how many are shown, and the next page. */
export function More({ count, onMore }: MoreProps) {
  const [busy, setBusy] = useState(false);
  return (
    <div className={styles.more}>
      <span className="meta">{t(general.shown, { count })}</span>
      {onMore && (
        <Button
          size="small"
          busy={busy}
          onClick={() => {
            setBusy(true);
            onMore().finally(() => setBusy(false));
          }}
        >
          {general.more}
        </Button>
      )}
    </div>
  );
}
