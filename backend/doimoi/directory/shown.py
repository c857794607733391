"""Rows as the pages show them; a whole page of rows costs the same few queries as a single one."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from doimoi.access.models import Account, ApiKey, Membership, Unit
from doimoi.access.rules import Act, Actor, Role, Scope
from doimoi.access.schemas import UnitBrief
from doimoi.access.tokens import KEY_PREFIX
from doimoi.core import clock
from doimoi.directory import rules
from doimoi.directory.schemas import KeyOut, MembershipOut, PersonOut, UnitOut
from doimoi.directory.service import people

WITH_ROLES = selectinload(Account.memberships)


def brief(unit: Unit) -> UnitBrief:
    """A unit in a sentence."""
    return UnitBrief(code=unit.full_code, name=unit.name, short_name=unit.short_name, level=unit.level)


def units_out(db: Session, actor: Actor, rows: Sequence[Unit]) -> list[UnitOut]:
    """Units with the codes of those above them."""
    today = clock.today()
    above = _units(db, (u.parent_id for u in rows if u.parent_id is not None))
    return [
        UnitOut(
            **dict(brief(u)),
            kind=u.kind,
            parent=above[u.parent_id].full_code if u.parent_id in above else None,
            valid_from=u.valid_from,
            valid_to=u.valid_to,
            in_force=rules.in_force(u.valid_from, u.valid_to, today),
            may_manage=actor.may(Act.UNIT_MANAGE, u.key),
            version=u.version,
        )
        for u in rows
    ]


def people_out(db: Session, rows: Sequence[Account]) -> list[PersonOut]:
    """People with their roles, newest role last."""
    facts = people.facts_of(db, [a.id for a in rows])
    ids = {m.unit_id for a in rows for m in a.memberships} | {a.unit_id for a in rows}
    units = _units(db, ids)
    return [
        PersonOut(
            id=a.id,
            username=a.username,
            display_name=a.display_name,
            active=a.active,
            has_password=facts[a.id].has_password,
            devices=facts[a.id].devices,
            last_sign_in_at=facts[a.id].last_sign_in_at,
            created_at=a.created_at,
            unit=brief(units[a.unit_id]),
            memberships=[membership_out(m, units[m.unit_id]) for m in a.memberships],
            may_manage=facts[a.id].manageable,
            version=a.version,
        )
        for a in rows
    ]


def membership_out(membership: Membership, unit: Unit) -> MembershipOut:
    """A role with its unit."""
    return MembershipOut(
        id=membership.id,
        role=Role(membership.role),
        unit=brief(unit),
        valid_from=membership.valid_from,
        valid_to=membership.valid_to,
        in_force=rules.in_force(membership.valid_from, membership.valid_to, clock.today()),
    )


def keys_out(db: Session, rows: Sequence[ApiKey]) -> list[KeyOut]:
    """Keys with their units; never a hash."""
    now = clock.now()
    units = _units(db, {k.unit_id for k in rows})
    return [
        KeyOut(
            id=k.id,
            name=k.name,
            prefix=f"{KEY_PREFIX}…{k.last4}",
            scopes=[Scope(s) for s in k.scopes],
            unit=brief(units[k.unit_id]),
            created_by=k.created_by,
            created_at=k.created_at,
            expires_at=k.expires_at,
            last_used_at=k.last_used_at,
            revoked_at=k.revoked_at,
            replaced_by=k.replaced_by,
            state=rules.key_state(k.revoked_at, k.expires_at, now),
        )
        for k in rows
    ]


def _units(db: Session, idents: Iterable[uuid.UUID]) -> dict[uuid.UUID, Unit]:
    """Units within sight by id, in one query."""
    return {u.id: u for u in db.scalars(select(Unit).where(Unit.id.in_(set(idents))))}
