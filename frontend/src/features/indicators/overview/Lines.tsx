/** The groups with their lines: tables on a desk, cards on a phone. */
import { useNarrow } from "../../../lib/narrow";
import { CountMarks } from "../../../ui/CountStrip";
import { groupCounts, groupId } from "./counts";
import type { Group, Line, Overview } from "./filters";
import { GroupTable } from "./GroupTable";
import { LineCard } from "./LineCard";
import styles from "./Lines.module.css";
import { axisOf } from "./trend";

interface Props {
  overview: Overview;
  groups: Group[];
  onWhy: (line: Line) => void;
  onUrge: ((line: Line) => void) | undefined;
}

export function Lines({ overview, groups, onWhy, onUrge }: Props) {
  const narrow = useNarrow();
  const labels = new Map(overview.periods.map(({ code, label }) => [code, label]));
  const row = {
    period: overview.period.code,
    periodName: (code: string) => labels.get(code) ?? code,
    onWhy,
    onUrge,
  };
  if (!narrow) {
    const axis = axisOf(overview);
    return groups.map((group) => <GroupTable key={group.code} group={group} axis={axis} {...row} />);
  }
  return groups.map((group) => (
    <section key={group.code} className={styles.group} id={groupId(group)}>
      <h2 className={styles.title}>
        <span>
          {group.code}. {group.short_name}
        </span>
        <CountMarks counts={groupCounts(group)} />
      </h2>
      <ul className={styles.cards}>
        {group.indicators.map((line) => (
          <LineCard key={line.code} line={line} {...row} />
        ))}
      </ul>
    </section>
  ));
}
