"""The planned way to a target: read, set by the coordinator as a whole, or adopted as an assumed straight line."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from doimoi.access.rules import Act, Actor
from doimoi.core.errors import NotAllowed, StaleVersion, VersionMissing
from doimoi.indicators.judging import Calendar, highest_of, path_of, planned_whole, target_of
from doimoi.indicators.models import Indicator, IndicatorPath, ValueVersion
from doimoi.indicators.paths import (
    Baseline,
    PathBasis,
    PathNotWanted,
    PathStart,
    Start,
    check_path,
    propose,
    wants_path,
)
from doimoi.indicators.rules import Measure, check_reason, exact_value, plain, rounded
from doimoi.indicators.schemas import PathIn, PathPageOut, PathPoint, ProposalOut, ProposalsOut
from doimoi.indicators.service.approved import path_rows
from doimoi.indicators.service.finding import calendar_of, indicators_of, plan_in_scope
from doimoi.indicators.service.gathering import Gathered, gather
from doimoi.indicators.service.showing import path_out, target_out
from doimoi.plan import periods
from doimoi.plan.models import Period
from doimoi.plan.service import ward_of


def path_page(db: Session, indicator: Indicator) -> PathPageOut:
    """The path of an indicator with its earlier versions, latest first, and the line that could be proposed."""
    rows = _versions(db, indicator)
    calendar = calendar_of(db, indicator)
    wanted = wants_path(target_of(indicator))
    years = calendar.years(indicator.reporting)
    proposal = None
    if wanted and years:
        held = path_of(rows[0]).baseline if rows else None
        start, period = _start(indicator, calendar, held, gather(db, [indicator])[indicator.id])
        proposal = ProposalOut(
            points=[PathPoint(year=year, value=value) for year, value in _line(indicator, years, start).items()],
            start=start.kind,
            start_period=period,
            start_value=Decimal(plain(rounded(start.value))),
        )
    return PathPageOut(
        indicator=indicator.code,
        wanted=wanted,
        years=years,
        target=target_out(indicator),
        path=path_out(rows[0]) if rows else None,
        needs_reason=_has_figures(db, indicator),
        proposal=proposal,
        history=[path_out(row) for row in rows[1:]],
    )


def set_path(
    db: Session, actor: Actor, indicator: Indicator, given: PathIn, version: int | None, *, versioned: bool
) -> None:
    """Let a path hold from now on, as a new version; once figures are approved it takes a reason.

    `versioned`: the caller named the version it changes (None for any), as it must where one holds already.
    """
    if not actor.may(Act.TARGET_SET, indicator.unit_key):
        raise NotAllowed
    _hold(db, [indicator])
    rows = _versions(db, indicator)
    present = rows[0].number if rows else None
    if present is not None and not versioned:
        raise VersionMissing
    if versioned and version is not None and version != present:
        raise StaleVersion(current=present, given=version)
    target = target_of(indicator)
    if given.basis is PathBasis.TARGET or not wants_path(target):
        raise PathNotWanted(indicator=indicator.code)
    baseline = Baseline(given.baseline.year, given.baseline.value) if given.baseline else None
    points = [(point.year, point.value) for point in given.points]
    years = calendar_of(db, indicator).years(indicator.reporting)
    whole, highest = planned_whole(indicator), highest_of(indicator)
    check_path(target, points, baseline, years, whole=whole, highest=highest)
    reason = check_reason(given.reason) if _has_figures(db, indicator) else given.reason
    _add(db, actor, indicator, dict(points), given.basis, baseline, reason, (present or 0) + 1)


def propose_all(db: Session, actor: Actor, unit_code: str | None) -> ProposalsOut:
    """Give every indicator of a ward that needs a path and has none a straight line, marked as assumed."""
    unit, plan = plan_in_scope(db, unit_code)
    ward = ward_of(db, unit)
    if not actor.may(Act.TARGET_SET, ward.key):
        raise NotAllowed
    every = indicators_of(db, ward)
    _hold(db, every)
    have = path_rows(db, [row.id for row in every])
    lacking = [row for row in every if row.id not in have and wants_path(target_of(row))]
    calendar = Calendar(tuple(db.scalars(select(Period).where(Period.plan_id == plan.id))))
    gathered = gather(db, lacking)
    starts: Counter[PathStart] = Counter()
    for row in lacking:
        start, _ = _start(row, calendar, None, gathered[row.id])
        line = _line(row, calendar.years(row.reporting), start)
        _add(db, actor, row, line, PathBasis.ASSUMED, None, None, 1)
        starts[start.kind] += 1
    return ProposalsOut(
        count=len(lacking),
        from_baseline=starts[PathStart.BASELINE],
        from_first_value=starts[PathStart.FIRST_VALUE],
        from_zero=starts[PathStart.ZERO],
        indicators=[row.code for row in lacking],
    )


def _start(
    indicator: Indicator, calendar: Calendar, baseline: Baseline | None, gathered: Gathered
) -> tuple[Start, str | None]:
    """Where a line would start, and the period of the figure it starts from if it does from one."""
    if baseline is not None:
        return Start(PathStart.BASELINE, Fraction(baseline.year), Fraction(baseline.value)), None
    for period in calendar.of_kind(indicator.reporting):
        reading = gathered.readings.get(period.code)
        value = exact_value(Measure(indicator.measure), reading) if reading else None
        if value is not None:
            when = periods.parse(period.code)
            at = Fraction(when.year) if when.part == 0 else when.year - 1 + Fraction(when.part, when.parts)
            return Start(PathStart.FIRST_VALUE, at, value), period.code
    first = calendar.years(indicator.reporting)[0]
    return Start(PathStart.ZERO, Fraction(first - 1), Fraction(0)), None


def _line(indicator: Indicator, years: Sequence[int], start: Start) -> dict[int, Decimal]:
    target = target_of(indicator).value or Decimal(0)
    return propose(target, years, start, indicator.decimals, whole=planned_whole(indicator))


def _hold(db: Session, indicators: Sequence[Indicator]) -> None:
    """Let one person at a time plan these indicators."""
    ids = [row.id for row in indicators]
    db.execute(select(Indicator.id).where(Indicator.id.in_(ids)).order_by(Indicator.id).with_for_update())


def _versions(db: Session, indicator: Indicator) -> Sequence[IndicatorPath]:
    query = select(IndicatorPath).where(IndicatorPath.indicator_id == indicator.id)
    return db.scalars(query.order_by(IndicatorPath.number.desc())).all()


def _has_figures(db: Session, indicator: Indicator) -> bool:
    return bool(db.scalar(select(exists().where(ValueVersion.indicator_id == indicator.id))))


def _add(
    db: Session,
    actor: Actor,
    indicator: Indicator,
    points: dict[int, Decimal],
    basis: PathBasis,
    baseline: Baseline | None,
    reason: str | None,
    number: int,
) -> None:
    db.add(
        IndicatorPath(
            unit_id=indicator.unit_id,
            indicator_id=indicator.id,
            number=number,
            points={str(year): format(value, "f") for year, value in points.items()},
            basis=basis.value,
            baseline_year=baseline.year if baseline else None,
            baseline_value=baseline.value if baseline else None,
            reason=reason,
            set_by=actor.id,
            set_by_name=actor.name,
        )
    )
    db.flush()
