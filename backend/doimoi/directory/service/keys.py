"""Keys of tools: made, shown once, revoked. What a key opens is decided at each call, so revoking holds at once."""

import uuid
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from doimoi.access import tokens
from doimoi.access.models import ApiKey, Unit
from doimoi.access.rules import Act, Actor, Scope
from doimoi.core import clock
from doimoi.core.db import find_to_change
from doimoi.directory import rules
from doimoi.directory.schemas import KeyIn
from doimoi.directory.service.units import unit_to_fill


def listed(unit: Unit | None) -> Select[ApiKey]:
    """Keys, oldest first, of one unit and those below when named."""
    query = select(ApiKey)
    if unit is not None:
        query = query.where(ApiKey.unit_key >= unit.key, ApiKey.unit_key < unit.key_to)
    return query


def create(db: Session, actor: Actor, given: KeyIn) -> tuple[ApiKey, str]:
    """A new key and its secret, of which only the hash is kept. It works until its last day ends in the ward."""
    rules.check_expiry(given.expires_on, clock.today())
    unit = unit_to_fill(db, actor, Act.KEY_MANAGE, given.unit, "/unit")
    secret = tokens.make_key()
    key = ApiKey(
        unit_id=unit.id,
        name=given.name,
        hash=tokens.digest(secret),
        last4=secret[-4:],
        scopes=[scope.value for scope in given.scopes],
        created_by=actor.name,
        expires_at=datetime.combine(given.expires_on + timedelta(days=1), time(), clock.WARD_ZONE),
    )
    db.add(key)
    db.flush()
    db.refresh(key)
    return key, secret


def rotate(db: Session, actor: Actor, ident: uuid.UUID, expires_on: date | None) -> tuple[ApiKey, str]:
    """A new key in the place of one in use, and its secret. The old one works on for a day, or until it is revoked."""
    old = find_to_change(db, ApiKey, ident)
    now = clock.now()
    if old.replaced_by is not None or rules.key_state(old.revoked_at, old.expires_at, now) is not rules.KeyState.ACTIVE:
        raise rules.KeyNotInUse
    last_day = expires_on or (old.expires_at - timedelta(seconds=1)).astimezone(clock.WARD_ZONE).date()
    given = KeyIn(name=old.name, unit=old.unit.full_code, scopes=[Scope(s) for s in old.scopes], expires_on=last_day)
    key, secret = create(db, actor, given)
    old.replaced_by = key.id
    old.expires_at = min(old.expires_at, now + timedelta(hours=rules.ROTATION_HOURS))
    db.flush()
    return key, secret


def revoke(db: Session, ident: uuid.UUID) -> None:
    """Take a key back; its next call is refused. Revoking it again changes nothing."""
    key = find_to_change(db, ApiKey, ident)
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        db.flush()
