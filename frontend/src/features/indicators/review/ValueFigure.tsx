import { t } from "../../../lib/i18n";
import { Bullet } from "../../../ui/Bullet";
import { StepBar } from "../../../ui/StepBar";
import { review as words } from "../../../words/vi/review";
import type { SheetRow } from "../entry/queries";
import { measured } from "../entry/reading";
import { bare, highestStep, planText, scaleOf, targetText, unitOf, worth } from "../reading/numbers";
import type { Value } from "./queue";
import { figureOf } from "./reading";
import styles from "./ValueFigure.module.css";

interface ValueFigureProps {
  value: Value;
  /** The value's line in its sheet; undefined while it is read. */
  row: SheetRow | undefined;
}

/** The number that is being judged, large, and how it stands to plan and target. */
export function ValueFigure({ value, row }: ValueFigureProps) {
  const of = row && measured(row.indicator);
  const { large, small } = figureOf(value, of ? unitOf(of) : value.indicator.unit_of_measure);
  const isLevel = value.indicator.measure === "level";
  const level =
    isLevel && row && value.numerator !== null ? row.indicator.steps[Number(value.numerator)]?.name : null;
  return (
    <div className={styles.figure}>
      <p className={styles.numbers}>
        <b className={level ? styles.level : "so"}>
          {level ?? (of && !isRatio(value) ? bare(of, value) : large)}
        </b>
        {small && <span className={isRatio(value) ? "so" : undefined}>{small}</span>}
      </p>
      {row && <Progress value={value} row={row} />}
    </div>
  );
}

function isRatio(value: Value): boolean {
  return value.indicator.measure === "ratio";
}

function Progress({ value, row }: { value: Value; row: SheetRow }) {
  const of = measured(row.indicator);
  const { standing, facts } = value.standing;
  const plan = facts.plan ?? null;
  const target = of.target.kind === "zero" ? "0" : of.target.value;
  const label = t(words.bullet, {
    value: worth(of, value),
    plan: plan === null ? words.row.noPlan : planText(of, plan),
    target: targetText(of),
  });
  if (of.stepsTotal > 0) {
    return <StepBar done={Number(value.rate ?? 0)} total={highestStep(of)} tone={standing} label={label} />;
  }
  if (target === null) return null;
  return (
    <>
      <Bullet
        value={numberOf(value.rate)}
        plan={numberOf(plan)}
        target={Number(target)}
        max={scaleOf(of, [value.rate, plan])}
        tone={standing}
        label={label}
      />
      <p className={styles.scale}>
        {plan !== null && `${words.row.plan} ${planText(of, plan)} · `}
        {words.row.target} {targetText(of)}
      </p>
    </>
  );
}

/** For drawing only: a picture has no use for exact digits. */
function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}
