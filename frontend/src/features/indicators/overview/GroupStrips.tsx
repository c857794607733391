/** The groups side by side, each a strip of counts, linking down to its table. */
import { CountStrip } from "../../../ui/CountStrip";
import { overview as words } from "../../../words/vi/overview";
import { groupCounts, groupId } from "./counts";
import type { Group } from "./filters";
import styles from "./GroupStrips.module.css";

export function GroupStrips({ groups }: { groups: Group[] }) {
  return (
    <ul className={styles.strips}>
      {groups.map((group) => {
        const counts = groupCounts(group);
        const told = counts
          .filter(({ count }) => count > 0)
          .map(({ count, word }) => words.stripPart(count, word))
          .join(", ");
        return (
          <li key={group.code}>
            <a className={styles.name} href={`#${groupId(group)}`} title={words.toGroup(group.name)}>
              <b>{group.code}.</b> {group.short_name}
            </a>
            <CountStrip counts={counts} label={words.groupStrip(group.short_name, told)} />
          </li>
        );
      })}
    </ul>
  );
}
