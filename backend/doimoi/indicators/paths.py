"""The way to a target: what should be reached by which year, and the straight line that may stand in for a plan.

A path names a value for the end of every year of the plan (for schools: of every school year). Between two years it
runs straight, so the first half of a year asks for half of that year's step. Steps, levels and counted things come
whole and are due only once they are whole: those are rounded down. Pure: no clock, no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from doimoi.core.errors import DomainError
from doimoi.indicators.entry import check_planned
from doimoi.indicators.readings import plain, rounded, shown
from doimoi.indicators.targets import TargetDef, TargetKind

GROWING = frozenset({TargetKind.AT_LEAST, TargetKind.MILESTONES, TargetKind.LEVELS})
"""The targets that are approached; what must hold in every period needs no path."""


class PathBasis(StrEnum):
    """Whose word a planned value is."""

    SET = "set"  # the coordinator set it
    ASSUMED = "assumed"  # a straight line that nobody has decided yet, and is marked so
    TARGET = "target"  # no path: the target itself holds in every period


class PathStart(StrEnum):
    """Where a proposed line starts."""

    BASELINE = "baseline"  # what was there before the plan
    FIRST_VALUE = "first_value"  # the first approved value
    ZERO = "zero"  # nothing is known: 0 at the end of the year before the plan


class PathNotWanted(DomainError):
    """The target must hold in every period or has no number yet, so there is no way to plan. Params: indicator."""

    status, code = 422, "path_not_wanted"


class PathYears(DomainError):
    """A path has one value for each year of the plan, in order. Params: years."""

    status, code = 422, "path_years"


class PathFalls(DomainError):
    """A year plans less than the year before. Params: year."""

    status, code = 422, "path_falls"


class PathMissesTarget(DomainError):
    """The last year plans less than the target. Params: target."""

    status, code = 422, "path_misses_target"


class BaselineTooLate(DomainError):
    """A baseline is from before the plan's first year. Params: year."""

    status, code = 422, "baseline_too_late"


@dataclass(frozen=True)
class Baseline:
    """What was there at the end of a year before the plan."""

    year: int
    value: Decimal


@dataclass(frozen=True)
class Path:
    """Planned values by year, whose word they are, and where the way began if that is known."""

    points: Mapping[int, Decimal]
    basis: PathBasis
    baseline: Baseline | None = None


@dataclass(frozen=True)
class Start:
    """The first point of a line: `at` in years, 2026 for the end of 2026 and 2025.5 for the end of its first half."""

    kind: PathStart
    at: Fraction
    value: Fraction


def wants_path(target: TargetDef) -> bool:
    """Whether the target is approached over the years and so needs to be planned."""
    return target.kind in GROWING and target.value is not None


def planned(path: Path, year: int, part: int = 0, parts: int = 1, *, whole: bool = False) -> Decimal | None:
    """What the path asks for at the end of a year, or of part `part` of `parts` of it; None for a year before it.

    `whole`: the thing comes whole, and half of one is not asked for. After the last year its value goes on.
    """
    end = path.points.get(min(year, max(path.points)))
    if end is None or part in (0, parts) or year > max(path.points):
        return end
    before = path.points.get(year - 1)
    if before is None:
        # As progress is counted: from the baseline, and from 0 where none is known.
        before = path.baseline.value if path.baseline else Decimal(0)
    between = Fraction(before) + (Fraction(end) - Fraction(before)) * Fraction(part, parts)
    return _down(between, 0) if whole else Decimal(plain(rounded(between)))


def propose(target: Decimal, years: Sequence[int], start: Start, places: int, *, whole: bool) -> dict[int, Decimal]:
    """A straight line from `start` to the target in the last year, to so many decimals; level before it starts.

    Rounded down, so that the figure that a line starts from is never short of it. A start that is at the target
    already, or in the last year, leaves nothing to climb.
    """
    goal, first, last = Fraction(target), start.value, years[-1]
    line = {}
    for year in years:
        if year == last or first >= goal:
            line[year] = target
        elif year <= start.at:
            line[year] = _down(first, 0 if whole else places)
        else:
            gone = (year - start.at) / (last - start.at)
            line[year] = _down(first + (goal - first) * gone, 0 if whole else places)
    return line


def check_path(
    target: TargetDef,
    points: Sequence[tuple[int, Decimal]],
    baseline: Baseline | None,
    years: Sequence[int],
    *,
    whole: bool,
    highest: Decimal | None,
) -> None:
    """Refuse a path that leaves out a year, falls, ends below the target or plans what cannot be; else silent."""
    if [year for year, _ in points] != list(years):
        raise PathYears(pointer="/points", years=f"{years[0]}-{years[-1]}")
    for place, (year, value) in enumerate(points):
        check_planned(target.measure, value, f"/points/{place}/value", whole=whole, highest=highest)
        if place and value < points[place - 1][1]:
            raise PathFalls(pointer=f"/points/{place}/value", year=year)
    if target.value is not None and points[-1][1] < target.value:
        raise PathMissesTarget(pointer=f"/points/{len(points) - 1}/value", target=shown(target.value))
    if baseline is not None:
        check_planned(target.measure, baseline.value, "/baseline/value", whole=whole, highest=highest)
        if baseline.year >= years[0]:
            raise BaselineTooLate(pointer="/baseline/year", year=years[0])


def _down(value: Fraction, places: int) -> Decimal:
    return Decimal(plain(Decimal(floor(value * 10**places)).scaleb(-places)))
