"""Reading the trail: filters, and a page of rows told in names with a fixed number of queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, text
from sqlalchemy.orm import Session

from doimoi.access.everywhere import ACTOR as MACHINE
from doimoi.access.models import Audit, Unit
from doimoi.access.rules import Actor
from doimoi.access.schemas import UnitBrief
from doimoi.access.units import unit_by_code
from doimoi.audit import rules
from doimoi.audit.naming import LINKS, Named, name_all
from doimoi.audit.rules import Action, ObjectKind
from doimoi.audit.schemas import ActorOut, AuditOut, ChangeOut, ObjectOut
from doimoi.core import clock

Names = dict[tuple[ObjectKind, str], Named]


@dataclass(frozen=True)
class Wanted:
    """What of the trail is asked for; days are whole days in the ward, both included."""

    person: uuid.UUID | None = None
    kind: ObjectKind | None = None
    row: uuid.UUID | None = None
    action: Action | None = None
    unit: str | None = None
    since: date | None = None
    until: date | None = None
    reason: str | None = None


def listed(db: Session, actor: Actor, wanted: Wanted) -> Select[Audit]:
    """The rows that fit and that the caller may read."""
    query = select(Audit).where(_sight(actor), Audit.tab.in_([kind.value for kind in ObjectKind]))
    if wanted.person is not None:
        query = query.where(Audit.actor.in_([str(wanted.person), f"key:{wanted.person}"]))
    if wanted.kind is not None:
        query = query.where(Audit.tab == wanted.kind.value)
    if wanted.row is not None:
        query = query.where(Audit.row_id == str(wanted.row))
    if wanted.action is not None:
        query = query.where(Audit.op == wanted.action.value)
    if wanted.unit is not None:
        unit = unit_by_code(db, wanted.unit)
        query = query.where(Audit.unit_key >= unit.key, Audit.unit_key < unit.key_to)
    if wanted.since is not None:
        query = query.where(Audit.at >= _midnight(wanted.since))
    if wanted.until is not None:
        query = query.where(Audit.at < _midnight(wanted.until + timedelta(days=1)))
    if wanted.reason is not None:
        query = query.where(Audit.reason.icontains(wanted.reason, autoescape=True))
    return query


def _sight(actor: Actor) -> ColumnElement[bool]:
    ranges = [
        and_(
            Audit.unit_key >= sight.low,
            Audit.unit_key < sight.high,
            *([Audit.tab.in_(sorted(sight.kinds))] if sight.kinds is not None else []),
        )
        for sight in rules.sights(actor)
    ]
    return or_(false(), *ranges)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.WARD_ZONE)


def shown(db: Session, rows: Sequence[Audit]) -> list[AuditOut]:
    """The rows with names for who, what and where."""
    changes = {row.id: list(rules.changed(Action(row.op), row.changes)) for row in rows}
    names = name_all(db, _links(rows, changes))
    told = {r.id: r for r in db.execute(text("select * from doimoi.audit_names(:ids)"), {"ids": list(changes)})}
    # A phone's sign-in is its owner's alone to read; whose it was is told with the actor's name.
    names |= {
        (ObjectKind.SIGN_IN, r.row_id): Named(told[r.id].username, told[r.id].owner)
        for r in rows
        if r.id in told and told[r.id].owner
    }
    units = {u.key: u for u in db.scalars(select(Unit).where(Unit.key.in_({row.unit_key for row in rows})))}
    return [
        AuditOut(
            id=row.id,
            at=row.at,
            actor=_actor(row.actor, told[row.id].actor if row.id in told else None),
            action=Action(row.op),
            object=_object(row, names),
            unit=_brief(units.get(row.unit_key)),
            changes=[_change(*change, names) for change in changes[row.id]],
            reason=row.reason,
            request_id=row.request,
        )
        for row in rows
    ]


Changes = dict[int, list[tuple[str, object, object]]]


def _links(rows: Sequence[Audit], changes: Changes) -> set[tuple[ObjectKind, str]]:
    """Everything that needs a name: the things themselves and what their fields point at."""
    found = {(ObjectKind(row.tab), row.row_id) for row in rows}
    for row in rows:
        owner = row.changes.get("account_id")
        if isinstance(owner, str):
            found.add((ObjectKind.ACCOUNT, owner))
        for field, *sides in changes[row.id]:
            if field in LINKS:
                found |= {(LINKS[field], side) for side in sides if isinstance(side, str)}
    return found


def _object(row: Audit, names: Names) -> ObjectOut:
    kind = ObjectKind(row.tab)
    named = names.get((kind, row.row_id))
    if named is None and isinstance(owner := row.changes.get("account_id"), str):
        named = names.get((ObjectKind.ACCOUNT, owner))
    return ObjectOut(kind=kind, id=row.row_id, code=named.code if named else None, name=named.name if named else None)


def _change(field: str, before: object, after: object, names: Names) -> ChangeOut:
    def side(value: object) -> str | None:
        named = names.get((LINKS[field], value)) if field in LINKS and isinstance(value, str) else None
        return str(named) if named else rules.told(value)

    return ChangeOut(field=field, before=side(before), after=side(after))


def _actor(written: str | None, name: str | None) -> ActorOut:
    """Who stands in the row: an account's id, `key:` and a key's id, or the machine's own login."""
    if written is None or written == MACHINE:
        return ActorOut(kind="machine", id=None, name=None)
    kind = "key" if written.startswith("key:") else "person"
    return ActorOut(kind=kind, id=uuid.UUID(written.removeprefix("key:")), name=name)


def _brief(unit: Unit | None) -> UnitBrief | None:
    if unit is None:
        return None
    return UnitBrief(code=unit.full_code, name=unit.name, short_name=unit.short_name, level=unit.level)
