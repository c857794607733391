"""Assignments by the codes that people and tools use, and the filters of their list."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, any_, func, literal, select
from sqlalchemy.orm import Session, joinedload, selectinload

from doimoi.access.models import Unit
from doimoi.access.units import unit_by_code
from doimoi.assignments.models import Assignment, AssignmentUnit
from doimoi.assignments.rules import REMIND_BEFORE, AssignmentState, UnitPart
from doimoi.core import clock
from doimoi.core.errors import AmbiguousCode, NotFound
from doimoi.core.vietnamese import fold

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])
CONTEXT = (joinedload(Assignment.lead), selectinload(Assignment.units).joinedload(AssignmentUnit.unit))
"""What showing an assignment needs to be read with it."""

_OPEN = [s.value for s in (AssignmentState.NOT_STARTED, AssignmentState.IN_PROGRESS, AssignmentState.RETURNED)]


class DueFilter(StrEnum):
    """How open assignments lie to their deadlines. Handed in, paused and closed ones are in none of them."""

    OVERDUE = "overdue"
    SOON = "soon"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; None leaves it as it is."""

    q: str | None = None
    unit: str | None = None
    role: UnitPart | None = None
    state: AssignmentState | None = None
    due: DueFilter | None = None
    group: str | None = None
    clause: str | None = None
    indicator: str | None = None


def one(db: Session, ref: str) -> Assignment:
    """An assignment by id, by `NV1.1` where the caller reaches one ward, else by `11602:NV1.1`; with its context."""
    query = select(Assignment).options(*CONTEXT).execution_options(populate_existing=True)
    try:
        query = query.where(Assignment.id == uuid.UUID(ref))
    except ValueError:
        prefix, _, bare = ref.rpartition(":")
        query = query.where(Assignment.code == bare)
        if prefix:
            query = query.join(Unit, Unit.id == Assignment.ward_id).where(Unit.full_code == prefix)
    found = db.scalars(query.limit(2)).unique().all()
    if not found:
        raise NotFound
    if len(found) > 1:
        raise AmbiguousCode(code=ref)
    return found[0]


def listed(db: Session, given: Filter) -> Select[Assignment]:
    """The assignments within reach that fit. A unit stands for itself and everything below it."""
    return narrowed(db, select(Assignment).options(*CONTEXT), given)


def narrowed(db: Session, query: Query, given: Filter) -> Query:
    """A query over assignments, narrowed. `NotFound` for a unit that is beyond sight."""
    for word in fold(given.q or "").split():
        query = query.where(Assignment.search_key.contains(word, autoescape=True))
    if given.unit is not None:
        query = query.where(_of_unit(unit_by_code(db, given.unit), given.role))
    if given.state is not None:
        query = query.where(Assignment.state == given.state.value)
    if given.due is not None:
        query = query.where(due(given.due))
    if given.group is not None:
        other = Assignment.group_code.is_(None)
        query = query.where(other if given.group == "other" else Assignment.group_code == given.group)
    if given.clause is not None:
        query = query.where(Assignment.clause_code == given.clause)
    if given.indicator is not None:
        query = query.where(literal(given.indicator) == any_(Assignment.indicators))
    return query


def due(which: DueFilter) -> ColumnElement[bool]:
    """Whether an open assignment is overdue, due within a week, or has no day to keep."""
    today = clock.today()
    is_open = Assignment.state.in_(_OPEN)
    if which is DueFilter.OVERDUE:
        return is_open & (Assignment.due_sort < today)
    if which is DueFilter.SOON:
        return is_open & Assignment.due_sort.between(today, today + timedelta(days=REMIND_BEFORE[0]))
    return is_open & Assignment.due_on.is_(None)


def _of_unit(unit: Unit, role: UnitPart | None) -> ColumnElement[bool]:
    leads = (Assignment.unit_key >= unit.key) & (Assignment.unit_key < unit.key_to)
    cooperates = (
        select(AssignmentUnit.id)
        .where(AssignmentUnit.assignment_id == Assignment.id, AssignmentUnit.part == UnitPart.COOPERATING.value)
        .where(AssignmentUnit.unit_key >= unit.key, AssignmentUnit.unit_key < unit.key_to)
        .exists()
    )
    if role is UnitPart.LEAD:
        return leads
    return cooperates if role is UnitPart.COOPERATING else leads | cooperates


def counted(db: Session, given: Filter) -> tuple[dict[str, int], int, int, list[tuple[uuid.UUID | None, str]]]:
    """How many of each state, overdue, and due soon fit; and the groups among them: (plan, heading's clause)."""
    query = select(
        Assignment.state,
        func.count(),
        func.count().filter(due(DueFilter.OVERDUE)),
        func.count().filter(due(DueFilter.SOON)),
    )
    states: dict[str, int] = {}
    overdue = soon = 0
    for state, number, late, close in db.execute(narrowed(db, query, given).group_by(Assignment.state)):
        states[state] = number
        overdue, soon = overdue + late, soon + close
    groups = select(Assignment.plan_id, Assignment.group_code).where(Assignment.group_code.is_not(None)).distinct()
    return states, overdue, soon, [(plan, code) for plan, code in db.execute(groups) if code]
