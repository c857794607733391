"""Indicators and values by the codes that people and tools use."""

from typing import TypeVar

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.access.units import unit_by_code
from doimoi.core import clock
from doimoi.core.errors import AmbiguousCode, DomainError, NotFound
from doimoi.indicators.judging import Calendar
from doimoi.indicators.models import Indicator, IndicatorValue, ValueVersion
from doimoi.indicators.rules import ValueState
from doimoi.indicators.service.reviewers import heads_business
from doimoi.plan import periods
from doimoi.plan.models import Period, Plan
from doimoi.plan.service import period_of, plan_of, ward_of

Given = TypeVar("Given", IndicatorValue, ValueVersion)


class UnitGivesNoNumbers(DomainError):
    """This unit is neither the lead of the indicator nor one of its sources."""

    status, code = 422, "unit_gives_no_numbers"


class PeriodDoesNotFit(DomainError):
    """The indicator is reported on periods of another kind."""

    status, code = 422, "period_does_not_fit"


def indicator_of(db: Session, ward: Unit, code: str) -> Indicator:
    """An indicator of a ward by `A2a` or `11602:A2a`."""
    prefix, _, bare = code.rpartition(":")
    if prefix and prefix != ward.full_code:
        raise NotFound
    query = select(Indicator).where(Indicator.unit_key == ward.key, Indicator.code == bare)
    found = db.scalars(query.options(joinedload(Indicator.lead))).one_or_none()
    if found is None:
        raise NotFound
    return found


def one_indicator(db: Session, code: str) -> Indicator:
    """An indicator by `A2a` where the caller reaches one ward, else by `11602:A2a`."""
    prefix, _, bare = code.rpartition(":")
    query = select(Indicator).where(Indicator.code == bare).options(joinedload(Indicator.lead)).limit(2)
    if prefix:
        query = query.join(Unit, Unit.id == Indicator.unit_id).where(Unit.full_code == prefix)
    found = db.scalars(query).all()
    if not found:
        raise NotFound
    if len(found) > 1:
        raise AmbiguousCode(code=bare)
    return found[0]


def place(db: Session, unit: str, indicator: str, period: str) -> tuple[Unit, Indicator, Period]:
    """The unit, indicator and period that three codes name; all of one ward."""
    giver = unit_by_code(db, unit)
    ward = ward_of(db, giver)
    return giver, indicator_of(db, ward, indicator), _period(db, ward, period)


def _period(db: Session, ward: Unit, code: str) -> Period:
    prefix, _, bare = code.rpartition(":")
    if prefix and prefix != ward.full_code:
        raise NotFound
    return period_of(db, ward, bare)


def value_by_key(db: Session, unit: Unit, indicator: Indicator, period: Period) -> IndicatorValue:
    """The value that stands at a unit, indicator and period."""
    query = select(IndicatorValue).where(
        IndicatorValue.unit_id == unit.id,
        IndicatorValue.indicator_id == indicator.id,
        IndicatorValue.period_id == period.id,
    )
    found = db.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def values_query(
    db: Session, unit: str | None, indicator: str | None, period: str | None, state: ValueState | None
) -> Select[IndicatorValue]:
    """The values within reach that fit the filter, with unit, indicator and period read in the same query.

    A unit stands for itself and everything below it. `NotFound` for a code that names nothing within sight.
    """
    query = _fitting(db, IndicatorValue, unit, indicator, period)
    return query if state is None else query.where(IndicatorValue.state == state.value)


def in_force_query(db: Session, unit: str | None, indicator: str | None, period: str | None) -> Select[ValueVersion]:
    """As `values_query`, of the approved numbers in force."""
    return _fitting(db, ValueVersion, unit, indicator, period).where(ValueVersion.replaced_at.is_(None))


def _fitting(
    db: Session, kind: type[Given], unit: str | None, indicator: str | None, period: str | None
) -> Select[Given]:
    query: Select[Given] = select(kind).options(
        contains_eager(kind.unit), contains_eager(kind.period), contains_eager(kind.indicator)
    )
    query = query.join(kind.unit).join(kind.period).join(kind.indicator)
    if unit is not None:
        whole = unit_by_code(db, unit)
        query = query.where(kind.unit_key >= whole.key, kind.unit_key < whole.key_to)
    if indicator is not None:
        query = query.where(kind.indicator_id == one_indicator(db, indicator).id)
    if period is not None:
        prefix, _, bare = period.rpartition(":")
        periods.parse(bare)
        query = query.where(Period.code == bare)
        if prefix:
            query = query.where(Period.unit_key == unit_by_code(db, prefix).key)
    return query


def reviewable(actor: Actor, wanted: bool) -> ColumnElement[bool]:
    """Whether a value waits for the caller's review: submitted by a unit that the caller reviews.

    One's own entries are among them (they are shown with the reason why another must review them); units whose
    head is free are not, for a caller who only coordinates.
    """
    ranges = actor.ranges(Act.VALUE_REVIEW)
    within = or_(
        false(), *((IndicatorValue.unit_key >= low) & (IndicatorValue.unit_key < high) for low, high in ranges)
    )
    waits = (IndicatorValue.state == ValueState.SUBMITTED.value) & within & ~heads_business(actor)
    return waits if wanted else ~waits


def calendar_of(db: Session, indicator: Indicator) -> Calendar:
    """The periods of the plan that an indicator belongs to."""
    return Calendar(tuple(db.scalars(select(Period).where(Period.plan_id == indicator.plan_id))))


def present_of(calendar: Calendar) -> Period:
    """The half year that today lies in, or the nearest one that the plan has."""
    today = clock.today()
    halves = calendar.of_kind("half_year")
    begun = [p for p in halves if p.first_day <= today]
    if not halves:
        raise NotFound
    return begun[-1] if begun else halves[0]


def plan_in_scope(db: Session, unit_code: str | None) -> tuple[Unit, Plan]:
    """The unit that a code names and its ward's plan; without a code the only ward within reach.

    `AmbiguousCode` when there are several, `NotFound` when there is none.
    """
    if unit_code is not None:
        unit = unit_by_code(db, unit_code)
        return unit, plan_of(db, ward_of(db, unit))
    plans = db.scalars(select(Plan).order_by(Plan.first_year.desc()).limit(50)).all()
    if not plans:
        raise NotFound
    if len({plan.unit_id for plan in plans}) > 1:
        raise AmbiguousCode(code="unit")
    return db.get_one(Unit, plans[0].unit_id), plans[0]


def indicators_of(db: Session, ward: Unit) -> list[Indicator]:
    """The indicators of a ward in the order of its plan."""
    query = select(Indicator).where(Indicator.unit_key == ward.key).options(joinedload(Indicator.lead))
    return list(db.scalars(query.order_by(Indicator.ordinal)))


def value_with_context(db: Session, value: IndicatorValue) -> IndicatorValue:
    """The value with its unit, indicator and period read in one query."""
    query = (
        select(IndicatorValue)
        .where(IndicatorValue.id == value.id)
        .options(joinedload(IndicatorValue.unit), joinedload(IndicatorValue.period))
        .options(joinedload(IndicatorValue.indicator).joinedload(Indicator.lead))
        .execution_options(populate_existing=True)
    )
    return db.scalars(query).one()


def check_fits(indicator: Indicator, unit: Unit, period: Period) -> None:
    """Refuse a unit that gives no numbers for the indicator, or a period of another kind than it reports on."""
    if not gives(indicator, unit):
        raise UnitGivesNoNumbers(pointer="/unit", unit=unit.full_code, indicator=indicator.code)
    if period.kind != indicator.reporting:
        raise PeriodDoesNotFit(pointer="/period", period=period.code, indicator=indicator.code)


def gives(indicator: Indicator, unit: Unit) -> bool:
    """Whether a unit gives numbers for an indicator: its lead, or one of its sources (`TRUONG` is every school)."""
    kind = unit.code.split("-")[0]
    return (
        unit.id == indicator.lead_id
        or unit.code in indicator.source_units
        or ("-" in unit.code and kind in indicator.source_units)
    )
