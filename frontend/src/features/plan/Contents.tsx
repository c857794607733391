/** The table of contents; open on a desk, folded away on a phone. */
import { Link } from "@tanstack/react-router";

import { useNarrow } from "../../lib/narrow";
import { plan as words } from "../../words/vi/plan";
import styles from "./Contents.module.css";
import { contents, depthOf } from "./parts";
import type { Clause } from "./queries";

export function Contents({ clauses }: { clauses: Clause[] }) {
  const narrow = useNarrow();
  return (
    <details className={styles.contents} open={!narrow}>
      <summary>{words.contents}</summary>
      <nav aria-label={words.contents}>
        <ol>
          {contents(clauses).map((clause) => (
            <li key={clause.code} data-depth={depthOf(clause)}>
              <Link to="/ke-hoach" hash={clause.code} search={true} hashScrollIntoView={{ block: "start" }}>
                {clause.marker} {clause.text}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
    </details>
  );
}
