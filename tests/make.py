"""Valid rows by default; a test says only what it is about. People of tests bear no real names."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from doimoi.access import tokens
from doimoi.access.models import Account, ApiKey, Membership, SignIn, Unit
from doimoi.access.rules import Role, Scope
from doimoi.core import clock
from doimoi.core.vietnamese import fold

_numbers = itertools.count(1)
SINCE = date(2025, 7, 1)


@dataclass(frozen=True)
class Person:
    """Someone signed in."""

    account_id: uuid.UUID
    sign_in_id: uuid.UUID
    name: str
    username: str


def unit(
    db: Session, code: str, parent: Unit | None = None, *, level: str | None = None, name: str | None = None
) -> Unit:
    """A unit below `parent`; the level follows from the parent's unless said."""
    below = {None: "city", "city": "ward", "ward": "unit", "unit": "team", "agency": "unit"}
    row = Unit(
        code=code,
        full_code="",
        name=name or f"Đơn vị {code}",
        short_name=code,
        level=level or below[parent.level if parent else None],
        kind="test",
        parent_id=parent.id if parent else None,
        search_key=fold(name or code),
        valid_from=SINCE,
    )
    db.add(row)
    db.flush()
    db.refresh(row)
    return row


def city(db: Session) -> Unit:
    """Hải Phòng, once per database."""
    found = db.scalars(select(Unit).where(Unit.full_code == "31")).one_or_none()
    return found or unit(db, "31", name="Thành phố Hải Phòng")


def ward(db: Session, code: str = "11602") -> Unit:
    """A ward of the city, once per database and code."""
    found = db.scalars(select(Unit).where(Unit.full_code == code)).one_or_none()
    return found or unit(db, code, city(db), level="ward", name=f"Phường mẫu {code}")


def person(db: Session, at: Unit, role: Role | str | None = Role.OFFICER, *, since: date = SINCE) -> Person:
    """A person with one role in a unit, signed in."""
    number = next(_numbers)
    account = Account(
        unit_id=at.id,
        username=f"nguoi.mau{number}",
        display_name=f"Người Mẫu {number}",
        search_key=f"nguoi mau {number}",
    )
    db.add(account)
    db.flush()
    if role is not None:
        give(db, account.id, at, role, since=since)
    return Person(account.id, sign_in(db, account.id), account.display_name, account.username)


def give(db: Session, account_id: uuid.UUID, at: Unit, role: Role | str, *, since: date = SINCE) -> None:
    """One more role for somebody."""
    db.add(Membership(account_id=account_id, unit_id=at.id, role=Role(role).value, valid_from=since))
    db.flush()


def sign_in(db: Session, account_id: uuid.UUID) -> uuid.UUID:
    """A signed-in browser of somebody."""
    ident = uuid7()
    db.add(
        SignIn(
            id=ident,
            account_id=account_id,
            expires_at=clock.now() + timedelta(hours=12),
            user_agent="test",
            refresh_hash=tokens.digest(tokens.make_secret()),
        )
    )
    db.flush()
    return ident


def key(db: Session, at: Unit, *scopes: Scope) -> str:
    """An API key of a unit, as its tool holds it."""
    secret = tokens.make_key()
    db.add(
        ApiKey(
            unit_id=at.id,
            name=f"Khóa mẫu {next(_numbers)}",
            hash=tokens.digest(secret),
            last4=secret[-4:],
            scopes=[s.value for s in scopes or (Scope.VALUES_READ,)],
            created_by="Người Mẫu",
            expires_at=clock.now() + timedelta(days=30),
        )
    )
    db.flush()
    return secret
