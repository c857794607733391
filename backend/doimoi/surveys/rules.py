"""The life of a round, what its answers prove, which figures are too small to show, and what a flood is.

Rates, bounds and means are exact decimals. The interval is Wilson's at 95 %, with the number of answers corrected for
a finite population: n* = n (N - 1) / (N - n), so that asking nearly everybody narrows it and asking all closes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Final

from doimoi.core.errors import DomainError

MIN_CELL: Final = 10
"""A figure made from fewer answers than this is not shown: somebody could be recognised in it."""
FORMULA: Final = "top2/wilson95-fpc/1"
ERROR_WANTED: Final = Fraction(5, 100)
Z95: Final = Decimal("1.959963984540054")
CODE_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH: Final = 10
"""31^10 codes: about 49 bits, without letters that are mistaken for one another."""


class RoundState(StrEnum):
    """Being prepared, taking answers, or over for good."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class RoundMove(StrEnum):
    """What can happen to a round."""

    OPEN = "open"
    CLOSE = "close"


LIFECYCLE: Final[dict[tuple[RoundState, RoundMove], RoundState]] = {
    (RoundState.DRAFT, RoundMove.OPEN): RoundState.OPEN,
    (RoundState.OPEN, RoundMove.CLOSE): RoundState.CLOSED,
}


class Channel(StrEnum):
    """The way in which an answer came. Each has an address of its own, so nobody can claim another way."""

    KIOSK = "kiosk"
    QR = "qr"
    HOUSE = "house"


class AnswerState(StrEnum):
    """Whether an answer counts, waits to be looked at, or was set aside."""

    COUNTED = "counted"
    QUARANTINED = "quarantined"
    REJECTED = "rejected"


class Verdict(StrEnum):
    """What a rate says about "above the target"."""

    ABOVE = "above"
    UNSURE = "unsure"
    BELOW = "below"
    HIDDEN = "hidden"


class RoundMoveForbidden(DomainError):
    """The round is not in a state that this can be done in. Params: state."""

    status, code = 409, "survey_move_forbidden"


class RoundDatesWrong(DomainError):
    """A round cannot end before it begins, nor end before today when it is opened."""

    status, code = 422, "survey_dates_wrong"


class SurveyClosed(DomainError):
    """The survey takes no answers any more."""

    status, code = 410, "survey_closed"


class ResultsHidden(DomainError):
    """Too few answers count for a figure to be shown. Params: count, least."""

    status, code = 409, "survey_results_hidden"


class QuarantinePending(DomainError):
    """Answers wait to be looked at; until then the figure is not final. Params: count."""

    status, code = 409, "survey_quarantine_pending"


def move(state: RoundState, how: RoundMove) -> RoundState:
    """The state after a move; `RoundMoveForbidden` where the life of a round has no such step."""
    after = LIFECYCLE.get((state, how))
    if after is None:
        raise RoundMoveForbidden(state=state.value)
    return after


def check_dates(opens_on: date, closes_on: date | None) -> None:
    """Refuse a round that ends before it begins."""
    if closes_on is not None and closes_on < opens_on:
        raise RoundDatesWrong(pointer="/closes_on")


def takes_answers(state: RoundState, opens_on: date, closes_on: date | None, today: date) -> bool:
    """Whether a round takes answers on a day."""
    return state is RoundState.OPEN and opens_on <= today and (closes_on is None or today <= closes_on)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true rate lies with 95 % confidence, in percent, unrounded."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers chose each of the five levels, from very dissatisfied to very satisfied."""

    levels: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    @property
    def total(self) -> int:
        """Valid answers."""
        return sum(self.levels)

    @property
    def satisfied(self) -> int:
        """Answers with one of the two highest levels."""
        return self.levels[3] + self.levels[4]

    @property
    def rate(self) -> Fraction | None:
        """Satisfied out of valid answers, in percent; None without answers."""
        return Fraction(100 * self.satisfied, self.total) if self.total else None

    @property
    def mean(self) -> Fraction | None:
        """The mean level, 1 to 5; None without answers."""
        weighed = sum(level * count for level, count in enumerate(self.levels, start=1))
        return Fraction(weighed, self.total) if self.total else None

    def plus(self, other: "Tally") -> "Tally":
        """Two tallies together."""
        a, b, c, d, e = (x + y for x, y in zip(self.levels, other.levels, strict=True))
        return Tally((a, b, c, d, e))


def interval(satisfied: int, total: int, population: int | None) -> Interval | None:
    """Wilson's 95 % interval of a rate, narrowed when a good part of a finite population answered.

    None without answers. A population smaller than the number of answers cannot be right and is left out of account.
    """
    if total == 0:
        return None
    with localcontext(Context(prec=40)):
        p = Decimal(satisfied) / total
        if population is not None and population == total:
            return Interval(p * 100, p * 100)
        n = Decimal(total)
        if population is not None and population > total:
            n = n * (population - 1) / (population - total)
        square = Z95 * Z95
        middle = p + square / (2 * n)
        spread = Z95 * ((p * (1 - p) / n) + square / (4 * n * n)).sqrt()
        base = 1 + square / n
        low, high = (middle - spread) / base, (middle + spread) / base
        # The last digits of a square root are noise: 10 of 10 reaches 100 and not a hair less.
        low, high = round(100 * max(low, Decimal(0)), 20), round(100 * min(high, Decimal(1)), 20)
        return Interval(low, high)


def verdict(tally: Tally, population: int | None, target: Decimal) -> Verdict:
    """Whether the rate is above the target for sure, below it for sure, or neither; hidden below ten answers.

    Exactly the target is not above it.
    """
    bounds = interval(tally.satisfied, tally.total, population)
    if bounds is None or tally.total < MIN_CELL:
        return Verdict.HIDDEN
    if bounds.low > target:
        return Verdict.ABOVE
    return Verdict.BELOW if bounds.high <= target else Verdict.UNSURE


def wanted(population: int | None) -> int:
    """How many answers a round needs: N / (1 + N e^2) with e = 5 %, rounded up; 400 where N is not known."""
    if population is None:
        return ceil(1 / ERROR_WANTED**2)
    return ceil(Fraction(population) / (1 + population * ERROR_WANTED**2))


def shown(totals: Mapping[str, int]) -> frozenset[str]:
    """The groups whose figures may be shown beside the figure of all.

    A small group is hidden; and where the hidden ones could be worked out as what is missing from all (only one
    group, or too few answers together), the smallest shown group is hidden too.
    """
    visible = {group: count for group, count in totals.items() if count == 0 or count >= MIN_CELL}
    hidden = {group: count for group, count in totals.items() if group not in visible}
    while hidden and (len(hidden) < 2 or sum(hidden.values()) < MIN_CELL):
        left = {group: count for group, count in visible.items() if count > 0}
        if not left:
            break
        smallest = min(left, key=lambda group: (left[group], group))
        hidden[smallest] = visible.pop(smallest)
    return frozenset(visible)


PER_MINUTE: Final[dict[Channel, int]] = {Channel.QR: 3, Channel.HOUSE: 12, Channel.KIOSK: 20}
"""Answers a minute from one address that are plausible. A kiosk locks for 3 s after each form: 20 at most."""


def is_flood(channel: Channel, within_a_minute: int) -> bool:
    """Whether an answer is one too many: `within_a_minute` counts it and those of the minute before it."""
    return within_a_minute > PER_MINUTE[channel]


def percent(exact: Fraction | Decimal | None) -> Decimal | None:
    """A rate, bound or mean with six decimals: enough that who rounds it again for the screen rounds it right."""
    if exact is None:
        return None
    with localcontext(Context(prec=40)):
        number = Decimal(exact.numerator) / exact.denominator if isinstance(exact, Fraction) else exact
        return number.quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize()
