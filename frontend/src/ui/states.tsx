/** What a page shows when it is not simply showing its content. */

import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "../lib/cx";
import { t } from "../lib/i18n";
import { general } from "../words/vi/general";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";
import styles from "./states.module.css";

interface StateProps {
  icon: IconName;
  title: string;
  text?: ReactNode;
  bad?: boolean;
  children?: ReactNode;
}

function State({ icon, title, text, bad = false, children }: StateProps) {
  return (
    <div className={styles.state}>
      <Icon name={icon} size={26} className={bad ? styles.bad : undefined} />
      <div className={styles.title}>{title}</div>
      {text && <div className={styles.text}>{text}</div>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

/** Nothing here yet: what would be here, and one action. */
export function Empty(props: { icon?: IconName; title: string; text?: ReactNode; children?: ReactNode }) {
  return <State {...props} icon={props.icon ?? "folder"} />;
}

interface ErrorStateProps {
  title?: string;
  text?: string;
  requestId?: string | null;
  onRetry?: (() => void) | undefined;
}

/** Something could not be read: why, the code to tell the administrator, and a way to try again. */
export function ErrorState({ title = general.notLoaded, text, requestId, onRetry }: ErrorStateProps) {
  const code = requestId ? ` ${t(general.requestCode, { id: requestId })}` : "";
  return (
    <div role="alert">
      <State icon="alert" bad title={title} text={`${text ?? general.retryHint}${code}`}>
        {onRetry && (
          <Button icon="retry" onClick={onRetry}>
            {general.retry}
          </Button>
        )}
      </State>
    </div>
  );
}

/** The person may not see this, and whom to ask. */
export function NoPermission({
  title = general.noPermission,
  text = general.noPermissionHint,
  children,
}: {
  title?: string;
  text?: string;
  children?: ReactNode;
}) {
  return (
    <State icon="lock" title={title} text={text}>
      {children}
    </State>
  );
}

/** A coloured line above content: `warn` for a lost network, `error` for what failed, `note` for what to know. */
export function Banner({
  tone,
  icon,
  children,
}: {
  tone: "warn" | "error" | "note";
  icon?: IconName;
  children: ReactNode;
}) {
  const usual: Record<string, IconName> = { warn: "offline", error: "octagon", note: "info" };
  return (
    <div className={cx(styles.banner, styles[tone])} role={tone === "error" ? "alert" : undefined}>
      <Icon name={icon ?? usual[tone] ?? "info"} />
      <div>{children}</div>
    </div>
  );
}

/** Grey lines in the height of the rows to come; they appear after 150 ms. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div className={styles.skeleton} aria-busy="true">
      <span className="visually-hidden">{general.loading}</span>
      {Array.from({ length: rows }, (_, at) => `row-${at}`).map((key) => (
        <div key={key} className={styles.row} aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}

/** All that a form must mend, with focus and a link to each place. Give it a new `key` for each failed try. */
export function ErrorSummary({ faults }: { faults: readonly { id: string; message: string }[] }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <div className={styles.summary} ref={ref} tabIndex={-1} role="alert">
      <div className={styles.summaryTitle}>
        <Icon name="octagon" />
        {t(general.faults, { count: faults.length })}
      </div>
      <ul>
        {faults.map((fault) => (
          <li key={fault.id}>
            <a
              href={`#${fault.id}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(fault.id)?.focus();
              }}
            >
              {fault.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
