"""Who may review a value: everyone with the right but its own enterer, and the coordinator only in a head's place."""

import uuid
from collections.abc import Callable

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from doimoi.access.models import Account, Membership
from doimoi.access.rules import Act, Actor, Role
from doimoi.core import clock
from doimoi.core.errors import DomainError, NotAllowed
from doimoi.indicators import rules
from doimoi.indicators.models import IndicatorValue

Block = Callable[[IndicatorValue], type[DomainError] | None]


def reviewers_of(db: Session, actor: Actor) -> Block:
    """What keeps the caller from reviewing a value, as a function; None from it: nothing does.

    One query for any number of values, and none for callers who do not coordinate.
    """
    coordinates = any(reach.role is Role.COORDINATOR for reach in actor.reaches)
    heads = _heads(db) if coordinates else []

    def block(value: IndicatorValue) -> type[DomainError] | None:
        roles = actor.roles_for(Act.VALUE_REVIEW, value.unit_key)
        if not roles:
            return NotAllowed
        free = [account for account, low, high in heads if low <= value.unit_key < high]
        return rules.review_block(
            actor.id,
            value.entered_by,
            value.submitted_by,
            only_coordinates=roles == {Role.COORDINATOR},
            free_heads=free,
        )

    return block


def heads_business(actor: Actor) -> ColumnElement[bool]:
    """SQL: whether a value is for its unit's own head to review, and the caller has only the coordinator's right."""
    own = [
        (IndicatorValue.unit_key >= r.acts[0]) & (IndicatorValue.unit_key < r.acts[1])
        for r in actor.reaches
        if r.role in (Role.HEAD,)
    ]
    head = (
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.role == Role.HEAD.value, Account.active, Membership.valid_from <= clock.today())
        .where(or_(Membership.valid_to.is_(None), Membership.valid_to > clock.today()))
        .where(Membership.act.op("@>")(IndicatorValue.unit_key))
        .where(Membership.account_id != IndicatorValue.entered_by)
        .where(or_(IndicatorValue.submitted_by.is_(None), Membership.account_id != IndicatorValue.submitted_by))
    )
    return ~or_(false(), *own) & head.exists()


def _heads(db: Session) -> list[tuple[uuid.UUID, int, int]]:
    """The heads in office today within the caller's sight, with the range of unit keys each acts on."""
    today = clock.today()
    query = (
        select(Membership.account_id, func.lower(Membership.act), func.upper(Membership.act))
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.role == Role.HEAD.value, Account.active, Membership.valid_from <= today)
        .where(or_(Membership.valid_to.is_(None), Membership.valid_to > today))
    )
    return [(account, low, high) for account, low, high in db.execute(query)]
