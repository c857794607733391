"""What the named units do: acknowledge or decline, log progress, submit, ask for more time, tell what hinders."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.rules import Act, Actor
from doimoi.access.units import unit_by_code
from doimoi.assignments import deadlines, rules
from doimoi.assignments.deadlines import DueKind
from doimoi.assignments.models import Assignment, AssignmentDifficulty, AssignmentExtension, AssignmentUnit
from doimoi.assignments.rules import (
    CLOSED,
    AlreadyAcknowledged,
    AssignmentMove,
    AssignmentMoveForbidden,
    AssignmentState,
    ExtensionUndecided,
    NotNamed,
    PercentOfLead,
    UnitPart,
)
from doimoi.assignments.schemas import DifficultyIn, ExtensionIn, ProgressIn
from doimoi.assignments.service import telling
from doimoi.assignments.service.giving import set_due_on
from doimoi.assignments.service.logging import keep
from doimoi.assignments.service.proving import own_files
from doimoi.assignments.service.showing import deadline_of
from doimoi.core import clock
from doimoi.core.db import find_to_change
from doimoi.core.errors import NotAllowed
from doimoi.notices.rules import NoticeKind


def acknowledge(db: Session, actor: Actor, row: Assignment, code: str | None) -> Assignment:
    """Say that a unit has received its part: the one named, or each of the caller's that has not answered."""
    units = _unanswered(db, actor, row, code, AssignmentMove.ACKNOWLEDGE)
    for unit in units:
        unit.acknowledged_at, unit.acknowledged_by_name = clock.now(), actor.name
        keep(db, actor, row, AssignmentMove.ACKNOWLEDGE, unit=(unit.unit_id, unit.unit_key))
    return row


def decline(db: Session, actor: Actor, row: Assignment, code: str | None, reason: str) -> Assignment:
    """Say why a unit does not take its part. Declined by its lead, the assignment goes back to who gave it."""
    unit = _unanswered(db, actor, row, code, AssignmentMove.DECLINE)[0]
    if unit.part == UnitPart.LEAD:
        row = find_to_change(db, Assignment, row.id)
        row.state = rules.move(AssignmentState(row.state), AssignmentMove.DECLINE).value
        row.state_reason = reason
    unit.declined_at, unit.declined_by_name, unit.decline_reason = clock.now(), actor.name, reason
    return keep(db, actor, row, AssignmentMove.DECLINE, reason, unit=(unit.unit_id, unit.unit_key))


def _unanswered(
    db: Session, actor: Actor, row: Assignment, code: str | None, move: AssignmentMove
) -> list[AssignmentUnit]:
    if AssignmentState(row.state) in CLOSED:
        raise AssignmentMoveForbidden(state=row.state, move=move.value)
    own = [unit for unit in row.units if actor.works_for(Act.ASSIGNMENT_WORK, unit.unit_key)]
    if code is not None:
        wanted = unit_by_code(db, code, "/unit").id
        own = [unit for unit in own if unit.unit_id == wanted]
    if not own:
        raise NotNamed
    open_ones = [unit for unit in own if unit.acknowledged_at is None and unit.declined_at is None]
    if not open_ones:
        raise AlreadyAcknowledged
    return sorted(open_ones, key=lambda unit: unit.part != UnitPart.LEAD)


def log_progress(db: Session, actor: Actor, row: Assignment, given: ProgressIn) -> Assignment:
    """Write down what was done. The lead's word moves the work on; a cooperating unit's is a remark beside it.

    Two people may write at once: each takes the row as it stands then, so neither needs its version.
    """
    unit = _writer(actor, row, leading=given.percent is not None or given.occurrence_done)
    if unit is not None:
        if AssignmentState(row.state) in (*CLOSED, AssignmentState.PAUSED):
            raise AssignmentMoveForbidden(state=row.state, move=AssignmentMove.REMARK.value)
        files = own_files(db, actor, given.evidence, row.unit_key)
        return keep(db, actor, row, AssignmentMove.REMARK, given.text, unit=(unit.unit_id, unit.unit_key), files=files)
    row = _taken(db, row)
    move = AssignmentMove.OCCURRENCE if given.occurrence_done else AssignmentMove.PROGRESS
    row.state = rules.move(AssignmentState(row.state), move).value
    if given.percent is not None:
        row.percent = given.percent
    done: date | None = None
    if given.occurrence_done:
        if row.due_kind != DueKind.RECURRING or row.due_on is None:
            raise AssignmentMoveForbidden(pointer="/occurrence_done", state=row.state, move=move.value)
        done = row.due_on
        set_due_on(row, deadlines.next_occurrence(deadline_of(row), done))
        row.percent = 0
    files = own_files(db, actor, given.evidence, row.unit_key)
    return keep(db, actor, row, move, given.text, percent=given.percent, occurrence=done, files=files)


def _writer(actor: Actor, row: Assignment, *, leading: bool) -> AssignmentUnit | None:
    """The cooperating unit that somebody writes for; None: they write for the lead."""
    if actor.works_for(Act.ASSIGNMENT_WORK, row.unit_key):
        return None
    own = next((u for u in row.units if actor.works_for(Act.ASSIGNMENT_WORK, u.unit_key)), None)
    if actor.may(Act.ASSIGNMENT_WORK, row.unit_key) and (leading or own is None):
        return None
    if own is None:
        raise NotNamed
    if leading:
        raise PercentOfLead(pointer="/percent")
    return own


def _taken(db: Session, row: Assignment) -> Assignment:
    """The assignment as it stands now, held until the commit."""
    query = select(Assignment).where(Assignment.id == row.id).with_for_update()
    return db.scalars(query.execution_options(populate_existing=True)).one()


def submit(db: Session, actor: Actor, row: Assignment, version: int | None, note: str | None) -> Assignment:
    """Hand the finished work to who accepts it. Whether it was in time is measured by this day."""
    row = find_to_change(db, Assignment, row.id, version)
    if not actor.may(Act.ASSIGNMENT_WORK, row.unit_key):
        raise NotAllowed
    row.state = rules.move(AssignmentState(row.state), AssignmentMove.SUBMIT).value
    row.submitted_by, row.submitted_by_name, row.completed_on = actor.id, actor.name, clock.today()
    keep(db, actor, row, AssignmentMove.SUBMIT, note, percent=row.percent)
    telling.to_deciders(db, actor, row, NoticeKind.ASSIGNMENT_SUBMITTED, note)
    return row


def ask_extension(db: Session, actor: Actor, row: Assignment, given: ExtensionIn) -> Assignment:
    """Ask for a later day. The present one holds until somebody above decides."""
    row = find_to_change(db, Assignment, row.id)
    rules.move(AssignmentState(row.state), AssignmentMove.ASK_EXTENSION)
    deadlines.check_later(row.due_on if row.due_kind == DueKind.DATED else None, given.new_due_on)
    query = select(AssignmentExtension.id).where(
        AssignmentExtension.assignment_id == row.id, AssignmentExtension.granted.is_(None)
    )
    if db.scalars(query).first() is not None:
        raise ExtensionUndecided
    db.add(
        AssignmentExtension(
            unit_id=row.unit_id,
            assignment_id=row.id,
            old_due_on=row.due_on,
            new_due_on=given.new_due_on,
            reason=given.reason,
            asked_by=actor.id,
            asked_by_name=actor.name,
            asked_at=clock.now(),
        )
    )
    moved = (row.due_on, given.new_due_on)
    keep(db, actor, row, AssignmentMove.ASK_EXTENSION, given.reason, moved=moved)
    telling.to_deciders(db, actor, row, NoticeKind.EXTENSION_ASKED, given.reason)
    return row


def raise_difficulty(db: Session, actor: Actor, row: Assignment, given: DifficultyIn) -> Assignment:
    """Tell what hinders the work and what is proposed."""
    if AssignmentState(row.state) in CLOSED:
        raise AssignmentMoveForbidden(state=row.state, move=AssignmentMove.DIFFICULTY.value)
    unit = _writer(actor, row, leading=False)
    ident, key = (unit.unit_id, unit.unit_key) if unit else (row.unit_id, row.unit_key)
    db.add(
        AssignmentDifficulty(
            unit_id=ident,
            assignment_id=row.id,
            text=given.text,
            proposal=given.proposal,
            raised_by_name=actor.name,
            raised_at=clock.now(),
        )
    )
    keep(db, actor, row, AssignmentMove.DIFFICULTY, given.text, unit=(ident, key) if unit else None)
    telling.hindered(db, actor, row, given.text)
    return row
