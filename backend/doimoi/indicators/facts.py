"""The numbers a verdict is printed with, so that `Vì sao?` can be answered without judging again.

Numbers are written as the API writes them. What is shown never contradicts the word beside it: a gap is rounded
up, progress is rounded down, and a ratio says how many more its numerator needs.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from doimoi.indicators.readings import Measure, Reading, exact_value, plain, rounded
from doimoi.indicators.targets import Facts, PeriodFacts, TargetDef


def common_facts(
    definition: TargetDef,
    reading: Reading,
    plan_value: Decimal | None,
    baseline: Decimal | None,
    period: PeriodFacts,
    today: date,
) -> Facts:
    """The numbers every verdict carries, whichever rule spoke."""
    value = exact_value(definition.measure, reading)
    return {
        "period": period.code,
        "last_day": period.last_day.isoformat(),
        "as_of": today.isoformat(),
        "value": None if value is None else plain(rounded(value)),
        "numerator": _plain(reading.numerator),
        "denominator": _plain(reading.denominator),
        "target": _plain(definition.value),
        "stretch": _plain(definition.stretch),
        "plan": _plain(plan_value),
        "baseline": _plain(baseline),
    }


def short_of(
    value: Fraction, goal: Fraction, measure: Measure, denominator: Fraction | None, *, strictly: bool = False
) -> Facts:
    """How far the value is below the goal, and what would close the gap.

    `gap` is in the unit of the value; `needed` is how many more the numerator of a ratio needs with the
    denominator as it is (`strictly`: to pass the goal instead of reaching it).
    """
    facts: Facts = {
        "goal": plain(rounded(goal)),
        "gap": plain(Decimal(ceil((goal - value) * 100)).scaleb(-2)),
    }
    if measure is Measure.RATIO and denominator is not None:
        missing = (goal - value) * denominator / 100
        facts["needed"] = str(floor(missing) + 1 if strictly else ceil(missing))
    return facts


def rounded_down(progress: Fraction) -> str:
    """To 3 decimals, downwards: 0.8999 must not read 0.900 beside "off track"."""
    return plain(Decimal(floor(progress * 1000)).scaleb(-3))


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
