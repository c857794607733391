"""One line of an assignment's log, written with every move."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from doimoi.access.rules import Actor
from doimoi.assignments.models import Assignment, AssignmentEntry, AssignmentEntryEvidence
from doimoi.assignments.rules import AssignmentMove
from doimoi.core import clock
from doimoi.evidence.models import Evidence


def keep(
    db: Session,
    actor: Actor,
    row: Assignment,
    move: AssignmentMove,
    text: str | None = None,
    *,
    unit: tuple[uuid.UUID, int] | None = None,
    percent: int | None = None,
    occurrence: date | None = None,
    moved: tuple[date | None, date | None] = (None, None),
    files: Sequence[Evidence] = (),
) -> Assignment:
    """Write the assignment and what happened to it. `unit`: (id, key) of who wrote it, the lead unless said.

    `moved`: the deadline before and after. `files`: what the line shows.
    """
    ident, key = unit or (row.unit_id, row.unit_key)
    # A cooperating unit may add to the log, but the row is not its own to change; a new one was dated just now, and
    # who urges changes nothing of the work.
    if key == row.unit_key and move not in (AssignmentMove.GIVE, AssignmentMove.URGE):
        row.updated_at = clock.now()
    db.flush()
    line = AssignmentEntry(
        unit_id=ident,
        assignment_id=row.id,
        at=clock.now(),
        actor=actor.id,
        actor_name=actor.name,
        on_behalf=actor.kind == "person" and not actor.is_home(key) and move in _WORK,
        move=move.value,
        state=row.state,
        percent=percent,
        text=text,
        occurrence=occurrence,
        old_due_on=moved[0],
        new_due_on=moved[1],
    )
    db.add(line)
    db.flush()
    if files:
        db.add_all(AssignmentEntryEvidence(unit_id=ident, entry_id=line.id, evidence_id=file.id) for file in files)
        db.flush()
    return row


_WORK = frozenset(
    {
        AssignmentMove.PROGRESS,
        AssignmentMove.OCCURRENCE,
        AssignmentMove.SUBMIT,
        AssignmentMove.ASK_EXTENSION,
        AssignmentMove.DIFFICULTY,
    }
)
"""Moves that are the unit's own to make: made by somebody from elsewhere they are marked."""
