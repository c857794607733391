"""The readings that pages ask for: the entry sheet of a unit, and the overview of a ward."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from doimoi.access.rules import Act, Actor
from doimoi.access.units import unit_by_code
from doimoi.core import clock
from doimoi.indicators.judging import Calendar, judge, plan_of_period, target_of, worth
from doimoi.indicators.models import Indicator, IndicatorValue, ValueVersion
from doimoi.indicators.paths import Path, wants_path
from doimoi.indicators.rules import STANDS, Measure, Standing, ValueState
from doimoi.indicators.schemas import (
    CurrentOut,
    EntryRow,
    EntrySheetOut,
    OverviewGroup,
    OverviewLine,
    OverviewOut,
    PlanRef,
    TrendPoint,
)
from doimoi.indicators.service.approved import paths_of
from doimoi.indicators.service.finding import gives, indicators_of, plan_in_scope, present_of
from doimoi.indicators.service.gathering import Gathered, gather
from doimoi.indicators.service.showing import (
    Showing,
    line_out,
    reading_out,
    showing,
    target_out,
    unit_brief,
    verdict_out,
)
from doimoi.plan.models import Period, Plan
from doimoi.plan.service import period_of, period_out, ward_of

TREND_POINTS = 10


def entry_sheet(db: Session, actor: Actor, unit_code: str, period_code: str) -> EntrySheetOut:
    """Every indicator that a unit gives numbers for in a period, with what stands there and the period before."""
    unit = unit_by_code(db, unit_code)
    ward = ward_of(db, unit)
    period = period_of(db, ward, period_code.rpartition(":")[2])
    indicators = [row for row in indicators_of(db, ward) if row.reporting == period.kind and gives(row, unit)]
    query = (
        select(IndicatorValue)
        .where(IndicatorValue.unit_id == unit.id, IndicatorValue.indicator_id.in_([row.id for row in indicators]))
        .options(joinedload(IndicatorValue.period), joinedload(IndicatorValue.unit))
        .options(joinedload(IndicatorValue.indicator))
    )
    values: dict[uuid.UUID, list[IndicatorValue]] = defaultdict(list)
    for value in db.scalars(query):
        values[value.indicator_id].append(value)
    shower = showing(db, actor, [value for given in values.values() for value in given])
    calendar = Calendar(tuple(db.scalars(select(Period).where(Period.plan_id == period.plan_id))))
    earlier = calendar.before(period)
    may_write = actor.may(Act.VALUE_WRITE, unit.key) and period.locked_on is None and clock.today() >= period.first_day
    return EntrySheetOut(
        unit=unit_brief(unit),
        period=period_out(period),
        today=clock.today(),
        rows=[_entry_row(row, period, earlier, values[row.id], shower, may_write) for row in indicators],
    )


def _entry_row(
    indicator: Indicator,
    period: Period,
    earlier: list[Period],
    values: list[IndicatorValue],
    shower: Showing,
    may_write: bool,
) -> EntryRow:
    present = next((v for v in values if v.period_id == period.id), None)
    approved = shower.approved.get((values[0].unit_id, indicator.id), {}) if values else {}
    last = next((p.code for p in earlier if p.code in approved), None)
    may_edit = shower.may(present).edit if present else may_write
    return EntryRow(
        indicator=line_out(indicator),
        previous=reading_out(last, indicator.measure, approved[last]) if last else None,
        value=shower.value(present) if present else None,
        may_edit=may_edit,
    )


def overview(db: Session, actor: Actor, unit_code: str | None, period_code: str | None) -> OverviewOut:
    """Where a ward stands in a period, all its indicators in a fixed number of queries.

    Without `unit_code` the only ward within reach; `AmbiguousCode` when there are several. With the code of a unit
    inside a ward only the indicators that this unit gives numbers for.
    """
    unit, plan = plan_in_scope(db, unit_code)
    ward = ward_of(db, unit)
    calendar = Calendar(tuple(db.scalars(select(Period).where(Period.plan_id == plan.id).order_by(Period.last_day))))
    period = period_of(db, ward, period_code.rpartition(":")[2]) if period_code else present_of(calendar)
    indicators = [row for row in indicators_of(db, ward) if unit.id == ward.id or gives(row, unit)]
    gathered = gather(db, indicators)
    waiting = _waiting(db, indicators)
    paths = paths_of(db, [row.id for row in indicators])
    lines = [(row, _line(row, period, calendar, gathered[row.id], paths.get(row.id), waiting)) for row in indicators]
    groups = _groups(plan, lines)
    today = clock.today()
    return OverviewOut(
        unit=unit_brief(unit),
        plan=PlanRef.model_validate(plan),
        period=period_out(period),
        periods=[period_out(p) for p in calendar.periods if p.first_day <= today or p is period],
        counts=_counts([line for _, line in lines]),
        without_path=sum(1 for row, _ in lines if row.id not in paths and wants_path(target_of(row))),
        groups=groups,
    )


def _waiting(db: Session, indicators: Iterable[Indicator]) -> dict[tuple[uuid.UUID, str], tuple[int, int]]:
    """How many values that the caller sees wait for review, and how many are being corrected, by indicator and period.

    A correction counts from its first word until it is approved or given up.
    """
    kept = exists().where(ValueVersion.value_id == IndicatorValue.id, ValueVersion.replaced_at.is_(None))
    submitted = IndicatorValue.state == ValueState.SUBMITTED.value
    query = (
        select(
            IndicatorValue.indicator_id,
            Period.code,
            func.count().filter(submitted),
            func.count().filter(kept),
        )
        .join(Period, Period.id == IndicatorValue.period_id)
        .where(IndicatorValue.state.not_in([state.value for state in STANDS]))
        .where(IndicatorValue.indicator_id.in_([row.id for row in indicators]))
        .group_by(IndicatorValue.indicator_id, Period.code)
    )
    return {(indicator, code): (waits, corrects) for indicator, code, waits, corrects in db.execute(query)}


def _line(
    row: Indicator,
    chosen: Period,
    calendar: Calendar,
    gathered: Gathered,
    path: Path | None,
    waiting: dict[tuple[uuid.UUID, str], tuple[int, int]],
) -> OverviewLine:
    period = calendar.matching(row.reporting, chosen) or chosen
    reading = gathered.readings.get(period.code)
    shown = [p for p in calendar.of_kind(period.kind) if p.last_day <= period.last_day][-TREND_POINTS:]
    current = None
    if reading is not None:
        current = CurrentOut(
            **reading_out(period.code, row.measure, reading).model_dump(),
            approved_at=gathered.approved_at[period.code],
            by_units=gathered.by_units[period.code],
            published=gathered.published[period.code],
        )
    plan_value, plan_basis = plan_of_period(row, path, period)
    waits, corrects = waiting.get((row.id, period.code), (0, 0))
    return OverviewLine(
        code=row.code,
        short_name=row.short_name,
        name=row.name,
        headline=row.headline,
        detail_of=row.detail_of,
        measure=Measure(row.measure),
        unit_of_measure=row.unit_of_measure,
        decimals=row.decimals,
        steps_total=len(row.steps),
        target=target_out(row),
        period=period.code,
        current=current,
        plan_value=plan_value,
        plan_basis=plan_basis,
        standing=verdict_out(judge(row, gathered.readings, period, calendar, clock.today(), path)),
        trend=[TrendPoint(period=p.code, rate=worth(row.measure, gathered.readings.get(p.code))) for p in shown],
        lead=unit_brief(row.lead),
        lead_basis=row.lead_basis,
        waiting=waits,
        correcting=corrects,
    )


def _counts(lines: Iterable[OverviewLine]) -> dict[Standing, int]:
    """How many headline indicators stand how; every standing is named, also with 0."""
    found = Counter(line.standing.standing for line in lines if line.headline)
    return {standing: found[standing] for standing in Standing}


def _groups(plan: Plan, lines: list[tuple[Indicator, OverviewLine]]) -> list[OverviewGroup]:
    named = {str(group["code"]): group for group in plan.parts["groups"]}  # type: ignore[attr-defined]
    groups = []
    for code, group in named.items():
        mine = [line for row, line in lines if row.group_code == code]
        if mine:
            groups.append(
                OverviewGroup(
                    code=code,
                    name=str(group["name"]),
                    short_name=str(group["short_name"]),
                    counts=_counts(mine),
                    indicators=mine,
                )
            )
    return groups
