"""People: invited by a link that works once, given roles and relieved of them, deactivated and let in again.

The database refuses on its own what goes beyond the caller's reach; the questions here give each refusal its name.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, literal_column, or_, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from doimoi.access import tokens
from doimoi.access.audit import because
from doimoi.access.models import Account, Membership, Unit
from doimoi.access.rules import Act, Actor, LastAdministrator, Role
from doimoi.core import clock
from doimoi.core.db import ACTS_ON, find_to_change
from doimoi.core.errors import AlreadyExists, NotAllowed, NotFound
from doimoi.core.vietnamese import fold
from doimoi.directory import rules
from doimoi.directory.rules import Way
from doimoi.directory.schemas import InviteIn, MembershipIn
from doimoi.directory.service.units import unit_to_fill


@dataclass(frozen=True)
class Link:
    """A fresh one-time link: only its hash is kept, `token` is told once."""

    kind: str
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class Facts:
    """What the directory may know of an account beyond its row."""

    has_password: bool
    last_sign_in_at: datetime | None
    manageable: bool
    devices: int


def listed(unit: Unit | None, q: str | None, active: bool | None) -> Select[Account]:
    """People by name: with a role at or below `unit` (or looked after there and without any), name holding `q`."""
    query = select(Account)
    if unit is not None:
        lasting = or_(Membership.valid_to.is_(None), Membership.valid_to > clock.today())
        held = exists().where(Membership.account_id == Account.id, lasting)
        there = held.where(Membership.unit_key >= unit.key, Membership.unit_key < unit.key_to)
        query = query.where(
            or_(there, (Account.unit_key >= unit.key) & (Account.unit_key < unit.key_to) & ~held),
        )
    if q is not None:
        query = query.where(Account.search_key.contains(fold(q), autoescape=True))
    if active is not None:
        query = query.where(Account.active.is_(active))
    return query


def facts_of(db: Session, accounts: list[uuid.UUID]) -> dict[uuid.UUID, Facts]:
    """The facts of several accounts within sight, in one query."""
    rows = db.execute(text("select * from doimoi.account_facts(:ids)"), {"ids": accounts})
    return {r.id: Facts(r.has_password, r.last_sign_in_at, r.manageable, r.devices) for r in rows}


def invite(db: Session, actor: Actor, given: InviteIn) -> tuple[Account, Link]:
    """A new account with a first role and the link through which its owner comes in."""
    rules.check_way(given.way, given.role)
    unit = unit_to_fill(db, actor, Act.PERSON_MANAGE, given.unit, "/unit")
    rules.check_grant(actor, given.role, unit.level, unit.key)
    account = Account(
        unit_id=unit.id,
        username=given.username,
        display_name=given.display_name,
        search_key=_search_key(given.display_name, given.username),
    )
    db.add(account)
    try:
        db.flush()
    except IntegrityError:
        raise AlreadyExists(pointer="/username") from None
    _give(db, account.id, unit, given.role, clock.today())
    if given.way is Way.DEVICE:
        return account, _link(db, account.id, "device", rules.DEVICE_MINUTES)
    return account, _link(db, account.id, "invitation", rules.INVITATION_MINUTES)


def make_link(db: Session, ident: uuid.UUID, way: Way) -> Link:
    """A new one-time link, which replaces earlier ones: an invitation until a password was chosen, then a reset.

    By way of a device it is a card that lets one more phone in; `DeviceForContributors` for any other role.
    """
    account = to_manage(db, ident, None)
    if not account.active:
        raise rules.PersonInactive
    if way is Way.DEVICE:
        if not db.execute(text("select doimoi.only_contributes(:id)"), {"id": ident}).scalar_one():
            raise rules.DeviceForContributors(pointer="/way")
        return _link(db, ident, "device", rules.DEVICE_MINUTES)
    if facts_of(db, [ident])[ident].has_password:
        return _link(db, ident, "reset", rules.RESET_MINUTES)
    return _link(db, ident, "invitation", rules.INVITATION_MINUTES)


def rename(db: Session, ident: uuid.UUID, name: str, version: int | None) -> Account:
    """Show a person under another name."""
    account = to_manage(db, ident, version)
    account.display_name, account.search_key = name, _search_key(name, account.username)
    db.flush()
    return account


def add_membership(db: Session, actor: Actor, ident: uuid.UUID, given: MembershipIn) -> Membership:
    """A further role. `AlreadyExists` when the person has it there already."""
    account = find_to_change(db, Account, ident)
    unit = unit_to_fill(db, actor, Act.PERSON_MANAGE, given.unit, "/unit")
    rules.check_grant(actor, given.role, unit.level, unit.key)
    same = select(Membership.id).where(
        Membership.account_id == account.id, Membership.unit_id == unit.id, Membership.role == given.role.value
    )
    if db.scalars(same.where(or_(Membership.valid_to.is_(None), Membership.valid_to > clock.today()))).first():
        raise AlreadyExists(pointer="/role")
    return _give(db, account.id, unit, given.role, given.valid_from or clock.today())


def end_membership(db: Session, ident: uuid.UUID, membership_id: uuid.UUID) -> None:
    """End a role from today on; the person's next call is without it. Ending it again changes nothing."""
    membership = find_to_change(db, Membership, membership_id)
    if membership.account_id != ident:
        raise NotFound
    today = clock.today()
    if membership.valid_to is not None and membership.valid_to <= today:
        return
    within: ColumnElement[bool] = literal_column(f"membership.act <@ {ACTS_ON}")
    if not db.scalars(select(within).where(Membership.id == membership_id)).one():
        raise NotAllowed
    _keep_administrators(db, ident, [membership])
    membership.valid_to = rules.last_day_out(membership.valid_from, today, shortest=0)
    db.flush()


def deactivate(db: Session, ident: uuid.UUID, version: int | None, reason: str | None) -> Account:
    """Shut an account: its sign-ins and links end at once and for ever, its roles stay written."""
    account = to_manage(db, ident, version)
    if account.active:
        today = clock.today()
        held = db.scalars(select(Membership).where(Membership.account_id == ident))
        _keep_administrators(db, ident, [m for m in held if rules.in_force(m.valid_from, m.valid_to, today)])
        because(db, reason)
        account.active = False
        db.flush()
    return account


def activate(db: Session, ident: uuid.UUID, version: int | None, reason: str | None) -> Account:
    """Let a person in again, with the roles that still hold."""
    account = to_manage(db, ident, version)
    because(db, reason)
    account.active = True
    db.flush()
    return account


def to_manage(db: Session, ident: uuid.UUID, version: int | None) -> Account:
    """The account, when everything it reaches is within the caller's reach too; else `NotFound` or `NotAllowed`."""
    account = find_to_change(db, Account, ident, version)
    if not db.execute(text("select doimoi.reach_within(:id)"), {"id": ident}).scalar_one():
        raise NotAllowed
    return account


def _keep_administrators(db: Session, account_id: uuid.UUID, losing: list[Membership]) -> None:
    """Refuse to take the last administrator who can sign in from a ward or a city."""
    for membership in losing:
        if membership.role != Role.ADMINISTRATOR.value or membership.unit.level not in ("ward", "city"):
            continue
        left = db.execute(
            text("select doimoi.other_administrators(:account, :unit)"),
            {"account": account_id, "unit": membership.unit_id},
        ).scalar_one()
        if left == 0:
            raise LastAdministrator


def _give(db: Session, account_id: uuid.UUID, unit: Unit, role: Role, since: date) -> Membership:
    membership = Membership(account_id=account_id, unit_id=unit.id, role=role.value, valid_from=since)
    db.add(membership)
    db.flush()
    return membership


def _link(db: Session, account_id: uuid.UUID, kind: str, minutes: int) -> Link:
    token = tokens.make_secret()
    db.execute(
        text("select doimoi.make_link(:hash, :kind, :account, :minutes)"),
        {"hash": tokens.digest(token), "kind": kind, "account": account_id, "minutes": minutes},
    )
    return Link(kind, token, clock.now() + timedelta(minutes=minutes))


def _search_key(name: str, username: str) -> str:
    return fold(f"{name} {username}")
