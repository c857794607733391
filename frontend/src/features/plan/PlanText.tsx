/** The text with its table of contents and its search; an address with a clause's code opens at that clause. */
import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

import type { components } from "../../api/schema";
import { plan as words } from "../../words/vi/plan";
import { ClauseView } from "./ClauseView";
import { Contents } from "./Contents";
import { Gaps } from "./Gaps";
import { PlanSearch } from "./PlanSearch";
import styles from "./PlanText.module.css";
import { annotations } from "./parts";
import type { Clause, Plan } from "./queries";

interface Props {
  plan: Plan;
  clauses: Clause[];
  indicators: components["schemas"]["IndicatorOut"][];
  sought: string;
  onSeek: (sought: string) => void;
}

export function PlanText({ plan, clauses, indicators, sought, onSeek }: Props) {
  const here = decodeURIComponent(useLocation({ select: (location) => location.hash }));
  const text = useRef<HTMLElement>(null);
  const notes = annotations(plan, indicators);
  useEffect(() => {
    // The text arrives after the address was opened, so the browser could not go there itself.
    if (here !== "") document.getElementById(here)?.scrollIntoView({ block: "center" });
  }, [here]);
  return (
    <div className={styles.page}>
      <aside className={`${styles.side} no-print`}>
        <PlanSearch sought={sought} within={text} onSeek={onSeek} />
        <Contents clauses={clauses} />
      </aside>
      <article ref={text} className={styles.text} aria-label={words.title}>
        <Gaps plan={plan} />
        {clauses.map((clause) => (
          <ClauseView
            key={clause.code}
            clause={clause}
            margin={notes.margin(clause)}
            unitName={notes.unitName}
            sought={sought}
            here={clause.code === here}
          />
        ))}
      </article>
    </div>
  );
}
