"""Reading the plan, and freezing the figures of a period."""

from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from doimoi.access.models import Unit
from doimoi.core import clock
from doimoi.core.db import find_to_change
from doimoi.core.errors import AmbiguousCode, DomainError, NotFound
from doimoi.plan import periods
from doimoi.plan.models import Period, Plan
from doimoi.plan.schemas import PeriodOut


class AlreadyLocked(DomainError):
    """The period is frozen already, or is not."""

    status, code = 409, "period_lock_unchanged"


def ward_of(db: Session, unit: Unit) -> Unit:
    """The ward that a unit lies in, or the unit itself where it stands above wards."""
    query = select(Unit).where(Unit.level == "ward", Unit.key <= unit.key, Unit.key_to > unit.key)
    return db.scalars(query).one_or_none() or unit


def plan_by_code(db: Session, code: str) -> Plan:
    """The plan with this code within reach."""
    plan = db.scalars(select(Plan).where(Plan.code == code)).one_or_none()
    if plan is None:
        raise NotFound
    return plan


def plan_of(db: Session, ward: Unit) -> Plan:
    """The plan that a ward carries out."""
    plan = db.scalars(select(Plan).where(Plan.unit_key == ward.key).order_by(Plan.first_year.desc()).limit(1)).first()
    if plan is None:
        raise NotFound
    return plan


def period_of(db: Session, ward: Unit, code: str) -> Period:
    """A period of a ward's plan by its code."""
    periods.parse(code)
    query = select(Period).where(Period.unit_key == ward.key, Period.code == code).order_by(Period.id.desc()).limit(1)
    period = db.scalars(query).first()
    if period is None:
        raise NotFound
    return period


def one_period(db: Session, code: str) -> Period:
    """A period by `2026-H2`, or by `11602:2026-H2` for callers who reach several wards."""
    prefix, _, bare = code.rpartition(":")
    periods.parse(bare)
    ward = aliased(Unit)
    query = select(Period).join(ward, ward.id == Period.unit_id).where(Period.code == bare)
    if prefix:
        query = query.where(ward.full_code == prefix)
    found = db.scalars(query.limit(2)).all()
    if not found:
        raise NotFound
    if len(found) > 1:
        raise AmbiguousCode(code=bare)
    return found[0]


def hold(db: Session, period: Period) -> date | None:
    """Keep a period from being frozen until this transaction ends; the day it was frozen on, None while it is open.

    Many hold one period side by side; whoever freezes it waits for them all. (Its row cannot be locked instead: units
    may not act on the ward's row.)
    """
    db.execute(select(func.pg_advisory_xact_lock_shared(_latch(period))))
    return db.scalar(select(Period.locked_on).where(Period.id == period.id))


def _latch(period: Period) -> ColumnElement[int]:
    return func.hashtextextended(str(period.id), 0)


def lock(db: Session, period: Period, version: int | None, reason: str, today: date) -> Period:
    """Freeze a period's figures, once nobody is in the middle of changing one."""
    db.execute(select(func.pg_advisory_xact_lock(_latch(period))))
    changed = find_to_change(db, Period, period.id, version)
    if changed.locked_on is not None:
        raise AlreadyLocked
    changed.locked_on, changed.lock_reason = today, reason
    db.flush()
    return changed


def unlock(db: Session, period: Period, version: int | None, reason: str) -> Period:
    """Open a frozen period again; the reason stands in the audit trail and on the period."""
    changed = find_to_change(db, Period, period.id, version)
    if changed.locked_on is None:
        raise AlreadyLocked
    changed.locked_on, changed.lock_reason = None, reason
    db.flush()
    return changed


def period_out(period: Period) -> PeriodOut:
    """A period with whether entry is open and late today."""
    today = clock.today()
    return PeriodOut(
        code=period.code,
        kind=period.kind,
        label=period.label,
        first_day=period.first_day,
        last_day=period.last_day,
        entry_due_on=period.entry_due_on,
        locked_on=period.locked_on,
        lock_reason=period.lock_reason,
        is_open=period.locked_on is None and today >= period.first_day,
        is_late=today > period.entry_due_on,
        version=period.version,
    )
