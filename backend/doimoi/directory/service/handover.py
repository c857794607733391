"""One person's work goes to another: the roles end here and begin there, on the same day and for the same reason."""

import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from doimoi.access.audit import because
from doimoi.access.models import Account, Membership, Unit
from doimoi.access.rules import Actor, Role
from doimoi.core import clock
from doimoi.core.db import find, find_to_change
from doimoi.directory import rules
from doimoi.directory.schemas import MembershipIn
from doimoi.directory.service import people


@dataclass(frozen=True)
class HandedOver:
    """How many roles went over; `ended` were held by the other person already."""

    to: Account
    given: int
    ended: int


def hand_over(db: Session, actor: Actor, ident: uuid.UUID, to: uuid.UUID, reason: str) -> HandedOver:
    """Give all roles of one person to another. What the first one entered stays theirs, drafts too.

    Raises `HandoverToSelf`, `NothingToHandOver`, `PersonInactive`; and what giving and ending a role raise: nobody
    hands over a reach wider than their own, and a ward keeps an administrator who can sign in.
    """
    if to == ident:
        raise rules.HandoverToSelf(pointer="/to")
    people.to_manage(db, ident, None)
    other = find_to_change(db, Account, to)
    if not other.active:
        raise rules.PersonInactive(pointer="/to")
    held = _lasting(db, ident)
    if not held:
        raise rules.NothingToHandOver
    because(db, reason)
    has = {(m.unit_id, m.role) for m in _lasting(db, to)}
    fresh = [m for m in held if (m.unit_id, m.role) not in has]
    today = clock.today()
    # Given before ended, so that a last administrator's role is never nobody's.
    for membership in fresh:
        unit = find(db, Unit, membership.unit_id)
        since = max(membership.valid_from, today)
        given = MembershipIn(unit=unit.full_code, role=Role(membership.role), valid_from=since)
        people.add_membership(db, actor, to, given).valid_to = membership.valid_to
    for membership in held:
        people.end_membership(db, ident, membership.id)
    return HandedOver(other, len(fresh), len(held) - len(fresh))


def _lasting(db: Session, ident: uuid.UUID) -> list[Membership]:
    """Roles that hold today or will."""
    query = select(Membership).where(Membership.account_id == ident).order_by(Membership.id)
    return list(db.scalars(query.where(or_(Membership.valid_to.is_(None), Membership.valid_to > clock.today()))))
