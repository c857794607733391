import { Icon, type IconName } from "./Icon";
import styles from "./Tag.module.css";

const ICONS = { good: "check", waiting: "clock", off: "stop" } as const satisfies Record<string, IconName>;

/** Whether something is in use: a word with a shape, never colour alone. */
export function Tag({ tone, children }: { tone: keyof typeof ICONS; children: string }) {
  return (
    <span className={`${styles.tag} ${styles[tone]}`}>
      <Icon name={ICONS[tone]} size={15} />
      {children}
    </span>
  );
}
