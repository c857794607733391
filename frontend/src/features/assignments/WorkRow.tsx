import { Link } from "@tanstack/react-router";
import { cx } from "../../lib/cx";
import { dayOf, formatWhen } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button, ButtonLink, type Variant } from "../../ui/Button";
import { Icon, type IconName } from "../../ui/Icon";
import { work as words } from "../../words/vi/work";
import { DuePill, toneOf } from "./DuePill";
import { daysWords } from "./deadline";
import type { WorkItem } from "./queries";
import styles from "./WorkRow.module.css";

const ICONS: Record<WorkItem["action"], IconName> = {
  update: "tasks",
  mend: "back",
  review: "review",
  enter: "entry",
  acknowledge: "tasks",
  accept: "review",
  decide: "clock",
};

interface WorkRowProps {
  item: WorkItem;
  /** The next thing to do: its button is the blue one. */
  primary?: boolean;
  done?: boolean;
  onReceive?: (code: string) => void;
}

/** One thing to do: what it is, how it presses, and the one button that begins it. */
export function WorkRow({ item, primary = false, done = false, onReceive }: WorkRowProps) {
  const variant: Variant = primary ? "primary" : "secondary";
  return (
    <li className={cx(styles.row, primary && styles.first)}>
      <Icon name={ICONS[item.action]} size={20} className={styles.icon} />
      <span className={styles.code}>{codeOf(item)}</span>
      <span className={styles.text}>
        <Title item={item} /> <span className="meta">{noteOf(item)}</span>
      </span>
      <span className={styles.due}>
        {!done && item.days_left !== null && item.section !== "review" && (
          <DuePill tone={toneOf(item.days_left)}>{daysWords(item.days_left)}</DuePill>
        )}
      </span>
      {!done && (
        <span className={styles.verb}>
          {item.action === "acknowledge" ? (
            <Button size="small" variant={variant} data-verb onClick={() => onReceive?.(item.code)}>
              {words.actions.acknowledge}
              <span className="visually-hidden"> {item.code}</span>
            </Button>
          ) : (
            <Verb item={item} variant={variant} />
          )}
        </span>
      )}
    </li>
  );
}

function Verb({ item, variant }: { item: WorkItem; variant: Variant }) {
  const looks = { size: "small", variant, "data-verb": true } as const;
  const words_ = (
    <>
      {words.actions[item.action]}
      <span className="visually-hidden"> {item.code}</span>
    </>
  );
  if (item.kind === "assignment")
    return (
      <ButtonLink {...looks} to="/nhiem-vu/$ref" params={{ ref: item.code }}>
        {words_}
      </ButtonLink>
    );
  if (item.action === "review")
    return (
      <ButtonLink {...looks} to="/duyet" search={{ ky: item.period ?? undefined, "don-vi": item.unit.code }}>
        {words_}
      </ButtonLink>
    );
  return (
    <ButtonLink
      {...looks}
      to="/nhap-so-lieu/{-$period}"
      params={{ period: item.period ?? undefined }}
      search={{ "don-vi": item.unit.code, ...(item.action === "mend" ? { o: item.code } : {}) }}
    >
      {words_}
    </ButtonLink>
  );
}

function Title({ item }: { item: WorkItem }) {
  if (item.kind === "assignment")
    return (
      <Link to="/nhiem-vu/$ref" params={{ ref: item.code }} className={styles.title}>
        {item.title}
      </Link>
    );
  if (item.action === "review") return <>{t(words.valuesOf, { unit: item.unit.name })}</>;
  if (item.action === "enter")
    return <>{t(words.enter, { period: item.title.toLowerCase(), unit: item.unit.short_name })}</>;
  return <>{item.title}</>;
}

function codeOf(item: WorkItem): string {
  return item.action === "review" ? t(words.cells, { count: item.count }) : item.code;
}

function noteOf(item: WorkItem): string | null {
  const today = dayOf(new Date());
  const when = item.at ? formatWhen(item.at, today) : "";
  if (item.action === "enter")
    return t(words.entered, { done: item.done ?? 0, total: (item.done ?? 0) + item.count });
  if (item.action === "review") return item.at ? t(words.sent, { when }) : null;
  if (item.action === "decide") return t(words.asksMore, { name: item.by_name ?? "", note: item.note ?? "" });
  if (item.action === "accept") return t(words.sentBy, { name: item.by_name ?? "", when });
  if (item.action === "mend" && item.note)
    return item.by_name
      ? t(words.returnedBy, { note: item.note, name: item.by_name })
      : t(words.returnedNote, { note: item.note });
  return item.percent ? t(words.progress, { percent: item.percent }) : null;
}
