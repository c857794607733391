"""The tree of units and its changes: a unit more, another name, a unit that ends."""

from datetime import date

from psycopg import errors as pg
from sqlalchemy import Select, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from doimoi.access.audit import because
from doimoi.access.models import ApiKey, Membership, Unit
from doimoi.access.rules import Act, Actor
from doimoi.access.units import unit_by_code
from doimoi.core import clock
from doimoi.core.db import find_to_change
from doimoi.core.errors import AlreadyExists, NotAllowed
from doimoi.core.vietnamese import fold
from doimoi.directory import rules
from doimoi.directory.schemas import UnitIn, UnitNameIn


def unit_to_fill(db: Session, actor: Actor, act: Act, code: str, pointer: str) -> Unit:
    """The unit in which a role, a key or a unit is to be made: within act, in force. 404, 403 or 409."""
    unit = unit_by_code(db, code, pointer)
    if not actor.may(act, unit.key):
        raise NotAllowed(pointer=pointer)
    if unit.valid_to is not None and unit.valid_to <= clock.today():
        raise rules.UnitClosed(pointer=pointer)
    return unit


def listed(under: Unit | None, q: str | None, closed: bool) -> Select[Unit]:
    """Units at or below `under`, whose name or code holds `q`; those that ended only if asked."""
    query = select(Unit)
    if under is not None:
        query = query.where(Unit.key >= under.key, Unit.key < under.key_to)
    if q is not None:
        query = query.where(Unit.search_key.contains(fold(q), autoescape=True))
    if not closed:
        query = query.where(or_(Unit.valid_to.is_(None), Unit.valid_to > clock.today()))
    return query


def create(db: Session, actor: Actor, given: UnitIn) -> Unit:
    """A new unit below one that the caller acts for; the database gives it its place in the tree."""
    above = unit_to_fill(db, actor, Act.UNIT_MANAGE, given.parent, "/parent")
    unit = Unit(
        code=given.code,
        full_code="",
        name=given.name,
        short_name=given.short_name,
        level=rules.level_below(above.level, given.code),
        kind=given.kind.value,
        parent_id=above.id,
        search_key=_search_key(given.name, given.short_name, given.code),
        valid_from=given.valid_from or clock.today(),
    )
    db.add(unit)
    try:
        db.flush()
    except IntegrityError as error:
        if isinstance(error.orig, pg.CheckViolation):
            raise rules.NoRoomBelow(pointer="/parent") from None
        raise AlreadyExists(pointer="/code") from None
    db.refresh(unit)
    return unit


def rename(db: Session, code: str, given: UnitNameIn, version: int | None) -> Unit:
    """Other names for a unit; codes stay for ever."""
    unit = find_to_change(db, Unit, unit_by_code(db, code).id, version)
    unit.name, unit.short_name = given.name, given.short_name
    unit.search_key = _search_key(given.name, given.short_name, unit.code)
    db.flush()
    return unit


def close(db: Session, code: str, reason: str, version: int | None) -> Unit:
    """End a unit from today on. Its keys are revoked; roles and units below have to be ended before."""
    unit = find_to_change(db, Unit, unit_by_code(db, code).id, version)
    today = clock.today()
    if unit.valid_to is not None:
        raise rules.UnitClosed
    _refuse_while_in_use(db, unit, today)
    because(db, reason)
    unit.valid_to = rules.last_day_out(unit.valid_from, today, shortest=1)
    for key in db.scalars(select(ApiKey).where(ApiKey.unit_id == unit.id, ApiKey.revoked_at.is_(None))):
        key.revoked_at = clock.now()
    db.flush()
    return unit


def _refuse_while_in_use(db: Session, unit: Unit, today: date) -> None:
    below = select(func.count()).select_from(Unit).where(Unit.parent_id == unit.id)
    count = db.scalars(below.where(or_(Unit.valid_to.is_(None), Unit.valid_to > today))).one()
    if count:
        raise rules.UnitsBelowOpen(count=count)
    roles = select(func.count()).select_from(Membership).where(Membership.unit_id == unit.id)
    count = db.scalars(roles.where(or_(Membership.valid_to.is_(None), Membership.valid_to > today))).one()
    if count:
        raise rules.RolesStillHeld(count=count)


def _search_key(name: str, short_name: str, code: str) -> str:
    return fold(f"{name} {short_name} {code}")
