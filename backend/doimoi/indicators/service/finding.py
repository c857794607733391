"""Indicators and values by the codes that people and tools use."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from doimoi.access.models import Unit
from doimoi.core.errors import AmbiguousCode, DomainError, NotFound
from doimoi.indicators.judging import Calendar
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.plan.models import Period


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


def calendar_of(db: Session, indicator: Indicator) -> Calendar:
    """The periods of the plan that an indicator belongs to."""
    return Calendar(tuple(db.scalars(select(Period).where(Period.plan_id == indicator.plan_id))))


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
