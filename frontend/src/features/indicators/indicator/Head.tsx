/** The top of an indicator's page: its name and standing, then the numbers that matter and who answers for them. */
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { useMay, useMe } from "../../../api/me";
import { NONE } from "../../../lib/format";
import { Button, ButtonLink } from "../../../ui/Button";
import { Icon } from "../../../ui/Icon";
import { Pill } from "../../../ui/Pill";
import { general } from "../../../words/vi/general";
import { indicator as words } from "../../../words/vi/indicator";
import { standing } from "../../../words/vi/standing";
import { gapText, growsByYear, lacking, planText, targetText, worth } from "../reading/numbers";
import { WhyDialog } from "../reading/WhyDialog";
import { stands } from "./chart";
import { entryUnit } from "./enter";
import styles from "./Head.module.css";
import { type Indicator, measured, type Series, type Value } from "./measured";

interface Props {
  indicator: Indicator;
  /** Undefined while it is being read. */
  series: Series | undefined;
  values: Value[];
}

export function Head({ indicator, series, values }: Props) {
  const me = useMe();
  const [why, setWhy] = useState(false);
  const unit = me && entryUnit(me, indicator, values);
  const period = series?.standing.facts.period;
  return (
    <header className={styles.head}>
      <title>{`${indicator.code} ${indicator.short_name} - ${general.siteName}`}</title>
      <Link to="/tong-quan" className={styles.back}>
        <Icon name="left" size={18} /> {words.back}
      </Link>
      <div className={styles.line}>
        <h1>
          <span className={styles.code}>{indicator.code}</span> {indicator.short_name}
        </h1>
        {series && (
          <span className={styles.standing}>
            <Pill tone={series.standing.standing}>{standing.word[series.standing.standing]}</Pill>
            <Button variant="quiet" size="small" onClick={() => setWhy(true)}>
              {standing.why}
            </Button>
          </span>
        )}
        {unit && (
          <ButtonLink
            variant="primary"
            className={styles.enter}
            to="/nhap-so-lieu/{-$period}"
            params={{ period: period ?? undefined }}
            search={{ "don-vi": unit }}
          >
            {words.enter}
          </ButtonLink>
        )}
      </div>
      <Numbers indicator={indicator} series={series} />
      {why && series && (
        <WhyDialog
          code={indicator.code}
          name={indicator.short_name}
          of={measured(indicator)}
          verdict={series.standing}
          numeratorLabel={indicator.numerator_label}
          linked={false}
          onClose={() => setWhy(false)}
        />
      )}
    </header>
  );
}

function Numbers({ indicator, series }: Pick<Props, "indicator" | "series">) {
  const of = measured(indicator);
  const current = series?.points.filter((point) => stands(point.state)).at(-1);
  const gap = lacking(current?.rate, indicator.target.value);
  const { lead } = indicator;
  return (
    <dl className={styles.numbers}>
      <Fact term={words.current} meta={current ? current.label : words.currentNone}>
        <b className={styles.big}>{worth(of, current)}</b>
      </Fact>
      {growsByYear(indicator.target) && (
        <Fact term={words.plan} meta={<PlanBasis code={indicator.code} series={series} />}>
          {series?.standing.facts.plan ? planText(of, series.standing.facts.plan) : NONE}
        </Fact>
      )}
      <Fact term={words.target} meta={words.definition.basis[indicator.target.basis]}>
        {targetText(of)}
      </Fact>
      {gap !== null && <Fact term={words.lacking}>{gapText(of, gap)}</Fact>}
      <Fact
        term={words.lead}
        meta={
          <>
            {words.leadBasis[lead.basis]}{" "}
            {lead.clause !== null && (
              <Link to="/ke-hoach" hash={lead.clause}>
                {words.clause(lead.clause)}
              </Link>
            )}
          </>
        }
      >
        <span className={styles.lead}>{lead.unit.name}</span>
      </Fact>
    </dl>
  );
}

/** Whose word the planned value is; where there is none, the way to set one. */
function PlanBasis({ code, series }: { code: string; series: Series | undefined }) {
  const maySet = useMay("target_set");
  const basis = series?.plan_basis;
  if (basis) return standing.planBasis[basis];
  if (!maySet) return words.planNone;
  return (
    <Link to="/chi-tieu/$code" params={{ code }} search={{ the: "lo-trinh" }}>
      {words.setPath}
    </Link>
  );
}

function Fact({ term, meta, children }: { term: string; meta?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <span className={styles.value}>{children}</span>
        {meta !== undefined && <span className={styles.meta}>{meta}</span>}
      </dd>
    </div>
  );
}
