"""The words of judging: what a target asks, what was observed in which period, and what a verdict says.

Shapes only; the rules that join them are in `standing`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from doimoi.indicators.readings import Measure, Reading

RULE_VERSION = "standing-2"
PLAN_ENDS_ON = date(2030, 12, 14)
"""The data cut-off of the plan's last year: what must hold "always" is not achieved before it has passed."""
RISK_SHARE = Decimal("0.9")
"""From this share of the planned progress on (and below 1) an indicator is at risk, under it off track."""
RISK_POINTS = Decimal(2)
"""A strict threshold missed by at most so much is at risk, by more off track."""

Facts = dict[str, str | None]


class TargetKind(StrEnum):
    """What the plan's sentence asks."""

    AT_LEAST = "at_least"  # grow to the target by 2030
    ABOVE = "above"  # strictly above the threshold in every period
    ZERO = "zero"  # none may ever occur
    PER_YEAR_AT_LEAST = "per_year_at_least"  # so many each year, counted anew from the year's first day
    MAINTAIN = "maintain"  # keep at or above the value in every period
    LEVELS = "levels"  # reach a level of an ordered list
    MILESTONES = "milestones"  # do all the agreed steps, each worth the same


class Standing(StrEnum):
    """The seven words."""

    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    BREACHED = "breached"


class Reason(StrEnum):
    """Which rule spoke; the sentence of `Vì sao?` hangs on it."""

    PERIOD_NOT_OVER = "period_not_over"
    VALUE_MISSING = "value_missing"
    NOTHING_OCCURRED = "nothing_occurred"
    NO_TARGET = "no_target"
    NO_PLAN = "no_plan"
    TARGET_REACHED = "target_reached"
    PLAN_REACHED = "plan_reached"
    PLAN_NEARLY_REACHED = "plan_nearly_reached"
    PLAN_MISSED = "plan_missed"
    KEPT_TO_THE_END = "kept_to_the_end"
    KEPT = "kept"
    KEPT_NOW_BROKEN_BEFORE = "kept_now_broken_before"
    NEARLY_KEPT = "nearly_kept"
    NOT_KEPT = "not_kept"
    OCCURRED = "occurred"
    YEAR_REACHED = "year_reached"
    YEAR_TOO_YOUNG = "year_too_young"
    YEAR_PACE_KEPT = "year_pace_kept"
    YEAR_PACE_MISSED = "year_pace_missed"
    YEAR_MISSED = "year_missed"


@dataclass(frozen=True)
class TargetDef:
    """What is asked of an indicator, in the unit of its value (percent, number, points, rank, steps).

    `value` is the 2030 target, the threshold, the yearly number, the level's rank or the number of steps; None
    when the plan's sentence names no number (`zero` needs none). `stretch` is what is striven for beyond it.
    """

    kind: TargetKind
    measure: Measure
    value: Decimal | None
    stretch: Decimal | None = None
    due_on: date = PLAN_ENDS_ON
    risk_share: Decimal = RISK_SHARE
    risk_points: Decimal = RISK_POINTS


@dataclass(frozen=True)
class Observed:
    """The approved reading of the period.

    For `per_year_at_least` it is counted from the first day of the period's year. `broken_before` is the code of
    the first earlier period in which something that must always hold did not, None when there is none.
    """

    reading: Reading
    broken_before: str | None = None


@dataclass(frozen=True)
class PeriodFacts:
    """The period judged, and the year it belongs to (for a school year both are the same)."""

    code: str
    last_day: date
    year_first_day: date
    year_last_day: date


@dataclass(frozen=True)
class Verdict:
    """The word, the rule that gave it and the numbers it was given for (exact, as the API writes numbers)."""

    standing: Standing
    rule_version: str
    reason_code: str
    facts: Facts
