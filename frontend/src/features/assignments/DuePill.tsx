import { Icon } from "../../ui/Icon";
import styles from "./DuePill.module.css";

/** How a deadline presses, in words and with a clock: `late` has passed, `near` is close, `plain` is only told. */
export function DuePill({ tone, children }: { tone: "late" | "near" | "plain"; children: string }) {
  if (tone === "plain") return <span className="meta keep">{children}</span>;
  return (
    <span className={`${styles.pill} ${styles[tone]}`}>
      <Icon name="clock" size={15} />
      {children}
    </span>
  );
}

/** The tone for so many days left. */
export function toneOf(days: number | null): "late" | "near" | "plain" {
  if (days === null || days > 3) return "plain";
  return days < 0 ? "late" : "near";
}
