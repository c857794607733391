/** The progress of a line: a bullet, or equal steps where the indicator is counted in milestones or levels. */

import { formatNumber } from "../../../lib/format";
import { Bullet } from "../../../ui/Bullet";
import { StepBar } from "../../../ui/StepBar";
import { overview as words } from "../../../words/vi/overview";
import { highestStep, planText, scaleOf, targetText, worth } from "../reading/numbers";
import type { Line } from "./filters";
import { measured } from "./measured";

export function Progress({ line }: { line: Line }) {
  const of = measured(line);
  const rate = line.current?.rate ?? null;
  const tone = line.standing.standing;
  if (line.steps_total > 0) {
    const done = formatNumber(rate ?? "0");
    const total = highestStep(of);
    return (
      <StepBar
        done={Number(rate ?? 0)}
        total={total}
        tone={tone}
        label={words.steps(done, formatNumber(total))}
      />
    );
  }
  const target = line.target.kind === "zero" ? "0" : line.target.value;
  if (target === null) return <span title={words.noScale}>-</span>;
  return (
    <Bullet
      value={numberOrNull(rate)}
      plan={numberOrNull(line.plan_value)}
      target={Number(target)}
      max={scaleOf(of, [rate, line.plan_value])}
      tone={tone}
      label={words.bullet(
        rate === null ? words.noValue : worth(of, rate),
        line.plan_value === null ? words.noPlan : planText(of, line.plan_value),
        targetText(of),
      )}
    />
  );
}

function numberOrNull(value: string | null): number | null {
  return value === null ? null : Number(value);
}
