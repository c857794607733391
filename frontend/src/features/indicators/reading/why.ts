/** `Vì sao?`: a verdict told in sentences with the numbers it was given for. Nothing is judged again here. */
import type { components } from "../../../api/schema";
import { percentage } from "../../../lib/decimal";
import { formatDay, formatNumber, formatRate, formatTargetRate } from "../../../lib/format";
import { type KnownReason, standing as words } from "../../../words/vi/standing";
import { gapText, type Measured, planText, targetText, unitOf, worth } from "./numbers";

type Verdict = components["schemas"]["VerdictOut"];

/** The sentences of a verdict: what was found, what would close the gap, and which rule spoke when. */
export function whySentences(line: Measured, verdict: Verdict, numeratorLabel: string | null): string[] {
  const facts = verdict.facts;
  const sentences = words.reasons[verdict.reason_code as KnownReason]({
    value: exactly(line, facts.value),
    target: targetText(line),
    plan: planText(line, facts.plan),
    gap: gapText(line, facts.gap),
    progress: facts.progress == null ? null : formatRate(percentage(facts.progress, "1", 1)),
    expected: exactly(line, facts.expected),
    lastDay: formatDay(facts.last_day),
    judgedDay: formatDay(earlier(facts.as_of, facts.last_day)),
    brokenBefore: facts.broken_before ?? "",
  });
  const needed = facts.needed == null ? [] : [words.needed(formatNumber(facts.needed), numeratorLabel)];
  return [...sentences, ...needed];
}

/** With all its digits, so that the numbers of a sentence add up. */
function exactly(line: Measured, value: string | null | undefined): string {
  if (value == null || line.stepsTotal > 0) return worth(line, value);
  return line.measure === "ratio" ? formatTargetRate(value) : `${formatNumber(value)} ${unitOf(line)}`;
}

/** Which edition of the rules spoke, for which period and on which day. */
export function whyRule(verdict: Verdict): string {
  const version = verdict.rule_version.split("-").at(-1) ?? verdict.rule_version;
  return words.rule(version, formatDay(verdict.facts.last_day), formatDay(verdict.facts.as_of));
}

function earlier(a: string | null | undefined, b: string | null | undefined): string | null {
  if (!a || !b) return a ?? b ?? null;
  return a < b ? a : b;
}
