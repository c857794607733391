"""Giving an assignment, changing it, and handing it to another unit; pausing, resuming and cancelling it."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.access.units import unit_by_code
from doimoi.assignments import deadlines, rules
from doimoi.assignments.deadlines import LAST, Deadline, DueKind
from doimoi.assignments.models import Assignment, AssignmentExtension, AssignmentUnit
from doimoi.assignments.rules import AssignmentMove, AssignmentState, LeadBasis, UnitPart
from doimoi.assignments.schemas import AssignmentIn, AssignmentPatch
from doimoi.assignments.service import telling
from doimoi.assignments.service.logging import keep
from doimoi.assignments.service.showing import deadline_of, rights_of
from doimoi.core import clock
from doimoi.core.db import find_to_change
from doimoi.core.errors import NotAllowed, NotFound
from doimoi.core.vietnamese import fold
from doimoi.indicators.models import Indicator
from doimoi.indicators.rules import check_reason
from doimoi.plan.models import Clause, Plan
from doimoi.plan.service import ward_of

NO_DAY = date(2200, 1, 1)
assert NO_DAY > LAST


def give(db: Session, actor: Actor, given: AssignmentIn) -> Assignment:
    """A new assignment. The caller must direct every unit that it names."""
    lead = _directed(db, actor, given.lead, "/lead")
    cooperating = [_directed(db, actor, code, f"/cooperating/{i}") for i, code in enumerate(given.cooperating)]
    ward = ward_of(db, lead)
    row = new_row(db, actor, ward, lead, deadlines.check(given.deadline.whole()))
    row.title, row.description, row.product, row.note = given.title, given.description, given.product, given.note
    row.indicators = _indicators(db, ward, given.indicators)
    if given.clause is not None:
        row.plan_id, row.clause_code, row.group_code = _clause(db, ward, given.clause)
    return add(db, actor, row, cooperating)


def new_row(db: Session, actor: Actor, ward: Unit, lead: Unit, deadline: Deadline, source: str = "form") -> Assignment:
    """A row with its number, lead and deadline, not yet added. Numbers of a ward follow each other."""
    number = db.execute(select(func.doimoi.next_assignment_number(ward.id))).scalar_one()
    row = Assignment(
        unit_id=lead.id,
        unit_key=lead.key,
        ward_id=ward.id,
        code=f"NV-{number:03}",
        number=number,
        lead_basis=LeadBasis.GIVEN.value,
        indicators=[],
        assigned_on=clock.today(),
        source=source,
        given_by=actor.id,
        given_by_name=actor.name,
        given_by_ward=rights_of(actor, Act.ASSIGNMENT_CREATE, lead.key).of_ward,
    )
    set_deadline(row, deadline)
    row.first_due_on = row.due_on
    return row


def add(db: Session, actor: Actor, row: Assignment, cooperating: Sequence[Unit]) -> Assignment:
    """Write a new assignment with the units that it names."""
    rules.check_units(row.unit_id, [unit.id for unit in cooperating])
    row.search_key = search_key(row)
    db.add(row)
    db.flush()
    db.add(AssignmentUnit(unit_id=row.unit_id, assignment_id=row.id, part=UnitPart.LEAD.value))
    for ident in dict.fromkeys(unit.id for unit in cooperating):
        db.add(AssignmentUnit(unit_id=ident, assignment_id=row.id, part=UnitPart.COOPERATING.value))
    keep(db, actor, row, AssignmentMove.GIVE)
    telling.given(db, actor, row, list({row.unit_key, *(unit.key for unit in cooperating)}))
    return row


def change(db: Session, actor: Actor, row: Assignment, version: int | None, given: AssignmentPatch) -> Assignment:
    """Change what was sent and nothing else. A deadline that is a day moves with a reason, and the log keeps both."""
    row = managed(db, actor, row, version, AssignmentMove.EDIT)
    sent = given.model_fields_set
    reason = None
    before = row.due_on
    for name in ("title", "description", "product", "note"):
        if name in sent and (name != "title" or given.title):
            setattr(row, name, getattr(given, name))
    if given.deadline is not None:
        wanted = deadlines.check(given.deadline.whole())
        if wanted != deadline_of(row):
            reason = check_reason(given.reason) if row.due_kind == DueKind.DATED else given.reason
            set_deadline(row, wanted)
    if given.indicators is not None:
        row.indicators = _indicators(db, _ward(db, row), given.indicators)
    if given.cooperating is not None:
        _rename(db, actor, row, given.cooperating)
    row.search_key, row.edited = search_key(row), True
    moved = (before, row.due_on) if before != row.due_on else (None, None)
    keep(db, actor, row, AssignmentMove.EDIT, reason or given.reason, moved=moved)
    if given.lead is not None:
        return _hand_over(db, actor, row, given)
    return row


def _hand_over(db: Session, actor: Actor, row: Assignment, given: AssignmentPatch) -> Assignment:
    lead = _directed(db, actor, given.lead or "", "/lead")
    if lead.id == row.unit_id:
        # Said again by who directs the ward, an inferred lead is a given one.
        row.lead_basis = LeadBasis.GIVEN.value
        db.flush()
        return row
    row.state = rules.move(AssignmentState(row.state), AssignmentMove.HAND_OVER).value
    row.lead_basis, row.state_reason = LeadBasis.GIVEN.value, None
    old = db.get_one(Unit, row.unit_id)
    keep(db, actor, row, AssignmentMove.HAND_OVER, f"{old.short_name} > {lead.short_name}")
    db.execute(text("select doimoi.hand_over(:a, :u)"), {"a": row.id, "u": lead.id})
    db.expire_all()
    telling.given(db, actor, row, [lead.key])
    return row


def pause(db: Session, actor: Actor, row: Assignment, version: int | None, reason: str) -> Assignment:
    """Stop the clock: a paused assignment is never late."""
    return _stopped(db, actor, row, version, AssignmentMove.PAUSE, reason)


def resume(db: Session, actor: Actor, row: Assignment, version: int | None, note: str | None) -> Assignment:
    """Go on with a paused assignment."""
    return _stopped(db, actor, row, version, AssignmentMove.RESUME, note)


def cancel(db: Session, actor: Actor, row: Assignment, version: int | None, reason: str) -> Assignment:
    """Take an assignment back; it stays readable, and its reason is why its clause is not worked on."""
    return _stopped(db, actor, row, version, AssignmentMove.CANCEL, reason)


def _stopped(
    db: Session, actor: Actor, row: Assignment, version: int | None, move: AssignmentMove, reason: str | None
) -> Assignment:
    row = managed(db, actor, row, version, move)
    row.state = rules.move(AssignmentState(row.state), move).value
    row.state_reason = reason
    return keep(db, actor, row, move, reason)


def managed(db: Session, actor: Actor, row: Assignment, version: int | None, move: AssignmentMove) -> Assignment:
    """The assignment, when the caller may give it other terms and the life cycle knows the move."""
    changed = find_to_change(db, Assignment, row.id, version)
    rules.move(AssignmentState(changed.state), move)
    rights = rights_of(actor, Act.ASSIGNMENT_CREATE, changed.unit_key)
    if not rights.roles:
        raise NotAllowed
    if block := rules.manage_block(rights, given_by_ward=changed.given_by_ward):
        raise block
    return changed


def set_deadline(row: Assignment, given: Deadline) -> None:
    """Put a deadline on an assignment; of a recurring one the first day from today on."""
    row.due_kind = given.kind.value
    row.due_every = given.every.value if given.every else None
    row.due_month, row.due_day, row.due_days, row.due_text = given.month, given.day, given.days, given.text
    set_due_on(row, deadlines.first_due(given, max(row.assigned_on, clock.today())))


def set_due_on(row: Assignment, day: date | None) -> None:
    """The day that counts, and the day that lists are ordered by."""
    row.due_on, row.due_sort = day, day or NO_DAY


def search_key(row: Assignment) -> str:
    """Everything that an assignment is found by."""
    parts = (row.code, row.title, row.description, row.product)
    return fold(" ".join(part for part in parts if part))


def _rename(db: Session, actor: Actor, row: Assignment, codes: Sequence[str]) -> None:
    """Let exactly these units cooperate; what others answered before is kept only for those that stay."""
    units = [_directed(db, actor, c, f"/cooperating/{i}") for i, c in enumerate(codes)]
    wanted = {unit.id for unit in units}
    rules.check_units(row.unit_id, wanted)
    query = select(AssignmentUnit).where(
        AssignmentUnit.assignment_id == row.id, AssignmentUnit.part == UnitPart.COOPERATING.value
    )
    have = {unit.unit_id: unit for unit in db.scalars(query)}
    for ident, unit in have.items():
        if ident not in wanted:
            db.delete(unit)
    for ident in wanted - set(have):
        db.add(AssignmentUnit(unit_id=ident, assignment_id=row.id, part=UnitPart.COOPERATING.value))
    db.flush()
    telling.given(db, actor, row, [unit.key for unit in units if unit.id in wanted - set(have)])


def _directed(db: Session, actor: Actor, code: str, pointer: str) -> Unit:
    unit = unit_by_code(db, code, pointer)
    if not actor.may(Act.ASSIGNMENT_CREATE, unit.key):
        raise NotAllowed(pointer=pointer)
    return unit


def _ward(db: Session, row: Assignment) -> Unit:
    return db.get_one(Unit, row.ward_id)


def _indicators(db: Session, ward: Unit, codes: Sequence[str]) -> list[str]:
    bare = [code.rpartition(":")[2] for code in dict.fromkeys(codes)]
    known = set(
        db.scalars(select(Indicator.code).where(Indicator.unit_id == ward.id, Indicator.code.in_(bare))) if bare else ()
    )
    for at, code in enumerate(bare):
        if code not in known:
            raise NotFound(pointer=f"/indicators/{at}")
    return bare


def _clause(db: Session, ward: Unit, code: str) -> tuple[uuid.UUID, str, str | None]:
    query = (
        select(Clause)
        .join(Plan, Plan.id == Clause.plan_id)
        .where(Clause.unit_id == ward.id, Clause.code == code)
        .order_by(Plan.first_year.desc())
        .limit(1)
    )
    clause = db.scalars(query).first()
    if clause is None:
        raise NotFound(pointer="/clause")
    return clause.plan_id, clause.code, clause.code.rpartition(".")[0] or None


def drop(db: Session, rows: Sequence[Assignment]) -> None:
    """Remove assignments on which nothing happened."""
    ids = [row.id for row in rows]
    db.execute(delete(AssignmentExtension).where(AssignmentExtension.assignment_id.in_(ids)))
    for row in rows:
        db.delete(row)
