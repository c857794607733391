"""The readings that pages ask for: the entry sheet of a unit, the overview of a ward, an indicator through time."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.access.units import unit_by_code
from doimoi.core import clock
from doimoi.core.errors import AmbiguousCode, NotFound
from doimoi.indicators.judging import Calendar, judge, worth
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.indicators.rules import Measure, Reading, Standing, ValueState, of_ward
from doimoi.indicators.schemas import (
    CurrentOut,
    EntryRow,
    EntrySheetOut,
    OverviewGroup,
    OverviewLine,
    OverviewOut,
    PlanRef,
    SeriesOut,
    SeriesPoint,
    TrendPoint,
)
from doimoi.indicators.service.finding import calendar_of, gives
from doimoi.indicators.service.showing import (
    Showing,
    line_out,
    reading_of,
    reading_out,
    showing,
    target_out,
    unit_brief,
    verdict_out,
)
from doimoi.plan.models import Period, Plan
from doimoi.plan.service import period_of, period_out, plan_of, ward_of

TREND_POINTS = 10


def entry_sheet(db: Session, actor: Actor, unit_code: str, period_code: str) -> EntrySheetOut:
    """Every indicator that a unit gives numbers for in a period, with what stands there and the period before."""
    unit = unit_by_code(db, unit_code)
    ward = ward_of(db, unit)
    period = period_of(db, ward, period_code.rpartition(":")[2])
    indicators = [row for row in _indicators(db, ward) if row.reporting == period.kind and gives(row, unit)]
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
    may_write = actor.may(Act.VALUE_WRITE, unit.key) and period.locked_on is None and clock.today() >= period.first_day
    return EntrySheetOut(
        unit=unit_brief(unit),
        period=period_out(period),
        today=clock.today(),
        rows=[_entry_row(row, period, values[row.id], shower, may_write) for row in indicators],
    )


def _entry_row(
    indicator: Indicator, period: Period, values: list[IndicatorValue], shower: Showing, may_write: bool
) -> EntryRow:
    present = next((v for v in values if v.period_id == period.id), None)
    earlier = [v for v in values if v.period.last_day < period.last_day and v.state == ValueState.APPROVED]
    last = max(earlier, key=lambda v: v.period.last_day, default=None)
    return EntryRow(
        indicator=line_out(indicator),
        previous=reading_out(last.period.code, indicator.measure, reading_of(last)) if last else None,
        value=shower.value(present) if present else None,
        may_edit=may_write and (present is None or shower.may(present).edit),
    )


def overview(db: Session, actor: Actor, unit_code: str | None, period_code: str | None) -> OverviewOut:
    """Where a ward stands in a period, all its indicators in a fixed number of queries.

    Without `unit_code` the only ward within reach; `AmbiguousCode` when there are several. With the code of a unit
    inside a ward only the indicators that this unit gives numbers for.
    """
    unit, plan = _scope(db, unit_code)
    ward = ward_of(db, unit)
    calendar = Calendar(tuple(db.scalars(select(Period).where(Period.plan_id == plan.id).order_by(Period.last_day))))
    period = period_of(db, ward, period_code.rpartition(":")[2]) if period_code else _present(calendar)
    indicators = [row for row in _indicators(db, ward) if unit.id == ward.id or gives(row, unit)]
    gathered = _gather(db, indicators)
    waiting = _waiting(db, indicators)
    lines = [(row, _line(row, period, calendar, gathered[row.id], waiting)) for row in indicators]
    groups = _groups(plan, lines)
    today = clock.today()
    return OverviewOut(
        unit=unit_brief(unit),
        plan=PlanRef.model_validate(plan),
        period=period_out(period),
        periods=[period_out(p) for p in calendar.periods if p.first_day <= today or p is period],
        counts=_counts([line for _, line in lines]),
        groups=groups,
    )


def _scope(db: Session, unit_code: str | None) -> tuple[Unit, Plan]:
    if unit_code is not None:
        unit = unit_by_code(db, unit_code)
        return unit, plan_of(db, ward_of(db, unit))
    plans = db.scalars(select(Plan).order_by(Plan.first_year.desc()).limit(50)).all()
    if not plans:
        raise NotFound
    if len({plan.unit_id for plan in plans}) > 1:
        raise AmbiguousCode(code="unit")
    return db.get_one(Unit, plans[0].unit_id), plans[0]


def _present(calendar: Calendar) -> Period:
    """The half year that today lies in, or the nearest one that the plan has."""
    today = clock.today()
    halves = calendar.of_kind("half_year")
    begun = [p for p in halves if p.first_day <= today]
    if not halves:
        raise NotFound
    return begun[-1] if begun else halves[0]


def _indicators(db: Session, ward: Unit) -> list[Indicator]:
    query = select(Indicator).where(Indicator.unit_key == ward.key).options(joinedload(Indicator.lead))
    return list(db.scalars(query.order_by(Indicator.ordinal)))


@dataclass
class Gathered:
    """The ward's readings of one indicator by period code."""

    readings: dict[str, Reading] = field(default_factory=dict)
    by_units: dict[str, int] = field(default_factory=dict)
    approved_at: dict[str, datetime] = field(default_factory=dict)


def _gather(db: Session, indicators: Iterable[Indicator]) -> dict[uuid.UUID, Gathered]:
    """The approved readings of each indicator, brought together for the ward: one query."""
    rows = {row.id: row for row in indicators}
    query = (
        select(
            IndicatorValue.indicator_id,
            IndicatorValue.unit_id,
            IndicatorValue.numerator,
            IndicatorValue.denominator,
            IndicatorValue.reviewed_at,
            Period.code,
        )
        .join(Period, Period.id == IndicatorValue.period_id)
        .where(IndicatorValue.state == ValueState.APPROVED.value, IndicatorValue.indicator_id.in_(rows))
    )
    given: dict[tuple[uuid.UUID, str], list[tuple[uuid.UUID, Reading, datetime | None]]] = defaultdict(list)
    for indicator, unit, numerator, denominator, at, code in db.execute(query):
        given[indicator, code].append((unit, Reading(numerator, denominator), at))
    gathered: dict[uuid.UUID, Gathered] = defaultdict(Gathered)
    for (ident, code), entries in given.items():
        row = rows[ident]
        lead = next((reading for unit, reading, _ in entries if unit == row.lead_id), None)
        sources = [reading for unit, reading, _ in entries if unit != row.lead_id]
        reading, units = of_ward(lead, sources, Measure(row.measure))
        if reading is not None:
            found = gathered[ident]
            found.readings[code], found.by_units[code] = reading, units
            found.approved_at[code] = max(at for _, _, at in entries if at is not None)
    return gathered


def _waiting(db: Session, indicators: Iterable[Indicator]) -> dict[tuple[uuid.UUID, str], int]:
    """How many values that the caller sees wait for review, by indicator and period."""
    query = (
        select(IndicatorValue.indicator_id, Period.code, func.count())
        .join(Period, Period.id == IndicatorValue.period_id)
        .where(IndicatorValue.state == ValueState.SUBMITTED.value)
        .where(IndicatorValue.indicator_id.in_([row.id for row in indicators]))
        .group_by(IndicatorValue.indicator_id, Period.code)
    )
    return {(indicator, code): count for indicator, code, count in db.execute(query)}


def _line(
    row: Indicator,
    chosen: Period,
    calendar: Calendar,
    gathered: Gathered,
    waiting: dict[tuple[uuid.UUID, str], int],
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
        )
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
        plan_value=None,
        standing=verdict_out(judge(row, gathered.readings, period, calendar, clock.today())),
        trend=[TrendPoint(period=p.code, rate=worth(row.measure, gathered.readings.get(p.code))) for p in shown],
        lead=unit_brief(row.lead),
        lead_basis=row.lead_basis,
        waiting=waiting.get((row.id, period.code), 0),
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


def series(db: Session, indicator: Indicator) -> SeriesOut:
    """The ward's reading of an indicator in each of its periods; one that waits for review is shown as such."""
    calendar = calendar_of(db, indicator)
    gathered = _gather(db, [indicator])[indicator.id]
    points = []
    pending = _pending(db, indicator)
    for period in calendar.of_kind(indicator.reporting):
        reading, state = gathered.readings.get(period.code), ValueState.APPROVED
        if reading is None and period.id in pending:
            reading, state = pending[period.id]
        if reading is not None:
            points.append(
                SeriesPoint(
                    **reading_out(period.code, indicator.measure, reading).model_dump(),
                    label=period.label,
                    last_day=period.last_day,
                    state=state,
                )
            )
    present = calendar.matching(indicator.reporting, _present(calendar)) or _present(calendar)
    verdict = judge(indicator, gathered.readings, present, calendar, clock.today())
    return SeriesOut(indicator=indicator.code, points=points, standing=verdict_out(verdict))


def _pending(db: Session, indicator: Indicator) -> dict[uuid.UUID, tuple[Reading, ValueState]]:
    """What the lead unit has entered and nobody approved yet, by period, as far as the caller sees it."""
    query = select(IndicatorValue).where(
        IndicatorValue.indicator_id == indicator.id,
        IndicatorValue.unit_id == indicator.lead_id,
        IndicatorValue.state != ValueState.APPROVED.value,
    )
    return {v.period_id: (reading_of(v), ValueState(v.state)) for v in db.scalars(query)}
