"""The way to a target: what is due when, the proposed line, and what is no path."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doimoi.core.errors import DomainError
from doimoi.indicators.paths import (
    Baseline,
    BaselineTooLate,
    Path,
    PathBasis,
    PathFalls,
    PathMissesTarget,
    PathStart,
    PathYears,
    Start,
    check_path,
    planned,
    propose,
    wants_path,
)
from doimoi.indicators.rules import (
    Measure,
    NotWhole,
    NumberOutOfRange,
    PercentAboveAll,
    PlannedAboveHighest,
    TargetDef,
    TargetKind,
)

YEARS = range(2026, 2031)
SHARE = TargetDef(TargetKind.AT_LEAST, Measure.RATIO, Decimal(100))
STEPS = TargetDef(TargetKind.MILESTONES, Measure.MILESTONE, Decimal(4))


def way(*values: int | str, baseline: Baseline | None = None) -> Path:
    """A path of the five years."""
    return Path({y: Decimal(v) for y, v in zip(YEARS, values, strict=True)}, PathBasis.SET, baseline)


@pytest.mark.parametrize(
    ("year", "part", "parts", "due"),
    [
        (2026, 0, 1, "60"),  # a whole year
        (2026, 2, 2, "60"),  # its second half ends with it
        (2027, 1, 2, "65"),  # half of the year's step
        (2027, 1, 4, "62.5"),
        (2030, 2, 2, "100"),
        (2031, 1, 2, "100"),  # after the plan its last value goes on
        (2025, 2, 2, None),
    ],
)
def test_a_path_runs_straight_between_the_ends_of_years(year: int, part: int, parts: int, due: str | None) -> None:
    found = planned(way(60, 70, 80, 90, 100), year, part, parts)
    assert found == (None if due is None else Decimal(due))


def test_the_first_half_year_starts_at_the_baseline_or_at_nothing() -> None:
    assert planned(way(60, 70, 80, 90, 100), 2026, 1, 2) == 30
    assert planned(way(60, 70, 80, 90, 100, baseline=Baseline(2025, Decimal(50))), 2026, 1, 2) == 55


def test_half_a_step_is_not_asked_for() -> None:
    assert planned(way(0, 1, 2, 3, 4), 2027, 1, 2, whole=True) == 0
    assert planned(way(0, 3, 3, 3, 4), 2027, 1, 2, whole=True) == 1


def test_the_line_starts_where_the_first_figure_is() -> None:
    start = Start(PathStart.FIRST_VALUE, Fraction(2026), Fraction("58.4"))
    line = propose(Decimal(100), YEARS, start, 1, whole=False)
    assert list(line.values()) == [Decimal(v) for v in ("58.4", "68.8", "79.2", "89.6", "100")]
    mid = propose(Decimal(100), YEARS, Start(PathStart.FIRST_VALUE, Fraction(4053, 2), Fraction(20)), 1, whole=False)
    assert mid[2026] == 20 and mid[2027] == Decimal("31.4")
    # Two thirds read 66,67: the line may not ask for more than the figure it starts from.
    third = Start(PathStart.FIRST_VALUE, Fraction(2026), Fraction(200, 3))
    assert propose(Decimal(100), YEARS, third, 1, whole=False)[2026] == Decimal("66.6")


def test_steps_of_a_line_come_whole_and_not_early() -> None:
    line = propose(Decimal(4), YEARS, Start(PathStart.ZERO, Fraction(2025), Fraction(0)), 0, whole=True)
    assert [int(v) for v in line.values()] == [0, 1, 2, 3, 4]


def test_who_is_there_already_has_nothing_to_climb() -> None:
    start = Start(PathStart.BASELINE, Fraction(2025), Fraction(100))
    assert set(propose(Decimal(90), YEARS, start, 1, whole=False).values()) == {Decimal(90)}


@given(
    target=st.decimals(0, 100, places=1),
    value=st.fractions(0, 100, max_denominator=1000),
    at=st.fractions(2025, 2030, max_denominator=4),
    whole=st.booleans(),
)
def test_every_proposed_line_is_a_path(target: Decimal, value: Fraction, at: Fraction, whole: bool) -> None:
    if whole:
        target, value = Decimal(int(target)), Fraction(int(value))
    line = propose(target, YEARS, Start(PathStart.FIRST_VALUE, at, value), 1, whole=whole)
    asked = TargetDef(TargetKind.AT_LEAST, Measure.COUNT if whole else Measure.RATIO, target)
    check_path(asked, list(line.items()), None, YEARS, whole=whole, highest=None)
    assert line[2030] == target
    assert all(value >= due for year, due in line.items() if year <= at and year != 2030)
    path = Path(line, PathBasis.ASSUMED)
    dues = [planned(path, y, part, 2, whole=whole) for y in YEARS for part in (1, 2)]
    assert dues[1:] == sorted(d for d in dues[1:] if d is not None)


def test_what_holds_in_every_period_needs_no_path() -> None:
    always = [TargetKind.ABOVE, TargetKind.MAINTAIN, TargetKind.ZERO, TargetKind.PER_YEAR_AT_LEAST]
    assert [wants_path(TargetDef(kind, Measure.RATIO, Decimal(95))) for kind in always] == [False] * 4
    assert wants_path(SHARE) and wants_path(STEPS)
    assert not wants_path(TargetDef(TargetKind.AT_LEAST, Measure.RATIO, None))


@pytest.mark.parametrize(
    ("target", "values", "baseline", "refusal", "pointer"),
    [
        (SHARE, [(2026, 60), (2027, 70), (2028, 80), (2029, 90)], None, PathYears, "/points"),
        (SHARE, [(2026, 60), (2026, 70), (2028, 80), (2029, 90), (2030, 100)], None, PathYears, "/points"),
        (SHARE, [(2026, 60), (2027, 50), (2028, 80), (2029, 90), (2030, 100)], None, PathFalls, "/points/1/value"),
        (SHARE, [(y, 99) for y in YEARS], None, PathMissesTarget, "/points/4/value"),
        (SHARE, [(y, 101) for y in YEARS], None, PercentAboveAll, "/points/0/value"),
        (SHARE, [(y, -1) for y in YEARS], None, NumberOutOfRange, "/points/0/value"),
        (STEPS, [(2026, "0.5"), (2027, 1), (2028, 2), (2029, 3), (2030, 4)], None, NotWhole, "/points/0/value"),
        (STEPS, [(2026, 5), (2027, 5), (2028, 5), (2029, 5), (2030, 5)], None, PlannedAboveHighest, "/points/0/value"),
        (SHARE, [(y, 100) for y in YEARS], Baseline(2026, Decimal(3)), BaselineTooLate, "/baseline/year"),
        (SHARE, [(y, 100) for y in YEARS], Baseline(2025, Decimal(103)), PercentAboveAll, "/baseline/value"),
    ],
)
def test_what_is_no_path_is_refused_at_its_place(
    target: TargetDef,
    values: list[tuple[int, int | str]],
    baseline: Baseline | None,
    refusal: type[DomainError],
    pointer: str,
) -> None:
    points = [(year, Decimal(value)) for year, value in values]
    steps = target is STEPS
    with pytest.raises(refusal) as refused:
        check_path(target, points, baseline, YEARS, whole=steps, highest=Decimal(4) if steps else None)
    assert refused.value.pointer == pointer
