/** How an indicator went: the chart, what it cannot show yet in words, and the same numbers as a table. */
import { useState } from "react";

import { dayOf, formatDay, NONE } from "../../../lib/format";
import { Button } from "../../../ui/Button";
import { Pill } from "../../../ui/Pill";
import { Trajectory } from "../../../ui/Trajectory";
import { indicator as words } from "../../../words/vi/indicator";
import { standing } from "../../../words/vi/standing";
import { gapText, growsByYear, lacking, planText, targetText, worth } from "../reading/numbers";
import { chartMax, chartPlan, chartPoints, chartTicks, yearsOf } from "./chart";
import { type Indicator, measured, type Series } from "./measured";
import styles from "./ProgressTab.module.css";
import { usePlanYears } from "./years";

interface Props {
  indicator: Indicator;
  series: Series;
}

export function ProgressTab({ indicator, series }: Props) {
  const years = usePlanYears();
  const [asTable, setAsTable] = useState(false);
  const of = measured(indicator);
  const points = chartPoints(of, series);
  const goal = indicator.target.kind === "zero" ? "0" : indicator.target.value;
  const told = series.points
    .filter((point) => point.rate !== null)
    .map((point) => words.chart.point(point.label, worth(of, point.rate)));
  const max = chartMax(of, series);
  const plan = chartPlan(series);
  const assumed = series.plan_basis === "assumed";
  return (
    <section className={styles.tab}>
      <h2 className={styles.title}>{words.chart.title(years.first, years.last)}</h2>
      <Trajectory
        firstYear={years.first}
        lastYear={years.last}
        max={max}
        ticks={chartTicks(of, max)}
        points={points}
        plan={
          plan.length > 1 && series.plan_basis !== "target"
            ? { points: plan, word: assumed ? words.chart.planAssumed : words.chart.plan }
            : null
        }
        target={goal === null ? null : { value: Number(goal), word: words.target, text: targetText(of) }}
        today={{ at: yearsOf(dayOf(new Date())), word: words.chart.today }}
        label={words.chart.sentence(
          indicator.short_name,
          told.join(", ") || words.chart.noPoints,
          targetText(of),
        )}
      />
      <ul className={styles.notes}>
        {points.length === 0 && <li>{words.chart.none}</li>}
        {points.length === 1 && <li>{words.chart.onePoint}</li>}
        {points.some((point) => !point.approved) && <li>{words.chart.hollow}</li>}
        {goal === null && <li>{words.chart.noNumber}</li>}
        {goal !== null && growsByYear(indicator.target) && (
          <li>{plan.length > 0 ? words.chart.planLine : words.chart.noPlan}</li>
        )}
        {assumed && <li>{words.chart.assumedLine}</li>}
      </ul>
      {points.length + plan.length > 0 && (
        <Button size="small" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? words.chart.hideTable : words.chart.showTable}
        </Button>
      )}
      {asTable && <SeriesTable indicator={indicator} series={series} />}
    </section>
  );
}

function SeriesTable({ indicator, series }: Pick<Props, "indicator" | "series">) {
  const of = measured(indicator);
  const planned = new Map(series.plan.map(({ period, value }) => [period, value]));
  const rows = series.points;
  const later = series.plan.filter(({ period }) => !rows.some((point) => point.period === period));
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{words.seriesTable}</caption>
      <thead>
        <tr>
          <th scope="col">{words.column.period}</th>
          <th scope="col" className={styles.right}>
            {words.column.value}
          </th>
          <th scope="col" className={styles.right}>
            {words.column.plan}
          </th>
          <th scope="col" className={styles.right}>
            {words.lacking}
          </th>
          <th scope="col">{words.column.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((point) => (
          <tr key={point.period}>
            <th scope="row" title={formatDay(point.last_day)}>
              {point.label}
            </th>
            <td className={styles.right}>
              <b>{worth(of, point.rate)}</b>
            </td>
            <td className={styles.right}>{planText(of, planned.get(point.period))}</td>
            <td className={styles.right}>{gapText(of, lacking(point.rate, indicator.target.value))}</td>
            <td>
              <Pill tone={point.state}>{standing.state[point.state]}</Pill>
            </td>
          </tr>
        ))}
        {later.map((point) => (
          <tr key={point.period}>
            <th scope="row" title={formatDay(point.last_day)}>
              {point.label}
            </th>
            <td className={styles.right}>{NONE}</td>
            <td className={styles.right}>{planText(of, point.value)}</td>
            <td className={styles.right}>{NONE}</td>
            <td>{NONE}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
