import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { cx } from "../../lib/cx";
import { formatTime } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Icon, type IconName } from "../../ui/Icon";
import { toast } from "../../ui/Toast";
import { outbox as words } from "../../words/vi/outbox";
import { useStatus } from "./here";
import type { Status } from "./outbox";
import styles from "./SyncBadge.module.css";

/** How saving goes, in one line of the header; leads to what waits. */
export function SyncBadge() {
  const said = sayingOf(useStatus());
  const offline = said?.icon === "offline";
  const told = useRef(false);
  useEffect(() => {
    if (offline && !told.current) toast(words.badge.kept, { icon: "offline" });
    told.current = offline;
  }, [offline]);
  return (
    <span role="status">
      {said && (
        <Link to="/hang-cho-gui" className={styles.badge} title={t(words.badge.open, { text: said.text })}>
          <Icon
            name={said.icon}
            size={18}
            className={cx(styles[said.tone], said.icon === "busy" && styles.spin)}
          />
          <span className={styles.text}>{said.text}</span>
        </Link>
      )}
    </span>
  );
}

interface Saying {
  icon: IconName;
  tone: "good" | "warn" | "quiet" | "bad";
  text: string;
}

/** The one thing to say about sending; null when nothing was saved yet. */
export function sayingOf({ waiting, refused, away, savedAt }: Status): Saying | null {
  const { badge } = words;
  if (waiting > 0 && away !== null) {
    const text = t(away === "network" ? badge.waiting : badge.busy, { count: waiting });
    return { icon: "offline", tone: "warn", text };
  }
  if (waiting > 0) return { icon: "busy", tone: "quiet", text: badge.saving };
  if (refused > 0) return { icon: "octagon", tone: "bad", text: t(badge.refused, { count: refused }) };
  return savedAt && { icon: "saved", tone: "good", text: t(badge.saved, { time: formatTime(savedAt) }) };
}
