"""How an indicator stands in a period: one of seven words, computed, with the reason and the numbers behind it.

`standing` is the only judge: pages, reports and open data print its verdict and never a word of their own. The
rules in plain words, with examples, are in `docs/decisions/standing.md`; a change of rule changes `RULE_VERSION`,
so that an old verdict can be told from a new one. Everything, today's date included, comes in as an argument.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from doimoi.indicators.facts import common_facts, rounded_down, short_of
from doimoi.indicators.readings import Measure, Reading, exact_value, plain, rounded
from doimoi.indicators.targets import (
    RULE_VERSION,
    Facts,
    Observed,
    PeriodFacts,
    Reason,
    Standing,
    TargetDef,
    TargetKind,
    Verdict,
)


@dataclass(frozen=True)
class _Case:
    """What the rule of one kind of target decides on, once there is a value and a target."""

    definition: TargetDef
    value: Fraction
    denominator: Fraction | None
    target: Fraction
    plan: Fraction | None
    baseline: Fraction | None
    broken_before: str | None
    period: PeriodFacts
    today: date

    def short_of(self, goal: Fraction, *, strictly: bool = False) -> Facts:
        """The facts of a value below a goal."""
        return short_of(self.value, goal, self.definition.measure, self.denominator, strictly=strictly)


_Finding = tuple[Standing, Reason, Facts]


def standing(
    definition: TargetDef,
    observed: Observed | None,
    plan_value: Decimal | None,
    baseline: Decimal | None,
    period: PeriodFacts,
    today: date,
) -> Verdict:
    """Judge one indicator in one period as seen on `today`.

    `plan_value` is what was planned for this period, `baseline` what was there before the plan, both in the
    unit of the value. A ratio is compared as an exact fraction, never as the rounded percent shown.
    """
    reading = observed.reading if observed else Reading(None, None)
    value = exact_value(definition.measure, reading)
    if value is None or observed is None:
        word, reason, found = _without_value(definition.measure, reading, period, today)
    elif definition.value is None and definition.kind is not TargetKind.ZERO:
        word, reason, found = Standing.NOT_DUE, Reason.NO_TARGET, {}
    else:
        case = _Case(
            definition,
            value,
            _fraction(reading.denominator),
            Fraction(definition.value or 0),
            _fraction(plan_value),
            _fraction(baseline),
            observed.broken_before,
            period,
            today,
        )
        word, reason, found = _RULES[definition.kind](case)
    facts = common_facts(definition, reading, plan_value, baseline, period, today)
    return Verdict(word, RULE_VERSION, reason.value, {**facts, **found})


def _without_value(measure: Measure, reading: Reading, period: PeriodFacts, today: date) -> _Finding:
    """Nothing to judge: not asked for yet, not delivered, or nothing occurred."""
    if reading.numerator is not None and reading.denominator == 0:
        return Standing.NO_DATA, Reason.NOTHING_OCCURRED, {}
    if today <= period.last_day:
        return Standing.NOT_DUE, Reason.PERIOD_NOT_OVER, {}
    return Standing.NO_DATA, Reason.VALUE_MISSING, {}


def _growth(case: _Case) -> _Finding:
    """`at_least`, `milestones`: the share of the planned way, from the baseline, that has been gone."""
    if case.value >= case.target:
        return Standing.ACHIEVED, Reason.TARGET_REACHED, {}
    if case.plan is None:
        return Standing.NOT_DUE, Reason.NO_PLAN, case.short_of(case.target)
    if case.value >= case.plan:
        return Standing.ON_TRACK, Reason.PLAN_REACHED, case.short_of(case.target)
    progress = _progress(case, case.plan)
    found = {**case.short_of(case.plan), "progress": rounded_down(progress)}
    if progress >= Fraction(case.definition.risk_share):
        return Standing.AT_RISK, Reason.PLAN_NEARLY_REACHED, found
    return Standing.OFF_TRACK, Reason.PLAN_MISSED, found


def _progress(case: _Case, plan: Fraction) -> Fraction:
    """t = (value - baseline) / (plan - baseline), for a value short of its plan.

    Counted from 0 where no baseline is known, and where the plan asks no growth over it (there the formula would
    divide by 0 or turn round).
    """
    start = case.baseline if case.baseline is not None and case.baseline < plan else Fraction(0)
    return (case.value - start) / (plan - start)


def _above(case: _Case) -> _Finding:
    """Strictly above the threshold, every period; equal is not above."""
    if case.value > case.target:
        return _kept(case)
    found = case.short_of(case.target, strictly=True)
    if case.value >= case.target - Fraction(case.definition.risk_points):
        return Standing.AT_RISK, Reason.NEARLY_KEPT, found
    return Standing.OFF_TRACK, Reason.NOT_KEPT, found


def _maintain(case: _Case) -> _Finding:
    """At or above the value, every period."""
    if case.value >= case.target:
        return _kept(case)
    found = case.short_of(case.target)
    if case.value >= case.target * Fraction(case.definition.risk_share):
        return Standing.AT_RISK, Reason.NEARLY_KEPT, found
    return Standing.OFF_TRACK, Reason.NOT_KEPT, found


def _zero(case: _Case) -> _Finding:
    """None may occur; one is a breach, and no later period undoes it."""
    return _kept(case) if case.value == 0 else (Standing.BREACHED, Reason.OCCURRED, {})


def _kept(case: _Case) -> _Finding:
    """What must always hold holds in this period; achieved only when the plan is over and it never broke."""
    if case.broken_before is not None:
        return (Standing.ON_TRACK, Reason.KEPT_NOW_BROKEN_BEFORE, {"broken_before": case.broken_before})
    if case.period.last_day >= case.definition.due_on and case.today > case.period.last_day:
        return Standing.ACHIEVED, Reason.KEPT_TO_THE_END, {}
    return Standing.ON_TRACK, Reason.KEPT, {}


def _per_year(case: _Case) -> _Finding:
    """So many each year: judged by pace in the second half only, and as missed only once the year is over."""
    if case.value >= case.target:
        return _year_reached(case)
    found = case.short_of(case.target)
    day = min(case.today, case.period.last_day)
    if case.today > case.period.last_day >= case.period.year_last_day:
        return Standing.OFF_TRACK, Reason.YEAR_MISSED, found
    if day < _pace_from(case.period):
        return Standing.NOT_DUE, Reason.YEAR_TOO_YOUNG, found
    expected = case.target * _share_of_year(case.period, day)
    found["expected"] = plain(rounded(expected))
    if case.value >= expected:
        return Standing.ON_TRACK, Reason.YEAR_PACE_KEPT, found
    return Standing.AT_RISK, Reason.YEAR_PACE_MISSED, found


def _year_reached(case: _Case) -> _Finding:
    """This year's number is there; the target itself only in the plan's last year, and if no year was missed."""
    if case.broken_before is not None:
        return (Standing.ON_TRACK, Reason.KEPT_NOW_BROKEN_BEFORE, {"broken_before": case.broken_before})
    if case.period.year_last_day >= case.definition.due_on:
        return Standing.ACHIEVED, Reason.TARGET_REACHED, {}
    return Standing.ON_TRACK, Reason.YEAR_REACHED, {}


def _pace_from(period: PeriodFacts) -> date:
    """1 July; the middle of a year that does not run through it (a school year, a first year begun late)."""
    first, last = period.year_first_day, period.year_last_day
    july = date(last.year, 7, 1)
    return july if first < july <= last else first + (last - first) / 2


def _share_of_year(period: PeriodFacts, day: date) -> Fraction:
    """How much of the year has gone by the end of that day."""
    whole = (period.year_last_day - period.year_first_day).days + 1
    return Fraction((day - period.year_first_day).days + 1, whole)


def _levels(case: _Case) -> _Finding:
    """Ranks, not amounts: one level behind is at risk once something has begun, otherwise off track."""
    if case.value >= case.target:
        return Standing.ACHIEVED, Reason.TARGET_REACHED, {}
    if case.plan is None:
        return Standing.NOT_DUE, Reason.NO_PLAN, case.short_of(case.target)
    if case.value >= case.plan:
        return Standing.ON_TRACK, Reason.PLAN_REACHED, case.short_of(case.target)
    found = case.short_of(case.plan)
    if case.value > 0 and case.plan - case.value <= 1:
        return Standing.AT_RISK, Reason.PLAN_NEARLY_REACHED, found
    return Standing.OFF_TRACK, Reason.PLAN_MISSED, found


_RULES: dict[TargetKind, Callable[[_Case], _Finding]] = {
    TargetKind.AT_LEAST: _growth,
    TargetKind.MILESTONES: _growth,
    TargetKind.ABOVE: _above,
    TargetKind.ZERO: _zero,
    TargetKind.PER_YEAR_AT_LEAST: _per_year,
    TargetKind.MAINTAIN: _maintain,
    TargetKind.LEVELS: _levels,
}


def _fraction(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)
