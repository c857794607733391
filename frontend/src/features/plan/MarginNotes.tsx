/** What the system knows about a clause: what it lacks, what measures it, who leads it and on whose word. */
import { Link } from "@tanstack/react-router";

import { Icon } from "../../ui/Icon";
import { plan as words } from "../../words/vi/plan";
import styles from "./MarginNotes.module.css";
import type { Margin } from "./parts";

export function MarginNotes({ margin, unitName }: { margin: Margin; unitName: (code: string) => string }) {
  const { gaps, indicators, task, duty } = margin;
  if (gaps.length === 0 && indicators.length === 0 && !task && !duty) return null;
  return (
    <ul className={styles.notes}>
      {gaps.map((gap) => (
        <li key={gap.code} className={styles.gap}>
          <Icon name="info" size={15} /> {gap.vi}
        </li>
      ))}
      {indicators.length > 0 && (
        <li className={styles.indicators}>
          {words.indicators}:{" "}
          {indicators.map((indicator) => (
            <Link
              key={indicator.code}
              to="/chi-tieu/$code"
              params={{ code: indicator.code }}
              title={indicator.name}
            >
              {indicator.code} {indicator.short_name}
            </Link>
          ))}
        </li>
      )}
      {task && (
        <li>
          {words.task.lead}: <b>{unitName(task.lead)}</b> ({words.task.basis[task.lead_basis]}
          {task.lead_clause !== null && (
            <>
              ,{" "}
              <Link to="/ke-hoach" hash={task.lead_clause} search={true}>
                {task.lead_clause}
              </Link>
            </>
          )}
          )
          {task.cooperating.length > 0 &&
            `. ${words.task.cooperating}: ${task.cooperating.map(unitName).join(", ")}`}
          {task.targets.length > 0 && `. ${words.task.targets}: ${task.targets.join(", ")}`}
        </li>
      )}
      {duty && (
        <li>{words.duties(duty.units.map(unitName).join(", "), words.duty[duty.role] ?? duty.role)}</li>
      )}
    </ul>
  );
}
