/** What an indicator is: the plan's sentence, how it is counted, what is asked, and who says so. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { indicator as words } from "../../../words/vi/indicator";
import { unitNames } from "../../plan/parts";
import { planQuery } from "../../plan/queries";
import { targetText } from "../reading/numbers";
import { indicatorsQuery } from "../reading/queries";
import styles from "./DefinitionTab.module.css";
import { type Indicator, measured } from "./measured";

const { definition: sheet } = words;

export function DefinitionTab({ indicator }: { indicator: Indicator }) {
  const { target } = indicator;
  const plan = useQuery(planQuery).data;
  const named = (codes: string[]) => codes.map(plan ? unitNames(plan) : (code) => code).join(", ");
  const parts = (useQuery(indicatorsQuery).data ?? []).filter(
    ({ detail_of }) => detail_of === indicator.code,
  );
  return (
    <dl className={styles.sheet}>
      <Item term={sheet.clause}>
        <blockquote className={styles.quote}>{indicator.clause.text}</blockquote>
        <Link to="/ke-hoach" hash={indicator.clause.code}>
          {sheet.openClause(indicator.clause.code)}
        </Link>
      </Item>
      <Item term={sheet.name}>{indicator.name}</Item>
      <Item term={sheet.counting}>
        {indicator.definition}
        {indicator.proposed && (
          <span className={styles.proposed}>
            <b>{sheet.proposed}.</b> {sheet.proposedHint}
          </span>
        )}
      </Item>
      <Item term={sheet.numerator}>{indicator.numerator_label}</Item>
      <Item term={sheet.denominator}>{indicator.denominator_label}</Item>
      <Item term={indicator.measure === "level" ? sheet.levels : sheet.steps}>
        {indicator.steps.length > 0 && (
          <ol className={styles.steps} start={indicator.measure === "level" ? 0 : 1}>
            {indicator.steps.map((step) => (
              <li key={step.code}>{step.name}</li>
            ))}
          </ol>
        )}
      </Item>
      <Item term={sheet.kindTitle}>{sheet.kind[target.kind]}</Item>
      <Item term={sheet.target}>
        {targetText(measured(indicator))} ({sheet.basis[target.basis]})
      </Item>
      <Item term={sheet.direction}>{sheet.directions[indicator.direction]}</Item>
      <Item term={sheet.population}>{indicator.population}</Item>
      <Item term={sheet.register}>{indicator.register}</Item>
      <Item term={sheet.source}>{named(indicator.source_units)}</Item>
      <Item term={sheet.cooperating}>{named(indicator.cooperating)}</Item>
      <Item term={sheet.reporting}>{sheet.periods[indicator.reporting]}</Item>
      <Item term={sheet.frequency}>{sheet.periods[indicator.frequency]}</Item>
      <Item term={sheet.disaggregation}>{indicator.disaggregation.join(", ")}</Item>
      <Item term={sheet.parts}>
        {parts.length > 0 && (
          <ul>
            {parts.map((each) => (
              <li key={each.code}>
                <Link to="/chi-tieu/$code" params={{ code: each.code }}>
                  {each.code} {each.short_name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Item>
      <Item term={sheet.detailOf}>
        {indicator.detail_of !== null && (
          <Link to="/chi-tieu/$code" params={{ code: indicator.detail_of }}>
            {indicator.detail_of}
          </Link>
        )}
      </Item>
      <Item term={sheet.notes}>{indicator.notes}</Item>
    </dl>
  );
}

/** A term with what it says; nothing at all where there is nothing to say. */
function Item({ term, children }: { term: string; children: ReactNode }) {
  if (children === null || children === "" || children === false || children === undefined) return null;
  return (
    <div className={styles.item}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
