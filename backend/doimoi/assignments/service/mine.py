"""Everything that waits for one person, in a fixed number of queries whatever its size."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from doimoi.access.models import Unit
from doimoi.access.rules import GRANTS, Act, Actor
from doimoi.access.schemas import UnitBrief
from doimoi.assignments import rules
from doimoi.assignments.models import Assignment, AssignmentExtension
from doimoi.assignments.my_work import ORDER, WorkAction, WorkKind, WorkSection, section_of
from doimoi.assignments.rules import AssignmentState
from doimoi.assignments.schemas import MyWorkOut, WorkItemOut
from doimoi.assignments.service.finding import CONTEXT
from doimoi.assignments.service.showing import rights_of
from doimoi.core import clock
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.indicators.rules import ValueState
from doimoi.indicators.service.finding import gives, reviewable
from doimoi.indicators.service.showing import unit_brief
from doimoi.plan.models import Period
from doimoi.plan.service import period_out

MOST: Final = 1000
STILL_ENTERED: Final = timedelta(days=60)
"""How long after its deadline a period that nobody froze still counts as something to enter."""
_ACTIVE: Final = [
    s.value
    for s in (
        AssignmentState.NOT_STARTED,
        AssignmentState.IN_PROGRESS,
        AssignmentState.RETURNED,
        AssignmentState.SUBMITTED,
    )
]


def my_work(db: Session, actor: Actor) -> MyWorkOut:
    """What waits for the caller: assignments of their units, values to enter and to mend, and what they decide on."""
    today = clock.today()
    units = _home_units(db, actor)
    periods = _periods(db, units, today)
    waiting = [
        *_assignments(db, actor, today),
        *_to_enter(db, units, periods, today),
        *_to_mend(db, actor, units, today),
        *_to_review(db, actor),
    ]
    waiting.sort(key=lambda item: (ORDER[item.section], item.due_on or date.max, item.code))
    items = [i for i in waiting if i.section is not WorkSection.LATER or i.action is WorkAction.ENTER]
    later = [i for i in waiting if i.kind is WorkKind.ASSIGNMENT and i.section is WorkSection.LATER and i.due_on]
    half = next((p for p in periods if p.kind == "half_year"), None)
    return MyWorkOut(
        today=today,
        period=period_out(half) if half else None,
        period_days_left=(half.entry_due_on - today).days if half else None,
        counts={section: sum(i.section is section for i in items) for section in WorkSection},
        items=items,
        next=min(later, key=lambda item: item.due_on or date.max, default=None),
        done_this_week=_done(db, actor, today),
    )


def _home_units(db: Session, actor: Actor) -> list[Unit]:
    """The units in which the caller enters values themselves."""
    homes = {r.home for r in actor.reaches if r.role is None or Act.VALUE_WRITE in GRANTS[r.role]}
    if not homes:
        return []
    return list(db.scalars(select(Unit).where(Unit.key.in_(homes)).order_by(Unit.key)))


def _periods(db: Session, units: Sequence[Unit], today: date) -> list[Period]:
    """The periods that take values now, of the wards in which these units lie; the present ones first."""
    if not units:
        return []
    wards = {_ward_key(unit.key) for unit in units}
    query = (
        select(Period)
        .where(Period.unit_key.in_(wards), Period.locked_on.is_(None), Period.first_day <= today)
        .where(or_(Period.last_day >= today, Period.entry_due_on >= today - STILL_ENTERED))
        .order_by(Period.entry_due_on)
    )
    return list(db.scalars(query))


def _ward_key(key: int) -> int:
    """The key of the ward that a unit's key lies in: keys are fixed-radix numbers."""
    return key - key % 100_000_000


def _assignments(db: Session, actor: Actor, today: date) -> list[WorkItemOut]:
    query = select(Assignment).where(Assignment.state.in_(_ACTIVE)).options(*CONTEXT)
    rows = db.scalars(query.order_by(Assignment.due_sort, Assignment.number).limit(MOST)).all()
    asked = db.scalars(select(AssignmentExtension).where(AssignmentExtension.granted.is_(None)).limit(MOST))
    undecided = {extension.assignment_id: extension for extension in asked}
    return [item for row in rows if (item := _assignment(actor, row, undecided.get(row.id), today)) is not None]


def _assignment(actor: Actor, row: Assignment, asked: AssignmentExtension | None, today: date) -> WorkItemOut | None:
    """What an assignment asks of the caller, if anything: the most pressing of it."""
    state = AssignmentState(row.state)
    accept = rights_of(actor, Act.ASSIGNMENT_ACCEPT, row.unit_key)
    if state is AssignmentState.SUBMITTED:
        if accept.roles and rules.decision_block(actor.id, row.submitted_by, accept) is None:
            return _item(row, today, WorkSection.REVIEW, WorkAction.ACCEPT, None, row.submitted_by_name)
        return None
    if asked is not None and accept.roles and rules.decision_block(actor.id, asked.asked_by, accept) is None:
        return _item(row, today, WorkSection.REVIEW, WorkAction.DECIDE, asked.reason, asked.asked_by_name)
    leads = actor.works_for(Act.ASSIGNMENT_WORK, row.unit_key)
    if leads and state is AssignmentState.RETURNED:
        return _item(row, today, WorkSection.RETURNED, WorkAction.MEND, row.state_reason)
    section = section_of(row.due_on, today)
    if leads and section in (WorkSection.OVERDUE, WorkSection.TODAY, WorkSection.WEEK):
        return _item(row, today, section, WorkAction.UPDATE)
    if any(
        u.acknowledged_at is None and u.declined_at is None and actor.works_for(Act.ASSIGNMENT_WORK, u.unit_key)
        for u in row.units
    ):
        return _item(row, today, WorkSection.NEW, WorkAction.ACKNOWLEDGE)
    return _item(row, today, WorkSection.LATER, WorkAction.UPDATE) if leads else None


def _item(
    row: Assignment,
    today: date,
    section: WorkSection,
    action: WorkAction,
    note: str | None = None,
    by_name: str | None = None,
) -> WorkItemOut:
    return WorkItemOut(
        kind=WorkKind.ASSIGNMENT,
        section=section,
        action=action,
        code=row.code,
        title=row.title,
        unit=unit_brief(row.lead),
        period=None,
        due_on=row.due_on,
        days_left=(row.due_on - today).days if row.due_on else None,
        percent=row.percent,
        count=1,
        done=None,
        note=note,
        by_name=by_name,
        at=row.updated_at,
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """How many values of a unit and period are given, and which wait to be mended."""

    done: int
    total: int
    returned: int


def _to_enter(db: Session, units: Sequence[Unit], periods: Sequence[Period], today: date) -> list[WorkItemOut]:
    """One line for each unit and period in which values are still missing."""
    if not periods:
        return []
    indicators = db.scalars(select(Indicator).where(Indicator.plan_id.in_({p.plan_id for p in periods}))).all()
    query = select(IndicatorValue.unit_id, IndicatorValue.period_id, IndicatorValue.indicator_id, IndicatorValue.state)
    query = query.where(
        IndicatorValue.unit_id.in_([u.id for u in units]), IndicatorValue.period_id.in_([p.id for p in periods])
    )
    states = {(unit, period, indicator): state for unit, period, indicator, state in db.execute(query)}
    items = []
    for unit in units:
        for period in periods:
            given = _given(unit, period, indicators, states)
            if given.done + given.returned < given.total:
                items.append(_entry(unit, period, given, today))
    return items


def _given(
    unit: Unit,
    period: Period,
    indicators: Iterable[Indicator],
    states: dict[tuple[uuid.UUID, uuid.UUID, uuid.UUID], str],
) -> _Given:
    wanted = [i for i in indicators if i.plan_id == period.plan_id and i.reporting == period.kind and gives(i, unit)]
    found = [states.get((unit.id, period.id, i.id)) for i in wanted]
    done = sum(state in (ValueState.SUBMITTED.value, ValueState.APPROVED.value) for state in found)
    return _Given(done, len(wanted), found.count(ValueState.RETURNED.value))


def _entry(unit: Unit, period: Period, given: _Given, today: date) -> WorkItemOut:
    return _values(
        unit_brief(unit),
        period,
        section_of(period.entry_due_on, today),
        WorkAction.ENTER,
        code=period.code,
        title=period.label,
        days_left=(period.entry_due_on - today).days,
        count=given.total - given.done,
        done=given.done,
    )


def _to_mend(db: Session, actor: Actor, units: Collection[Unit], today: date) -> list[WorkItemOut]:
    """Values of the caller's units that a reviewer gave back, each with the reason."""
    if not units:
        return []
    query = (
        select(IndicatorValue)
        .where(IndicatorValue.state == ValueState.RETURNED.value)
        .where(IndicatorValue.unit_id.in_([u.id for u in units]))
        .options(joinedload(IndicatorValue.indicator), joinedload(IndicatorValue.period))
        .options(joinedload(IndicatorValue.unit))
        .order_by(IndicatorValue.reviewed_at)
        .limit(MOST)
    )
    return [
        _values(
            unit_brief(value.unit),
            value.period,
            WorkSection.RETURNED,
            WorkAction.MEND,
            code=value.indicator.code,
            title=value.indicator.short_name,
            days_left=(value.period.entry_due_on - today).days,
            note=value.return_reason,
            by_name=value.reviewed_by_name,
            at=value.reviewed_at,
        )
        for value in db.scalars(query)
        if value.period.locked_on is None and actor.may(Act.VALUE_WRITE, value.unit_key)
    ]


def _to_review(db: Session, actor: Actor) -> list[WorkItemOut]:
    """Values that wait for the caller's review, one line for each unit and period."""
    if not actor.ranges(Act.VALUE_REVIEW):
        return []
    query = (
        select(IndicatorValue.unit_id, IndicatorValue.period_id, func.count(), func.min(IndicatorValue.submitted_at))
        .where(reviewable(actor, True))
        .where(IndicatorValue.entered_by != actor.id)
        .where(or_(IndicatorValue.submitted_by.is_(None), IndicatorValue.submitted_by != actor.id))
        .group_by(IndicatorValue.unit_id, IndicatorValue.period_id)
        .limit(MOST)
    )
    groups = db.execute(query).all()
    if not groups:
        return []
    units = {u.id: u for u in db.scalars(select(Unit).where(Unit.id.in_({g[0] for g in groups})))}
    periods = {p.id: p for p in db.scalars(select(Period).where(Period.id.in_({g[1] for g in groups})))}
    return [
        _values(
            unit_brief(units[unit]),
            periods[period],
            WorkSection.REVIEW,
            WorkAction.REVIEW,
            code=periods[period].code,
            title=units[unit].name,
            count=number,
            at=oldest,
        )
        for unit, period, number, oldest in groups
        if periods[period].locked_on is None
    ]


def _values(
    unit: UnitBrief,
    period: Period,
    section: WorkSection,
    action: WorkAction,
    *,
    code: str,
    title: str,
    days_left: int | None = None,
    count: int = 1,
    done: int | None = None,
    note: str | None = None,
    by_name: str | None = None,
    at: datetime | None = None,
) -> WorkItemOut:
    return WorkItemOut(
        kind=WorkKind.VALUES,
        section=section,
        action=action,
        code=code,
        title=title,
        unit=unit,
        period=period.code,
        due_on=period.entry_due_on if action is not WorkAction.REVIEW else None,
        days_left=days_left,
        percent=None,
        count=count,
        done=done,
        note=note,
        by_name=by_name,
        at=at,
    )


def _done(db: Session, actor: Actor, today: date) -> list[WorkItemOut]:
    """What the caller's units handed in during the last seven days."""
    ranges = [r.acts for r in actor.reaches if r.role is None or Act.ASSIGNMENT_WORK in GRANTS[r.role]]
    mine = or_(false(), *(and_(Assignment.unit_key >= low, Assignment.unit_key < high) for low, high in ranges))
    query = (
        select(Assignment)
        .where(mine, Assignment.completed_on > today - timedelta(days=7))
        .options(joinedload(Assignment.lead))
        .order_by(Assignment.completed_on.desc(), Assignment.number)
        .limit(50)
    )
    return [
        _item(row, today, WorkSection.LATER, WorkAction.UPDATE)
        for row in db.scalars(query)
        if actor.works_for(Act.ASSIGNMENT_WORK, row.unit_key)
    ]
