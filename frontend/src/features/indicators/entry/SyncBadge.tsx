import { useEffect, useRef } from "react";
import { cx } from "../../../lib/cx";
import { formatTime } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { InHeader } from "../../../ui/HeaderSlot";
import { Icon, type IconName } from "../../../ui/Icon";
import { toast } from "../../../ui/Toast";
import { entry as words } from "../../../words/vi/entry";
import { markOf } from "./rowState";
import styles from "./SyncBadge.module.css";
import { type Row, type Store, useRows } from "./stores";

/** How saving goes, in one line of the header. */
export function SyncBadge({ store }: { store: Store }) {
  const rows = useRows(store);
  const said = sayingOf(rows, store.savedAt());
  const offline = said?.icon === "offline";
  const told = useRef(false);
  useEffect(() => {
    if (offline && !told.current) toast(words.badge.kept, { icon: "offline" });
    told.current = offline;
  }, [offline]);
  return (
    <InHeader>
      <span className={styles.badge} role="status">
        {said && (
          <>
            <Icon
              name={said.icon}
              size={18}
              className={cx(styles[said.tone], said.icon === "busy" && styles.spin)}
            />
            <span className={styles.text}>{said.text}</span>
          </>
        )}
      </span>
    </InHeader>
  );
}

interface Saying {
  icon: IconName;
  tone: "good" | "warn" | "quiet" | "bad";
  text: string;
}

function sayingOf(rows: ReadonlyMap<string, Row>, savedAt: Date | null): Saying | null {
  const marks = [...rows.values()].map(markOf);
  const count = (mark: string) => marks.filter((found) => found === mark).length;
  if (count("waiting") > 0) {
    return { icon: "offline", tone: "warn", text: t(words.badge.waiting, { count: count("waiting") }) };
  }
  if (count("saving") > 0) return { icon: "busy", tone: "quiet", text: words.badge.saving };
  const errors = count("error") + count("conflict");
  if (errors > 0) return { icon: "octagon", tone: "bad", text: t(words.badge.errors, { count: errors }) };
  return (
    savedAt && { icon: "saved", tone: "good", text: t(words.badge.saved, { time: formatTime(savedAt) }) }
  );
}
