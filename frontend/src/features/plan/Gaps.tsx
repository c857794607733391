/** What the text lacks, told at the top and again where it is lacking. Nothing is filled in. */
import { Link } from "@tanstack/react-router";

import { Icon } from "../../ui/Icon";
import { plan as words } from "../../words/vi/plan";
import styles from "./Gaps.module.css";
import type { Plan } from "./queries";

export function Gaps({ plan }: { plan: Plan }) {
  if (plan.gaps.length === 0) return null;
  return (
    <details className={styles.gaps}>
      <summary>
        <Icon name="info" size={18} /> {words.gaps(plan.gaps.length)}
      </summary>
      <ul>
        {plan.gaps.map((gap) => (
          <li key={gap.code}>
            {gap.vi}{" "}
            <Link to="/ke-hoach" hash={gap.clause} search={true}>
              {words.gapAt(gap.clause)}
            </Link>
          </li>
        ))}
      </ul>
      <p className="meta">{words.gapsHint}</p>
    </details>
  );
}
