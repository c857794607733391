"""What earlier periods do to a verdict; the periods are those of a plan, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from doimoi.indicators.judging import Calendar, judge
from doimoi.indicators.models import Indicator
from doimoi.indicators.rules import Reading
from doimoi.plan.models import Period


def _period(code: str, kind: str, first: date, last: date) -> Period:
    return Period(code=code, kind=kind, first_day=first, last_day=last)


CALENDAR = Calendar(
    tuple(
        period
        for year in (2026, 2027, 2028)
        for period in (
            _period(str(year), "year", date(year - 1, 12, 15), date(year, 12, 14)),
            _period(f"{year}-H1", "half_year", date(year - 1, 12, 15), date(year, 6, 14)),
            _period(f"{year}-H2", "half_year", date(year, 6, 15), date(year, 12, 14)),
        )
    )
)
YEARLY = Indicator(
    target_kind="per_year_at_least", measure="count", target_value=Decimal(2), target_stretch=None, steps=[]
)
IN_2028 = {"2028-H2": "2"}


@pytest.mark.parametrize(
    ("given", "reason", "missed"),
    [
        ({"2026-H1": "1", "2026-H2": "1", "2027-H2": "2", **IN_2028}, "year_reached", None),
        ({"2026-H1": "1", "2026-H2": "0", "2027-H2": "2", **IN_2028}, "kept_now_broken_before", "2026"),
        ({"2026-H2": "1", "2027-H2": "1", **IN_2028}, "kept_now_broken_before", "2026"),
        ({"2026-H1": "1", "2027-H2": "2", **IN_2028}, "year_reached", None),
        (IN_2028, "year_reached", None),
    ],
    ids=["none missed", "the halves together", "the first of two", "the second half is unknown", "nothing is known"],
)
def test_a_missed_year_is_remembered(given: dict[str, str], reason: str, missed: str | None) -> None:
    readings = {code: Reading(Decimal(number)) for code, number in given.items()}
    now = next(p for p in CALENDAR.periods if p.code == "2028-H2")
    verdict = judge(YEARLY, readings, now, CALENDAR, date(2028, 11, 1), None)
    assert (verdict.standing, verdict.reason_code) == ("on_track", reason)
    assert verdict.facts.get("broken_before") == missed
