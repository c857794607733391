import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { unreadQuery } from "../../api/notices";
import { t } from "../../lib/i18n";
import { Icon } from "../../ui/Icon";
import { shell } from "../../words/vi/shell";
import styles from "./Bell.module.css";

/** The way to one's notices, with how many are unread. */
export function Bell() {
  const count = useQuery(unreadQuery).data ?? 0;
  const label = count ? t(shell.bellUnread, { count }) : shell.bell;
  return (
    <Link to="/thong-bao" className={styles.bell} aria-label={label} title={label}>
      <Icon name="bell" />
      {count > 0 && <b aria-hidden="true">{count > 99 ? "99+" : count}</b>}
    </Link>
  );
}
