"""What may be entered: the refusals of numbers that cannot be true, each pointing at the number at fault."""

from decimal import Decimal

from doimoi.core.errors import DomainError
from doimoi.indicators.readings import PAIRED, Measure, Reading, exact_value, rounded, shown

BELOW = Decimal(10) ** 12
"""Every number entered is smaller than this (and not negative)."""
DECIMALS = 6
"""At most so many digits after the decimal mark."""


class NumeratorMissing(DomainError):
    """A ratio without its numerator cannot be submitted."""

    status, code = 422, "numerator_missing"


class DenominatorMissing(DomainError):
    """A ratio without its denominator cannot be submitted."""

    status, code = 422, "denominator_missing"


class ValueMissing(DomainError):
    """A single-number indicator without its number cannot be submitted."""

    status, code = 422, "value_missing"


class DenominatorZero(DomainError):
    """Something out of nothing: a positive numerator over 0. (0 over 0 is allowed: nothing occurred.)"""

    status, code = 422, "denominator_zero"


class DenominatorNotWanted(DomainError):
    """The indicator is a single number; a denominator would mean something else than its definition."""

    status, code = 422, "denominator_not_wanted"


class NumeratorAboveDenominator(DomainError):
    """More than all. Params: numerator, denominator."""

    status, code = 422, "numerator_above_denominator"


class NotWhole(DomainError):
    """People, files and steps come whole. Params: number."""

    status, code = 422, "not_whole"


class NumberOutOfRange(DomainError):
    """Negative, 10^12 or more, more than 6 decimals, or not a number at all. Params: number."""

    status, code = 422, "number_out_of_range"


class StepsAboveTotal(DomainError):
    """More steps done than the milestone has. Params: steps, total."""

    status, code = 422, "steps_above_total"


class LevelUnknown(DomainError):
    """No such level. Params: level, highest."""

    status, code = 422, "level_unknown"


class ScoreAboveHighest(DomainError):
    """Better than the best possible score. Params: score, highest."""

    status, code = 422, "score_above_highest"


class PlannedAboveHighest(DomainError):
    """More planned than there is. Params: number, highest."""

    status, code = 422, "planned_above_highest"


class PercentAboveAll(DomainError):
    """More than 100 % planned. Params: number."""

    status, code = 422, "percent_above_all"


def check_reading(
    measure: Measure,
    reading: Reading,
    *,
    whole: bool = False,
    highest: Decimal | None = None,
    complete: bool = True,
) -> None:
    """Refuse a reading that cannot be true, with a pointer to the number at fault; silent when it can.

    `whole`: the indicator counts things that come whole (steps and levels always do). `highest`: the number of
    steps, the rank of the top level or the best score. `complete=False` (saving a draft) lets numbers be missing,
    never wrong.
    """
    counted_whole = whole or measure in (Measure.MILESTONE, Measure.LEVEL)
    for number, pointer in ((reading.numerator, "/numerator"), (reading.denominator, "/denominator")):
        if number is not None:
            _check_number(number, pointer, whole=counted_whole)
    if complete:
        _check_complete(measure, reading)
    if reading.denominator is not None and measure not in PAIRED:
        raise DenominatorNotWanted(pointer="/denominator")
    if reading.numerator and reading.denominator == 0:
        raise DenominatorZero(pointer="/denominator")
    if measure is Measure.RATIO:
        _check_share(reading)
    elif highest is not None:
        _check_highest(measure, reading, highest)


def check_planned(measure: Measure, number: Decimal, pointer: str, *, whole: bool, highest: Decimal | None) -> None:
    """Refuse a planned number that could never be reached: `whole` and `highest` as in `check_reading`."""
    _check_number(number, pointer, whole=whole)
    if measure is Measure.RATIO and number > 100:
        raise PercentAboveAll(pointer=pointer, number=shown(number))
    if highest is not None and number > highest:
        raise PlannedAboveHighest(pointer=pointer, number=shown(number), highest=shown(highest))


def _check_number(number: Decimal, pointer: str, *, whole: bool) -> None:
    if not number.is_finite() or number < 0 or number >= BELOW or _too_fine(number, DECIMALS):
        raise NumberOutOfRange(pointer=pointer, number=shown(number))
    if whole and _too_fine(number, 0):
        raise NotWhole(pointer=pointer, number=shown(number))


def _check_complete(measure: Measure, reading: Reading) -> None:
    if reading.numerator is None:
        raise (NumeratorMissing if measure is Measure.RATIO else ValueMissing)(pointer="/numerator")
    if reading.denominator is None and measure is Measure.RATIO:
        raise DenominatorMissing(pointer="/denominator")


def _check_share(reading: Reading) -> None:
    """A numerator is part of its denominator."""
    top, bottom = reading.numerator, reading.denominator
    if top is not None and bottom is not None and top > bottom:
        raise NumeratorAboveDenominator(pointer="/numerator", numerator=shown(top), denominator=shown(bottom))


def _check_highest(measure: Measure, reading: Reading, highest: Decimal) -> None:
    exact = exact_value(measure, reading)
    if exact is None or exact <= highest:
        return
    if measure is Measure.MILESTONE:
        raise StepsAboveTotal(pointer="/numerator", steps=shown(rounded(exact)), total=shown(highest))
    if measure is Measure.LEVEL:
        raise LevelUnknown(pointer="/numerator", level=shown(rounded(exact)), highest=shown(highest))
    raise ScoreAboveHighest(pointer="/numerator", score=shown(rounded(exact)), highest=shown(highest))


def _too_fine(number: Decimal, places: int) -> bool:
    """Whether a digit other than 0 stands further than `places` behind the decimal mark."""
    surplus = -int(number.as_tuple().exponent) - places
    return surplus > 0 and any(number.as_tuple().digits[-surplus:])
