"""The calendar of reporting: periods by code, their official days, and the plan's own periods with their cut-offs.

Official days follow Nghị định 09/2019/NĐ-CP, Điều 12: figures of a period close on the 14th, so the first half
year runs from 15/12 of the year before to 14/6. School years run from 1/9 to 31/5. Pure: no clock, no database.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from doimoi.core.errors import DomainError

DAYS_TO_ENTER = 2
"""Units deliver so many days after the data cut-off: 14/6 -> 16/6, 14/12 -> 16/12."""
FIRST_YEAR, LAST_YEAR = 2000, 2199


class PeriodKind(StrEnum):
    """How long a period is."""

    HALF_YEAR = "half_year"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    QUARTER = "quarter"
    MONTH = "month"


class PeriodCodeInvalid(DomainError):
    """No such period. Params: period."""

    status, code = 422, "period_code_invalid"


class FirstPeriodInvalid(DomainError):
    """The first half-year period can end only on 14/6 or 14/12, and not before the plan is issued."""

    status, code = 422, "first_period_invalid"


_PARTS = {PeriodKind.HALF_YEAR: 2, PeriodKind.QUARTER: 4, PeriodKind.MONTH: 12}
_CODE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})|(?P<school>SY)))?"
)
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """A period by name: its kind, its year, and which part of the year (0 for whole years)."""

    kind: PeriodKind
    year: int
    part: int = 0

    def __post_init__(self) -> None:
        parts = _PARTS.get(self.kind)
        fits = self.part == 0 if parts is None else 1 <= self.part <= parts
        if not fits or not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise PeriodCodeInvalid(period=f"{self.kind.value} {self.year}-{self.part}")

    @property
    def code(self) -> str:
        """`2026-H1`, `2026`, `2026-SY`, `2026-Q3`, `2026-07`."""
        tail = {
            PeriodKind.HALF_YEAR: f"-H{self.part}",
            PeriodKind.YEAR: "",
            PeriodKind.SCHOOL_YEAR: "-SY",
            PeriodKind.QUARTER: f"-Q{self.part}",
            PeriodKind.MONTH: f"-{self.part:02}",
        }
        return f"{self.year}{tail[self.kind]}"

    @property
    def first_day(self) -> date:
        """The official first day, whenever the plan was issued."""
        if self.kind is PeriodKind.SCHOOL_YEAR:
            return date(self.year, 9, 1)
        return _fifteenth_before(self.year, self._first_month)

    @property
    def last_day(self) -> date:
        """The official last day, which is the data cut-off."""
        if self.kind is PeriodKind.SCHOOL_YEAR:
            return date(self.year + 1, 5, 31)
        return date(self.year, self._first_month + self._months - 1, 14)

    @property
    def label_vi(self) -> str:
        """The name on screen and in reports."""
        match self.kind:
            case PeriodKind.HALF_YEAR:
                return f"6 tháng {'đầu' if self.part == 1 else 'cuối'} năm {self.year}"
            case PeriodKind.YEAR:
                return f"Năm {self.year}"
            case PeriodKind.SCHOOL_YEAR:
                return f"Năm học {self.year}-{self.year + 1}"
            case PeriodKind.QUARTER:
                return f"Quý {_ROMAN[self.part - 1]} năm {self.year}"
            case PeriodKind.MONTH:
                return f"Tháng {self.part} năm {self.year}"

    @property
    def parts(self) -> int:
        """How many periods of this kind a year has."""
        return _PARTS.get(self.kind, 1)

    @property
    def _months(self) -> int:
        return 12 // self.parts

    @property
    def _first_month(self) -> int:
        return (max(self.part, 1) - 1) * self._months + 1


@dataclass(frozen=True)
class PeriodSpan:
    """A period of the plan, with the days that hold for this plan."""

    code: str
    kind: PeriodKind
    first_day: date
    last_day: date
    entry_due_on: date
    label_vi: str


def parse(code: str) -> Period:
    """The period a code names; refused when no such period exists."""
    found = _CODE.fullmatch(code)
    if found is None or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        raise PeriodCodeInvalid(period=code[:20])
    year = int(found["year"])
    if found["half"]:
        return Period(PeriodKind.HALF_YEAR, year, int(found["half"]))
    if found["quarter"]:
        return Period(PeriodKind.QUARTER, year, int(found["quarter"]))
    if found["month"]:
        if not 1 <= int(found["month"]) <= 12:
            raise PeriodCodeInvalid(period=code)
        return Period(PeriodKind.MONTH, year, int(found["month"]))
    return Period(PeriodKind.SCHOOL_YEAR if found["school"] else PeriodKind.YEAR, year)


def previous(code: str) -> str:
    """The code of the period of the same kind just before; whether the plan has it is another question."""
    period = parse(code)
    if period.part > 1:
        return Period(period.kind, period.year, period.part - 1).code
    return Period(period.kind, period.year - 1, _PARTS.get(period.kind, 0)).code


def calendar(issued_on: date, first_half_ends: date, until_year: int) -> list[PeriodSpan]:
    """The plan's half years, years and school years, each kind in order of time.

    `first_half_ends` is the last day of the first half-year period and names the plan's first year: 14/6 gives
    it two half years; 14/12 gives it one, which then reaches back to the issue date. No period begins before
    the plan is issued.
    """
    year = first_half_ends.year
    first_half, second_half = (
        Period(PeriodKind.HALF_YEAR, year, 1),
        Period(PeriodKind.HALF_YEAR, year, 2),
    )
    if first_half_ends not in (first_half.last_day, second_half.last_day) or issued_on > first_half_ends:
        raise FirstPeriodInvalid(pointer="/first_half_ends")
    years = range(year, until_year + 1)
    halves = [Period(PeriodKind.HALF_YEAR, y, part) for y in years for part in (1, 2)]
    whole_years = [Period(PeriodKind.YEAR, y) for y in years]
    school_years = [Period(PeriodKind.SCHOOL_YEAR, y) for y in years]
    spans = [_span(p, max(p.first_day, issued_on)) for p in halves + whole_years + school_years]
    if first_half_ends == first_half.last_day or not spans:
        return spans
    begins = max(issued_on, first_half.first_day)
    return [_span(second_half, begins), *spans[2:]]


def year_of(code: str, spans: list[PeriodSpan]) -> PeriodSpan:
    """The span of the whole year a period belongs to: the plan year, or for a school year the school year itself."""
    period = parse(code)
    wanted = code if period.kind is PeriodKind.SCHOOL_YEAR else Period(PeriodKind.YEAR, period.year).code
    for span in spans:
        if span.code == wanted:
            return span
    raise PeriodCodeInvalid(period=code)


def is_open(period: PeriodSpan, today: date) -> bool:
    """Whether values may be entered: from the first day on, also late. Whether it is locked is a fact apart."""
    return today >= period.first_day


def is_late(period: PeriodSpan, today: date) -> bool:
    """Whether an entry made today comes after the day it was due."""
    return today > period.entry_due_on


def _span(period: Period, first_day: date) -> PeriodSpan:
    due = period.last_day + timedelta(days=DAYS_TO_ENTER)
    return PeriodSpan(period.code, period.kind, first_day, period.last_day, due, period.label_vi)


def _fifteenth_before(year: int, month: int) -> date:
    """The 15th of the month before: where the official period that begins with this month really begins."""
    return date(year - 1, 12, 15) if month == 1 else date(year, month - 1, 15)
