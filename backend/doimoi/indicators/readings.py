"""The numbers of an indicator: what a reading is worth, how readings of many units add up, how numbers are written.

A percent is always a numerator over a denominator and is never averaged. Every comparison is made on the exact
fraction; rounding happens only where a number is about to be shown, so it can never turn 99,997 % into "reached".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from doimoi.core.errors import DomainError

JUMP_WARNING_POINTS = Decimal(20)
"""A rate that moves by this many percentage points or more between two periods asks for a note."""


class Measure(StrEnum):
    """What kind of number an indicator is."""

    RATIO = "ratio"  # numerator of denominator, shown as a percent
    COUNT = "count"  # how many
    SCORE = "score"  # points; with a denominator: the sum of points over the number of things scored
    MILESTONE = "milestone"  # how many of the agreed steps are done
    LEVEL = "level"  # rank in an ordered list of levels, 0 is the lowest


PAIRED = (Measure.RATIO, Measure.SCORE)
"""The measures that have a denominator."""


class NotAddable(DomainError):
    """Levels of several units have no sum. Params: measure."""

    status, code = 422, "not_addable"


@dataclass(frozen=True)
class Reading:
    """One entered pair. Single-number measures keep their number in `numerator` and have no denominator.

    None means "not entered". 0 over 0 means "nothing occurred" and has no rate.
    """

    numerator: Decimal | None
    denominator: Decimal | None = None


def shown(number: Decimal) -> str:
    """The number as a sentence on screen writes it: `1.234,5`, without needless zeros."""
    if not number.is_finite() or not -30 < number.adjusted() < 30 or _exponent(number) < -30:
        return str(number)
    return format(_trimmed(number), ",f").translate(str.maketrans(",.", ".,"))


def plain(number: Decimal) -> str:
    """The number as the API writes it: `1234.5`, without exponent or needless zeros."""
    return format(_trimmed(number), "f")


def rounded(exact: Fraction, places: int = 2) -> Decimal:
    """The fraction to so many decimals, halves away from zero (as officials round by hand)."""
    scaled = floor(abs(exact) * 10**places + Fraction(1, 2))
    return Decimal(scaled if exact >= 0 else -scaled).scaleb(-places)


def rate(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """Percent to 2 decimals for storage and display; None when a part is missing or the denominator is 0."""
    exact = exact_value(Measure.RATIO, Reading(numerator, denominator))
    return None if exact is None else rounded(exact)


def exact_value(measure: Measure, reading: Reading) -> Fraction | None:
    """What the reading is worth, unrounded: percent for a ratio, mean points for a score, else the number itself.

    None when something is missing or nothing occurred (0/0).
    """
    if reading.numerator is None:
        return None
    top = Fraction(reading.numerator)
    if measure is Measure.RATIO:
        return top * 100 / Fraction(reading.denominator) if reading.denominator else None
    if measure is Measure.SCORE and reading.denominator is not None:
        return top / Fraction(reading.denominator) if reading.denominator else None
    return top


def roll_up(readings: Iterable[Reading], measure: Measure = Measure.RATIO) -> Reading:
    """The reading of all units together: sum of numerators over sum of denominators, never a mean of percents.

    Readings with a part missing are left out as a whole; none left gives `Reading(None, None)`. A score without
    a denominator counts as one thing scored. Levels are refused: they have an order but no sum.
    """
    if measure is Measure.LEVEL:
        raise NotAddable(measure=measure.value)
    tops: list[Decimal] = []
    bottoms: list[Decimal] = []
    for reading in readings:
        bottom = Decimal(1) if measure is Measure.SCORE and reading.denominator is None else reading.denominator
        if reading.numerator is None or (measure is Measure.RATIO and bottom is None):
            continue
        tops.append(reading.numerator)
        bottoms.append(bottom if bottom is not None else Decimal(0))
    if not tops:
        return Reading(None, None)
    return Reading(sum(tops, Decimal(0)), sum(bottoms, Decimal(0)) if measure in PAIRED else None)


def of_ward(lead: Reading | None, sources: Iterable[Reading], measure: Measure) -> tuple[Reading | None, int]:
    """The ward's reading of one period and how many units it comes from.

    What the lead unit gives is the ward's number, since it answers for it; only where the lead gave nothing are
    the numbers of its sources (the schools, the teams) added up. The two are never added together: the lead's
    number would count the same things again.
    """
    if lead is not None:
        return lead, 1
    given = list(sources)
    if not given or measure is Measure.LEVEL:
        return None, 0
    return roll_up(given, measure), len(given)


def jump(previous: Reading, current: Reading) -> Decimal | None:
    """How many percentage points a ratio moved since the period before (signed, 2 decimals); None without both."""
    before, after = (exact_value(Measure.RATIO, previous), exact_value(Measure.RATIO, current))
    return None if before is None or after is None else rounded(after - before)


def jump_needs_note(points: Decimal | None) -> bool:
    """Whether a move is so large, up or down, that the officer is asked to say why."""
    return points is not None and abs(points) >= JUMP_WARNING_POINTS


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)


def _trimmed(number: Decimal) -> Decimal:
    """Without zeros at the end of the decimals. Never through `normalize`, which rounds to 28 digits."""
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else number
