"""The calendar of reporting: official days, the plan's first period, school years."""

from datetime import date
from itertools import pairwise

import pytest

from doimoi.plan import periods
from doimoi.plan.periods import FirstPeriodInvalid, PeriodCodeInvalid, PeriodKind

ISSUED = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("code", "first", "last", "label"),
    [
        ("2027-H1", date(2026, 12, 15), date(2027, 6, 14), "6 tháng đầu năm 2027"),
        ("2027-H2", date(2027, 6, 15), date(2027, 12, 14), "6 tháng cuối năm 2027"),
        ("2027", date(2026, 12, 15), date(2027, 12, 14), "Năm 2027"),
        ("2027-SY", date(2027, 9, 1), date(2028, 5, 31), "Năm học 2027-2028"),
        ("2027-Q1", date(2026, 12, 15), date(2027, 3, 14), "Quý I năm 2027"),
        ("2027-Q4", date(2027, 9, 15), date(2027, 12, 14), "Quý IV năm 2027"),
        ("2027-01", date(2026, 12, 15), date(2027, 1, 14), "Tháng 1 năm 2027"),
        ("2027-12", date(2027, 11, 15), date(2027, 12, 14), "Tháng 12 năm 2027"),
    ],
)
def test_official_days(code: str, first: date, last: date, label: str) -> None:
    period = periods.parse(code)
    assert (period.code, period.first_day, period.last_day, period.label_vi) == (code, first, last, label)


@pytest.mark.parametrize("code", ["", "26", "2026-H0", "2026-H3", "2026-Q5", "2026-00", "2026-13", "1999", "2026-sy"])
def test_codes_of_no_period(code: str) -> None:
    with pytest.raises(PeriodCodeInvalid):
        periods.parse(code)


def test_periods_of_a_kind_follow_each_other_without_gap() -> None:
    for code in ("2026-H1", "2026-H2", "2026", "2026-Q1", "2026-Q3", "2026-01", "2026-07"):
        before = periods.parse(periods.previous(code))
        assert (periods.parse(code).first_day - before.last_day).days == 1
        assert before.kind is periods.parse(code).kind
    assert periods.previous("2026-SY") == "2025-SY"


def test_a_first_half_to_december_is_one_period_from_the_issue_date() -> None:
    spans = {span.code: span for span in periods.calendar(ISSUED, date(2026, 12, 14), 2030)}
    assert "2026-H1" not in spans
    first = spans["2026-H2"]
    assert (first.first_day, first.last_day, first.entry_due_on) == (ISSUED, date(2026, 12, 14), date(2026, 12, 16))
    assert spans["2027-H1"].first_day == date(2026, 12, 15)


def test_a_first_half_to_june_gives_two_periods() -> None:
    spans = {span.code: span for span in periods.calendar(ISSUED, date(2026, 6, 14), 2030)}
    first, second = spans["2026-H1"], spans["2026-H2"]
    assert (first.first_day, first.last_day, first.entry_due_on) == (ISSUED, date(2026, 6, 14), date(2026, 6, 16))
    assert (second.first_day, second.last_day) == (date(2026, 6, 15), date(2026, 12, 14))


@pytest.mark.parametrize("ends", [date(2026, 6, 14), date(2026, 12, 14)])
def test_the_calendar_covers_the_plan_without_gap_or_overlap(ends: date) -> None:
    spans = periods.calendar(ISSUED, ends, 2030)
    for kind in (PeriodKind.HALF_YEAR, PeriodKind.YEAR):
        row = [span for span in spans if span.kind is kind]
        assert row[0].first_day == ISSUED and row[-1].last_day == date(2030, 12, 14)
        assert all((b.first_day - a.last_day).days == 1 for a, b in pairwise(row))
    schools = [span for span in spans if span.kind is PeriodKind.SCHOOL_YEAR]
    assert [span.code for span in schools] == [f"{year}-SY" for year in range(2026, 2031)]
    assert all((span.last_day - span.first_day).days in (272, 273) for span in schools)
    assert len({span.code for span in spans}) == len(spans)


@pytest.mark.parametrize("ends", [date(2026, 6, 30), date(2026, 12, 31), date(2026, 12, 15), date(2025, 12, 14)])
def test_a_first_half_ends_on_a_cut_off_after_the_issue(ends: date) -> None:
    with pytest.raises(FirstPeriodInvalid):
        periods.calendar(ISSUED, ends, 2030)


def test_the_year_of_a_period() -> None:
    spans = periods.calendar(ISSUED, date(2026, 12, 14), 2030)
    year = periods.year_of("2026-H2", spans)
    assert (year.code, year.first_day) == ("2026", ISSUED)
    assert periods.year_of("2027-SY", spans).code == "2027-SY"
    with pytest.raises(PeriodCodeInvalid):
        periods.year_of("2031-H1", spans)


def test_entry_opens_with_the_first_day_and_is_late_after_the_day_it_was_due() -> None:
    span = periods.calendar(ISSUED, date(2026, 12, 14), 2030)[0]
    assert not periods.is_open(span, date(2026, 5, 3)) and periods.is_open(span, ISSUED)
    assert not periods.is_late(span, date(2026, 12, 16)) and periods.is_late(span, date(2026, 12, 17))
