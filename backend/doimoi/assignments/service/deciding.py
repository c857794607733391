"""What those above the lead decide: accept, return, open again, grant or refuse more time, resolve what hinders."""

import uuid

from sqlalchemy.orm import Session

from doimoi.access.rules import Act, Actor
from doimoi.assignments import rules
from doimoi.assignments.deadlines import check_later
from doimoi.assignments.models import Assignment, AssignmentDifficulty, AssignmentExtension
from doimoi.assignments.rules import (
    AssignmentMove,
    AssignmentState,
    DifficultyResolved,
    ExtensionDecided,
)
from doimoi.assignments.schemas import ExtensionDecisionIn
from doimoi.assignments.service import telling
from doimoi.assignments.service.giving import set_due_on
from doimoi.assignments.service.logging import keep
from doimoi.assignments.service.showing import rights_of
from doimoi.core import clock
from doimoi.core.db import find, find_to_change
from doimoi.core.errors import NotAllowed, NotFound
from doimoi.indicators.rules import check_reason
from doimoi.notices.rules import NoticeKind


def accept(db: Session, actor: Actor, row: Assignment, version: int | None, note: str | None) -> Assignment:
    """Let the work stand as done. Whether it came in time is fixed here, by the day on which it was handed in."""
    row = _decided(db, actor, row, version, AssignmentMove.ACCEPT)
    completed = row.completed_on or clock.today()
    row.completed_on, row.late = completed, not rules.on_time(row.due_on, completed)
    row.accepted_by_name, row.accepted_at = actor.name, clock.now()
    row.percent, row.state_reason = 100, None
    keep(db, actor, row, AssignmentMove.ACCEPT, note, percent=100)
    telling.to_doers(db, actor, row, NoticeKind.ASSIGNMENT_ACCEPTED, note)
    return row


def give_back(db: Session, actor: Actor, row: Assignment, version: int | None, reason: str) -> Assignment:
    """Return the work to its lead, saying what to mend."""
    row = _decided(db, actor, row, version, AssignmentMove.RETURN)
    row.completed_on, row.state_reason = None, reason
    keep(db, actor, row, AssignmentMove.RETURN, reason)
    telling.to_doers(db, actor, row, NoticeKind.ASSIGNMENT_RETURNED, reason)
    return row


def reopen(db: Session, actor: Actor, row: Assignment, version: int | None, reason: str) -> Assignment:
    """Open what was accepted, cancelled or declined again."""
    row = _decided(db, actor, row, version, AssignmentMove.REOPEN)
    row.completed_on = row.late = row.accepted_by_name = row.accepted_at = None
    row.submitted_by = row.submitted_by_name = None
    row.state_reason = reason
    return keep(db, actor, row, AssignmentMove.REOPEN, reason)


def decide_extension(
    db: Session, actor: Actor, row: Assignment, ident: uuid.UUID, given: ExtensionDecisionIn
) -> Assignment:
    """Grant the later day, or refuse it saying why."""
    asked = find(db, AssignmentExtension, ident)
    if asked.assignment_id != row.id:
        raise NotFound
    if asked.granted is not None:
        raise ExtensionDecided
    row = find_to_change(db, Assignment, row.id)
    move = AssignmentMove.GRANT_EXTENSION if given.granted else AssignmentMove.REFUSE_EXTENSION
    _check(actor, row, asked.asked_by)
    rules.move(AssignmentState(row.state), move)
    reason = given.reason if given.granted else check_reason(given.reason)
    moved = (row.due_on, row.due_on)
    if given.granted:
        check_later(row.due_on, asked.new_due_on)
        moved = (row.due_on, asked.new_due_on)
        set_due_on(row, asked.new_due_on)
    asked.granted, asked.decision_reason = given.granted, reason
    asked.decided_by_name, asked.decided_at = actor.name, clock.now()
    keep(db, actor, row, move, reason, moved=moved)
    telling.decided(db, actor, row, asked.asked_by, granted=given.granted, words=reason)
    return row


def resolve(db: Session, actor: Actor, row: Assignment, ident: uuid.UUID, resolution: str) -> Assignment:
    """Say how a difficulty was resolved."""
    difficulty = find(db, AssignmentDifficulty, ident)
    if difficulty.assignment_id != row.id:
        raise NotFound
    if not actor.may(Act.ASSIGNMENT_ACCEPT, row.unit_key):
        raise NotAllowed
    if difficulty.resolved_at is not None:
        raise DifficultyResolved
    difficulty.resolution, difficulty.resolved_by_name, difficulty.resolved_at = resolution, actor.name, clock.now()
    return keep(db, actor, row, AssignmentMove.RESOLVE, resolution)


def _decided(db: Session, actor: Actor, row: Assignment, version: int | None, move: AssignmentMove) -> Assignment:
    changed = find_to_change(db, Assignment, row.id, version)
    after = rules.move(AssignmentState(changed.state), move)
    _check(actor, changed, changed.submitted_by if move is not AssignmentMove.REOPEN else None)
    changed.state = after.value
    return changed


def _check(actor: Actor, row: Assignment, asked_by: uuid.UUID | None) -> None:
    rights = rights_of(actor, Act.ASSIGNMENT_ACCEPT, row.unit_key)
    if not rights.roles:
        raise NotAllowed
    if block := rules.decision_block(actor.id, asked_by, rights):
        raise block
