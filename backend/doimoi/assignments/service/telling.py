"""Who hears of what happens to an assignment, and urging those who shall do it."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor, Role
from doimoi.assignments.models import Assignment, AssignmentEntry, AssignmentUnit
from doimoi.assignments.rules import URGED_IN, AssignmentMove, AssignmentMoveForbidden, AssignmentState
from doimoi.assignments.service.logging import keep
from doimoi.core import clock
from doimoi.core.db import find_to_change
from doimoi.notices.rules import DOERS, AlreadyUrged, NotAbove, NoticeKind, NoticeSubject, may_urge, shortened
from doimoi.notices.service import Readable, To, Told, tell


def given(db: Session, actor: Actor, row: Assignment, keys: Collection[int]) -> None:
    """The units with these keys have a part in it now. Unread ones become one that counts them."""
    _tell_units(db, row, _told(actor, row, NoticeKind.ASSIGNMENT_GIVEN, None, "given"), keys)


def to_doers(db: Session, actor: Actor, row: Assignment, kind: NoticeKind, words: str | None) -> None:
    """Those who do the work: in every unit that it names."""
    _tell_units(db, row, _told(actor, row, kind, words), _keys(db, row))


def to_deciders(db: Session, actor: Actor, row: Assignment, kind: NoticeKind, words: str | None) -> None:
    """Those who accept the work: leader, coordinator, and the heads of units above the one that leads."""
    above = db.scalars(select(Unit.key).where(Unit.key < row.unit_key, Unit.key_to > row.unit_key))
    to = To(
        roles=[Role.HEAD],
        homes=list(above),
        directors=[Role.LEADER, Role.COORDINATOR],
        over=[row.unit_key],
    )
    tell(db, _told(actor, row, kind, words), to, _readable(_keys(db, row)))


def decided(
    db: Session, actor: Actor, row: Assignment, asked_by: uuid.UUID, *, granted: bool, words: str | None
) -> None:
    """Whether there is more time: who asked, and the unit that leads."""
    kind = NoticeKind.EXTENSION_GRANTED if granted else NoticeKind.EXTENSION_REFUSED
    to = To(accounts=[asked_by], roles=DOERS, homes=[row.unit_key])
    tell(db, _told(actor, row, kind, words), to, _readable(_keys(db, row)))


def hindered(db: Session, actor: Actor, row: Assignment, words: str) -> None:
    """A difficulty goes to who gave the work; of what the plan itself gives, to the coordinator."""
    what, readable = _told(actor, row, NoticeKind.DIFFICULTY, words), _readable(_keys(db, row))
    if not tell(db, what, To(accounts=[row.given_by]), readable):
        tell(db, what, To(directors=[Role.COORDINATOR], over=[row.unit_key]), readable)


def urge(db: Session, actor: Actor, row: Assignment, words: str | None) -> Assignment:
    """Remind every unit that the assignment names, with a line in its log; once a day by each person."""
    row = find_to_change(db, Assignment, row.id)
    if not may_urge(actor, row.unit_key):
        raise NotAbove
    db.execute(select(Assignment.id).where(Assignment.id == row.id).with_for_update())  # two taps are one
    if AssignmentState(row.state) not in URGED_IN:
        raise AssignmentMoveForbidden(state=row.state, move=AssignmentMove.URGE.value)
    before = db.scalars(
        select(AssignmentEntry.at)
        .where(AssignmentEntry.assignment_id == row.id, AssignmentEntry.actor == actor.id)
        .where(AssignmentEntry.move == AssignmentMove.URGE.value)
        .order_by(AssignmentEntry.id.desc())
    ).first()
    if before is not None and before.astimezone(clock.WARD_ZONE).date() == clock.today():
        raise AlreadyUrged
    keep(db, actor, row, AssignmentMove.URGE, words)
    to_doers(db, actor, row, NoticeKind.URGED, words)
    return row


def _tell_units(db: Session, row: Assignment, what: Told, keys: Collection[int]) -> None:
    readable = _readable({row.unit_key, *keys})
    for key in keys:
        if not tell(db, what, To(roles=DOERS, homes=[key]), readable):
            tell(db, what, To(roles=[Role.CONTRIBUTOR], homes=[key]), readable)


def _keys(db: Session, row: Assignment) -> list[int]:
    named = select(AssignmentUnit.unit_key).where(AssignmentUnit.assignment_id == row.id)
    return list({row.unit_key, *db.scalars(named)})


def _readable(keys: Collection[int]) -> Readable:
    return Readable(Act.ASSIGNMENT_READ, keys)


def _told(actor: Actor, row: Assignment, kind: NoticeKind, words: str | None, bundle: str | None = None) -> Told:
    facts = {
        "code": row.code,
        "title": row.title,
        "due_on": row.due_on,
        "by_name": actor.name,
        "text": shortened(words),
    }
    return Told(kind, NoticeSubject.ASSIGNMENT, row.id, facts, bundle)
