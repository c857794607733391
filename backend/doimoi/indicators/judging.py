"""From stored rows to the pure rules and back: what a target asks, what was observed, and the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from doimoi.indicators.models import Indicator, IndicatorPath
from doimoi.indicators.paths import Baseline, Path, PathBasis, planned, wants_path
from doimoi.indicators.rules import (
    PLAN_ENDS_ON,
    Measure,
    Observed,
    PeriodFacts,
    Reading,
    TargetDef,
    TargetKind,
    Verdict,
    exact_value,
    plain,
    rounded,
    standing,
)
from doimoi.plan import periods
from doimoi.plan.models import Period


@dataclass(frozen=True)
class Calendar:
    """The periods of one plan, as judging needs them."""

    periods: tuple[Period, ...]

    def facts(self, period: Period) -> PeriodFacts:
        """A period with the days of the year that it belongs to."""
        year = self.year_of(period)
        return PeriodFacts(period.code, period.last_day, year.first_day, year.last_day)

    def year_of(self, period: Period) -> Period:
        """The plan year of a half year; a school year is its own."""
        if period.kind in ("year", "school_year"):
            return period
        code = period.code.split("-")[0]
        return next((p for p in self.periods if p.kind == "year" and p.code == code), period)

    def of_kind(self, kind: str) -> list[Period]:
        """The periods of a kind in order of time."""
        return sorted((p for p in self.periods if p.kind == kind), key=lambda p: p.last_day)

    def matching(self, kind: str, chosen: Period) -> Period | None:
        """The period of `kind` that a reader of `chosen` means: itself, its year, or the school year it has reached."""
        if chosen.kind == kind:
            return chosen
        if kind == "year":
            return self.year_of(chosen) if chosen.kind != "school_year" else None
        begun = [p for p in self.of_kind(kind) if p.first_day <= chosen.last_day]
        return begun[-1] if begun else None

    def years(self, reporting: str) -> list[int]:
        """The years that a path of an indicator reported so has a value for: those that end within the plan.

        A school year goes by the year it begins in.
        """
        kind = "school_year" if reporting == "school_year" else "year"
        return [periods.parse(p.code).year for p in self.of_kind(kind) if p.last_day <= PLAN_ENDS_ON]

    def before(self, period: Period) -> list[Period]:
        """Earlier periods of the same kind, the latest first."""
        return [p for p in reversed(self.of_kind(period.kind)) if p.last_day < period.last_day]


def target_of(indicator: Indicator) -> TargetDef:
    """What the plan asks of an indicator."""
    return TargetDef(
        TargetKind(indicator.target_kind),
        Measure(indicator.measure),
        indicator.target_value,
        indicator.target_stretch,
    )


def worth(measure: str, reading: Reading | None) -> Decimal | None:
    """What a reading is worth to two decimals: a percent for a ratio, else the number itself."""
    exact = exact_value(Measure(measure), reading) if reading is not None else None
    return None if exact is None else Decimal(plain(rounded(exact)))


def highest_of(indicator: Indicator) -> Decimal | None:
    """The number of steps or the rank of the best level; None where nothing bounds the number."""
    if not indicator.steps:
        return None
    # Levels are ranked from 0, so the best of four is 3; of four steps all four can be done.
    return Decimal(len(indicator.steps) - (indicator.measure == Measure.LEVEL))


def comes_whole(indicator: Indicator) -> bool:
    """Whether both numbers are counted things (people, files, schools), which have no decimals."""
    return indicator.measure == Measure.RATIO or (indicator.measure == Measure.COUNT and indicator.decimals == 0)


def planned_whole(indicator: Indicator) -> bool:
    """Whether a planned value of the indicator comes whole: steps, levels, counted things."""
    measure = Measure(indicator.measure)
    return measure in (Measure.MILESTONE, Measure.LEVEL) or (measure is Measure.COUNT and indicator.decimals == 0)


def path_of(row: IndicatorPath) -> Path:
    """A stored path as the rules read it."""
    baseline = None
    if row.baseline_year is not None and row.baseline_value is not None:
        baseline = Baseline(row.baseline_year, row.baseline_value)
    points = {int(year): Decimal(value) for year, value in row.points.items()}
    return Path(points, PathBasis(row.basis), baseline)


def plan_of_period(indicator: Indicator, path: Path | None, period: Period) -> tuple[Decimal | None, PathBasis | None]:
    """What is planned for a period, and whose word that is; what must always hold is planned in every period."""
    target = target_of(indicator)
    if target.kind is TargetKind.ZERO:
        return Decimal(0), PathBasis.TARGET
    if not wants_path(target):
        return target.value, None if target.value is None else PathBasis.TARGET
    if path is None:
        return None, None
    when = periods.parse(period.code)
    value = planned(path, when.year, when.part, when.parts, whole=planned_whole(indicator))
    return value, None if value is None else path.basis


def judge(
    indicator: Indicator,
    readings: Mapping[str, Reading],
    period: Period,
    calendar: Calendar,
    today: date,
    path: Path | None,
) -> Verdict:
    """How an indicator stands in a period. `readings` are the approved ones by period code, `path` what is planned."""
    reading = readings.get(period.code)
    target = target_of(indicator)
    if target.kind is TargetKind.PER_YEAR_AT_LEAST and period.kind == "half_year":
        reading = _year_to_date(readings, period, calendar)
    observed = Observed(reading, _broken_before(target, readings, period, calendar)) if reading else None
    plan, basis = plan_of_period(indicator, path, period)
    baseline = path.baseline.value if path and path.baseline else None
    if basis is PathBasis.TARGET:
        plan = baseline = None  # its rule compares with the target itself
    verdict = standing(target, observed, plan, baseline, calendar.facts(period), today)
    return replace(verdict, facts={**verdict.facts, "plan_basis": basis.value if basis else None})


def _year_to_date(readings: Mapping[str, Reading], period: Period, calendar: Calendar) -> Reading | None:
    """What was counted since the first day of the period's year."""
    year = calendar.year_of(period)
    counted = [
        readings[p.code]
        for p in [period, *calendar.before(period)]
        if p.code in readings and p.first_day >= year.first_day
    ]
    numbers = [r.numerator for r in counted if r.numerator is not None]
    return Reading(sum(numbers, Decimal(0))) if numbers else None


def _broken_before(
    target: TargetDef, readings: Mapping[str, Reading], period: Period, calendar: Calendar
) -> str | None:
    """The first earlier period in which something that must always hold did not; for yearly numbers, the year."""
    earlier = [p for p in calendar.before(period) if p.code in readings]
    if target.kind is TargetKind.PER_YEAR_AT_LEAST:
        missed = [p for p in earlier if _is_year_missed(target, readings, p, calendar)]
        return calendar.year_of(missed[-1]).code if missed else None
    broken = [p.code for p in earlier if _is_broken(target, readings[p.code])]
    return broken[-1] if broken else None


def _is_year_missed(target: TargetDef, readings: Mapping[str, Reading], last: Period, calendar: Calendar) -> bool:
    """Whether the year that ends with this period, whose number is known, stayed below what every year asks."""
    if last.last_day != calendar.year_of(last).last_day or target.value is None:
        return False
    whole = _year_to_date(readings, last, calendar)
    value = exact_value(target.measure, whole) if whole else None
    return value is not None and value < target.value


def _is_broken(target: TargetDef, reading: Reading) -> bool:
    value = exact_value(target.measure, reading)
    if value is None:
        return False
    if target.kind is TargetKind.ZERO:
        return value > 0
    if target.value is None:
        return False
    if target.kind is TargetKind.ABOVE:
        return value <= target.value
    return target.kind is TargetKind.MAINTAIN and value < target.value
