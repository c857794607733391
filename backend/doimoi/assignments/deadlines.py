"""Deadlines: a day, every so often, so long after an event, on a condition, or none; and how people write them.

Only a day can be missed. A recurring deadline yields one day after the other; the others become a day when the
event has happened. Reading is strict: what is not understood is refused, never guessed.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from doimoi.core.errors import DomainError
from doimoi.core.vietnamese import fold


class DueKind(StrEnum):
    """What kind of deadline an assignment has."""

    DATED = "dated"
    RECURRING = "recurring"
    RELATIVE = "relative"
    CONDITIONAL = "conditional"
    NONE = "none"


class Every(StrEnum):
    """How often a recurring deadline comes."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_STEP: Final = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
REPORTING_DAY: Final = 14
"""Reporting periods close on the 14th of their last month (decree 09/2019/NĐ-CP, article 12)."""
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


class DeadlineUnreadable(DomainError):
    """What was written is not a deadline. Params: text."""

    status, code = 422, "deadline_unreadable"


class DeadlineIncomplete(DomainError):
    """The kind of deadline needs a part that is missing, or has one too many. Params: kind, part."""

    status, code = 422, "deadline_incomplete"


class NotDated(DomainError):
    """Only a deadline that is a day can be moved."""

    status, code = 409, "deadline_not_dated"


class NotLater(DomainError):
    """A longer deadline lies after the present one. Params: day (dd/mm/yyyy)."""

    status, code = 422, "deadline_not_later"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline. `on`: the day of a dated one. `every`, `month`, `day`: of a recurring one.

    `days` after what `text` says: of a relative one. `text` alone: the condition, or what stands in place of a day.
    """

    kind: DueKind
    on: date | None = None
    every: Every | None = None
    month: int | None = None
    day: int | None = None
    days: int | None = None
    text: str | None = None


def check(given: Deadline) -> Deadline:
    """The deadline, when it has just the parts that its kind needs; `DeadlineIncomplete` names the first at fault."""
    needs = {
        DueKind.DATED: {"on"},
        DueKind.RECURRING: {"every"},
        DueKind.RELATIVE: {"days", "text"},
        DueKind.CONDITIONAL: {"text"},
        DueKind.NONE: set[str](),
    }[given.kind]
    may = needs | {"text"} | ({"month", "day"} if given.kind is DueKind.RECURRING else set())
    for part in ("on", "every", "days", "text", "month", "day"):
        has = getattr(given, part) is not None
        if has != (part in needs) and (not has or part not in may):
            raise DeadlineIncomplete(pointer=f"/deadline/{part}", kind=given.kind.value, part=part)
    return given


def next_occurrence(given: Deadline, after: date) -> date:
    """The first day of a recurring deadline after a day."""
    return next(day for day in _days(given, after.year) if day > after)


def first_due(given: Deadline, since: date) -> date | None:
    """The day that counts at first: of a recurring deadline the first one from `since` on."""
    if given.kind is DueKind.DATED:
        return given.on
    return next_occurrence(given, since - timedelta(days=1)) if given.kind is DueKind.RECURRING else None


def check_later(present: date | None, wanted: date) -> None:
    """Refuse a longer deadline where there is no day to move, or a day that is not later."""
    if present is None:
        raise NotDated
    if wanted <= present:
        raise NotLater(pointer="/new_due_on", day=written(present))


def written(day: date) -> str:
    """`30/06/2026`."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _days(given: Deadline, year: int) -> Iterator[date]:
    assert given.every is not None
    step, anchor = _STEP[given.every], given.month or 12
    months = [m for m in range(1, 13) if (m - anchor) % step == 0]
    for each in range(year, LAST.year + 2):
        for month in months:
            last = calendar.monthrange(each, month)[1]
            yield date(each, month, min(given.day or REPORTING_DAY, last))


def recurrence_in(text: str) -> Every | None:
    """How often a sentence of the plan says that something comes back; None when it does not say."""
    words = fold(text)
    if "6 thang" in words:
        return Every.HALF_YEAR
    return next((every for pattern, every in _RECURRING if re.search(pattern, words)), None)


_RECURRING: Final = (
    (r"\bhang thang\b|\bmoi thang\b|\b1 thang(/| mot | 1 )lan\b", Every.MONTH),
    (r"\bhang quy\b|\bmoi quy\b", Every.QUARTER),
    (r"\b(6|sau) thang\b(?! (dau|cuoi))|\bnua nam\b(?! (dau|cuoi))", Every.HALF_YEAR),
    (r"\bhang nam\b|\bmoi nam\b", Every.YEAR),
)
_CONSTANT: Final = re.compile(r"thuong xuyen|lien tuc|hang ngay|hang tuan|khong co? ?thoi han|khong han")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?: 00:00(?::00)?)?(?!\d)")
_DAY_MONTH = re.compile(r"(?<![\d/])(\d{1,2})[/.-](\d{1,2})(?![\d/.-])")
_MONTH = re.compile(r"^(?:thang |t)?(\d{1,2})(?:[/-]| nam )(\d{4})$")
_QUARTER = re.compile(r"^(?:quy |q)([1-4]|iv|i{1,3})(?:[/-]| nam | )(\d{4})$")
_HALF = re.compile(r"^(?:6|sau) thang (dau|cuoi) nam (\d{4})$")
_YEAR = re.compile(r"^(?:nam )?(\d{4})$")
_RELATIVE = re.compile(
    r"^(?:trong |sau |cham nhat |trong vong )*(\d{1,3}) (ngay|tuan|thang)(?: lam viec)? (?:ke tu|tu|sau)\b"
)
_CONDITION = re.compile(r"^(khi|sau khi|theo|ngay sau|ngay khi|neu)\b")
_LEADING = re.compile(
    r"^(?:(?:hoan thanh|xong|trinh|bao cao|cham nhat|den het|den|truoc|trong|het|cuoi|ngay|vao|la|han|dau tien)[: ]+)+"
)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_EXCEL_EPOCH: Final = date(1899, 12, 30)


def read(text: str) -> Deadline:
    """A deadline as an annex writes it; nothing written is no deadline. `DeadlineUnreadable` when not understood.

    A month, quarter or year stands for its last day, "trước 30/6/2026" for that day itself.
    """
    given = " ".join(text.split()).strip(" .;,")
    words = fold(given)
    if not words or words in ("-", "khong", "chua co"):
        return Deadline(DueKind.NONE)
    return _recurring(words) or _relative(words, given) or _dated(words, given) or _worded(words, given)


def _recurring(words: str) -> Deadline | None:
    every = next((every for pattern, every in _RECURRING if re.search(pattern, words)), None)
    if every is None or _CONSTANT.search(words):
        return None
    if found := _DAY_MONTH.search(words):
        day, month = int(found[1]), int(found[2])
        _make(2024, month, day, words)  # a leap year: 29/2 of every year is the last day of its February
        return Deadline(DueKind.RECURRING, every=every, month=month, day=day)
    day_only = re.search(r"\bngay (\d{1,2})\b", words)
    if day_only and not 1 <= int(day_only[1]) <= 31:
        raise DeadlineUnreadable(text=words)
    return Deadline(DueKind.RECURRING, every=every, day=int(day_only[1]) if day_only else None)


def _relative(words: str, given: str) -> Deadline | None:
    found = _RELATIVE.match(words)
    if found is None:
        return None
    factor = {"ngay": 1, "tuan": 7, "thang": 30}[found[2]]
    return Deadline(DueKind.RELATIVE, days=int(found[1]) * factor, text=given[:500])


def _dated(words: str, given: str) -> Deadline | None:
    if found := _ISO.search(words):
        return _day(int(found[1]), int(found[2]), int(found[3]), given)
    days = _DAY.findall(words)
    if days:
        # "từ 01/3/2026 đến 30/6/2026": a span ends with its last day.
        day, month, year = days[-1]
        return _day(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day), given)
    rest = _LEADING.sub("", words)
    if found := _MONTH.match(rest):
        return _end_of_month(int(found[2]), int(found[1]), given)
    if found := _QUARTER.match(rest):
        quarter = _ROMAN.get(found[1]) or int(found[1])
        return _end_of_month(int(found[2]), quarter * 3, given)
    if found := _HALF.match(rest):
        return _end_of_month(int(found[2]), 6 if found[1] == "dau" else 12, given)
    if (found := _YEAR.match(rest)) and FIRST.year <= int(found[1]) <= LAST.year:
        return _day(int(found[1]), 12, 31, given)
    if rest.isascii() and rest.isdigit() and 40_000 <= int(rest) <= 60_000:  # a day as Excel counts it
        return Deadline(DueKind.DATED, on=_EXCEL_EPOCH + timedelta(days=int(rest)))
    return None


def _worded(words: str, given: str) -> Deadline:
    if _CONSTANT.search(words):
        return Deadline(DueKind.NONE, text=given[:500])
    if _CONDITION.match(words):
        return Deadline(DueKind.CONDITIONAL, text=given[:500])
    raise DeadlineUnreadable(text=given[:200])


def _end_of_month(year: int, month: int, given: str) -> Deadline:
    if not 1 <= month <= 12:
        raise DeadlineUnreadable(text=given[:200])
    return _day(year, month, calendar.monthrange(year, month)[1], given)


def _day(year: int, month: int, day: int, given: str) -> Deadline:
    return Deadline(DueKind.DATED, on=_make(year, month, day, given))


def _make(year: int, month: int, day: int, given: str) -> date:
    try:
        made = date(year, month, day)
    except ValueError:
        raise DeadlineUnreadable(text=given[:200]) from None
    if not FIRST <= made <= LAST:
        raise DeadlineUnreadable(text=given[:200])
    return made
