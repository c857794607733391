"""Puts the tasks and duties of a plan document into the database as assignments; never touches what has begun.

The text decides only what it says. What somebody of the ward changed since (title, lead, deadline) stays as they left
it when the same plan is loaded again.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.assignments.deadlines import Deadline, DueKind, first_due, recurrence_in
from doimoi.assignments.models import Assignment, AssignmentEntry, AssignmentUnit
from doimoi.assignments.rules import AssignmentState, LeadBasis, UnitPart, short_title
from doimoi.assignments.service.giving import NO_DAY, search_key
from doimoi.core import clock
from doimoi.core.errors import DomainError
from doimoi.core.reviewed import Change, fill
from doimoi.indicators.models import Indicator
from doimoi.plan.models import Plan
from doimoi.plan.parts import DutyRole, PlanDocument

SOURCE = "plan"


class TaskLeadMissing(DomainError):
    """A task's lead is not among the ward's units. Params: assignment, unit."""

    status, code = 422, "assignment_lead_missing"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One task or duty of the document."""

    code: str
    clause: str
    lead: str
    basis: LeadBasis
    lead_clause: str | None
    cooperating: tuple[str, ...]
    targets: tuple[str, ...]
    manner: DutyRole | None


def load(db: Session, plan: Plan, document: PlanDocument) -> list[Change]:
    """Write the assignments of a plan; loading the same document again changes nothing."""
    units = {unit.code: unit for unit in db.scalars(select(Unit).where(Unit.full_code.like(f"{document.plan.ward}:%")))}
    texts = {clause.code: " ".join((clause.normalised or clause.text).split()) for clause in document.clauses}
    measured = _indicators(db, plan)
    have = {
        row.code: row
        for row in db.scalars(select(Assignment).where(Assignment.plan_id == plan.id, Assignment.source == SOURCE))
    }
    number = db.scalar(select(func.max(Assignment.number)).where(Assignment.ward_id == plan.unit_id)) or 0
    changes = []
    for wanted in _wanted(document, units):
        if wanted.lead not in units:
            raise TaskLeadMissing(assignment=wanted.code, unit=wanted.lead)
        row = have.pop(wanted.code, None)
        fields = _fields(wanted, texts[wanted.clause], measured)
        if row is None:
            number += 1
            row = _add(db, plan, wanted, units, fields, number)
            changes.append(Change("assignment", row.code, "added", row.title))
        elif changed := _refresh(row, fields):
            changes.append(Change("assignment", row.code, "changed", ", ".join(changed)))
    changes += _drop(db, list(have.values()))
    db.flush()
    return changes


def _wanted(document: PlanDocument, units: Collection[str]) -> Iterator[_Wanted]:
    for task in document.tasks:
        yield _Wanted(
            task.code,
            task.clause,
            task.lead,
            LeadBasis(task.lead_basis.value),
            task.lead_clause,
            _present(task.cooperating, units),
            task.targets,
            None,
        )
    leads = [duty.units[0] for duty in document.duties if duty.role is DutyRole.LEAD]
    for duty in document.duties:
        lead, basis, clause = duty.units[0], LeadBasis.STATED, duty.clause
        if lead not in units and leads:
            # Laid upon a family of units (the neighbourhoods): the plan's coordinating office answers for them.
            lead, basis = leads[0], LeadBasis.INFERRED
        cooperating = tuple(code for code in _present(duty.units, units) if code != lead)
        yield _Wanted(duty.code, duty.clause, lead, basis, clause, cooperating, (), duty.role)


def _present(codes: tuple[str, ...], units: Collection[str]) -> tuple[str, ...]:
    """The units that the ward has: those named, and every one of a family (`TDP` is each `TDP-01`)."""
    found = [c for code in codes for c in sorted(units) if c == code or c.startswith(f"{code}-")]
    return tuple(dict.fromkeys(found))


def _indicators(db: Session, plan: Plan) -> dict[str, list[str]]:
    query = select(Indicator.target_code, Indicator.code).where(Indicator.plan_id == plan.id, Indicator.headline)
    found: dict[str, list[str]] = {}
    for target, code in db.execute(query.order_by(Indicator.ordinal)):
        found.setdefault(target, []).append(code)
    return found


def _fields(wanted: _Wanted, text: str, measured: Mapping[str, list[str]]) -> dict[str, object]:
    """What the text says of an assignment."""
    return {
        "clause_code": wanted.clause,
        "group_code": wanted.clause.rpartition(".")[0],
        "description": text,
        "manner": wanted.manner.value if wanted.manner else None,
        "lead_clause": wanted.lead_clause,
        "indicators": [code for target in wanted.targets for code in measured.get(target, [])],
    }


def _add(
    db: Session, plan: Plan, wanted: _Wanted, units: Mapping[str, Unit], fields: dict[str, object], number: int
) -> Assignment:
    text = str(fields["description"])
    every = recurrence_in(text)
    deadline = Deadline(DueKind.RECURRING, every=every) if every else Deadline(DueKind.NONE)
    assigned_on = plan.issued_on or plan.issued_on_assumed
    due_on = first_due(deadline, max(assigned_on, clock.today()))
    row = Assignment(
        unit_id=units[wanted.lead].id,
        ward_id=plan.unit_id,
        plan_id=plan.id,
        code=wanted.code,
        number=number,
        title=short_title(text),
        lead_basis=wanted.basis.value,
        due_kind=deadline.kind.value,
        due_every=every.value if every else None,
        due_on=due_on,
        due_sort=due_on or NO_DAY,
        first_due_on=due_on,
        assigned_on=assigned_on,
        state=AssignmentState.NOT_STARTED.value,
        source=SOURCE,
        given_by_ward=True,
        **fields,
    )
    row.search_key = search_key(row)
    db.add(row)
    db.flush()
    db.add(AssignmentUnit(unit_id=row.unit_id, assignment_id=row.id, part=UnitPart.LEAD.value))
    for code in wanted.cooperating:
        db.add(AssignmentUnit(unit_id=units[code].id, assignment_id=row.id, part=UnitPart.COOPERATING.value))
    db.flush()
    return row


def _refresh(row: Assignment, fields: dict[str, object]) -> list[str]:
    """Follow the text where nobody of the ward wrote otherwise."""
    if row.edited:
        fields = {name: fields[name] for name in ("clause_code", "group_code", "manner", "lead_clause")}
    changed = fill(row, fields)
    if "description" in changed:
        row.title = short_title(str(fields["description"]))
    if changed:
        row.search_key = search_key(row)
    return changed


def _drop(db: Session, rows: list[Assignment]) -> list[Change]:
    """Remove what the document no longer has, unless somebody has begun with it: that is kept and told."""
    ids = [row.id for row in rows]
    begun = set(db.scalars(select(AssignmentEntry.assignment_id).where(AssignmentEntry.assignment_id.in_(ids))))
    changes = []
    for row in rows:
        kept = row.id in begun or row.state != AssignmentState.NOT_STARTED
        changes.append(Change("assignment", row.code, "kept" if kept else "removed", row.title))
        if not kept:
            db.delete(row)
    return changes
