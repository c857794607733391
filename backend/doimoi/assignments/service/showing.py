"""Assignments as pages and tools are shown them, with what the caller may do."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from doimoi.access.rules import Act, Actor, Role
from doimoi.assignments import rules
from doimoi.assignments.deadlines import Deadline, DueKind, Every
from doimoi.assignments.models import (
    Assignment,
    AssignmentDifficulty,
    AssignmentEntry,
    AssignmentExtension,
    AssignmentUnit,
)
from doimoi.assignments.rules import CLOSED, LIFECYCLE, AssignmentMove, AssignmentState, LeadBasis, Rights, UnitPart
from doimoi.assignments.schemas import (
    AssignmentBrief,
    AssignmentMay,
    AssignmentOut,
    DeadlineOut,
    DifficultyOut,
    EntryOut,
    ExtensionOut,
    GroupRef,
    LinkedIndicator,
    NamedUnitOut,
    OccurrenceOut,
)
from doimoi.assignments.service.proving import shown_by
from doimoi.core import clock
from doimoi.indicators.models import Indicator
from doimoi.indicators.schemas import ClauseRef, DoneBy
from doimoi.indicators.service.showing import unit_brief
from doimoi.notices.rules import may_urge
from doimoi.plan.models import Clause
from doimoi.plan.parts import DutyRole

Groups = dict[tuple[uuid.UUID | None, str], str]
OCCURRENCES_SHOWN = 12


def rights_of(actor: Actor, act: Act, unit_key: int) -> Rights:
    """Through which roles a person may do `act` on the unit that leads, and whether as the head of a unit above it."""
    above = any(
        reach.role is Role.HEAD and reach.acts[0] <= unit_key < reach.acts[1] and reach.home != unit_key
        for reach in actor.reaches
    )
    return Rights(actor.roles_for(act, unit_key), above)


def deadline_of(row: Assignment) -> Deadline:
    """The deadline of an assignment as the rules know it."""
    return Deadline(
        DueKind(row.due_kind),
        on=row.due_on if row.due_kind == DueKind.DATED else None,
        every=Every(row.due_every) if row.due_every else None,
        month=row.due_month,
        day=row.due_day,
        days=row.due_days,
        text=row.due_text,
    )


def deadline_out(given: Deadline, due_on: date | None) -> DeadlineOut:
    """A deadline with the day that counts now."""
    return DeadlineOut(
        kind=given.kind,
        due_on=due_on,
        every=given.every,
        month=given.month,
        day=given.day,
        days=given.days,
        text=given.text,
    )


def named_groups(db: Session, codes: Iterable[tuple[uuid.UUID | None, str | None]]) -> Groups:
    """The headings of the plan that assignments stand under, in one query."""
    wanted = {(plan, code) for plan, code in codes if plan and code}
    if not wanted:
        return {}
    query = select(Clause).where(tuple_(Clause.plan_id, Clause.code).in_(wanted)).order_by(Clause.ordinal)
    return {(c.plan_id, c.code): " ".join((c.normalised or c.text).split()) for c in db.scalars(query)}


def briefs(db: Session, rows: Sequence[Assignment]) -> list[AssignmentBrief]:
    """Assignments as a list shows them. Their context must have been read with them."""
    groups = named_groups(db, ((row.plan_id, row.group_code) for row in rows))
    return [_brief(row, groups) for row in rows]


def _brief(row: Assignment, groups: Groups) -> AssignmentBrief:
    today, state = clock.today(), AssignmentState(row.state)
    group = groups.get((row.plan_id, row.group_code or ""))
    counts_down = row.due_on is not None and state not in CLOSED
    return AssignmentBrief(
        id=row.id,
        code=row.code,
        title=row.title,
        lead=unit_brief(row.lead),
        lead_basis=LeadBasis(row.lead_basis),
        cooperating=[unit_brief(u.unit) for u in row.units if u.part == UnitPart.COOPERATING],
        group=GroupRef(code=row.group_code, name=group) if group and row.group_code else None,
        deadline=deadline_out(deadline_of(row), row.due_on),
        state=state,
        lateness=rules.lateness(state, row.due_on, row.completed_on, today),
        days_left=(row.due_on - today).days if counts_down and row.due_on else None,
        percent=row.percent,
        unanswered=sum(u.acknowledged_at is None and u.declined_at is None for u in row.units),
        version=row.version,
        updated_at=row.updated_at,
    )


def whole(db: Session, actor: Actor, row: Assignment) -> AssignmentOut:
    """One assignment with everything that belongs to it."""
    extensions = db.scalars(
        select(AssignmentExtension)
        .where(AssignmentExtension.assignment_id == row.id)
        .order_by(AssignmentExtension.id.desc())
    ).all()
    difficulties = db.scalars(
        select(AssignmentDifficulty)
        .where(AssignmentDifficulty.assignment_id == row.id)
        .options(joinedload(AssignmentDifficulty.unit))
        .order_by(AssignmentDifficulty.id)
    ).all()
    groups = named_groups(db, [(row.plan_id, row.group_code), (row.plan_id, row.clause_code)])
    undecided = next((e for e in extensions if e.granted is None), None)
    return AssignmentOut(
        **_brief(row, groups).model_dump(),
        description=row.description,
        product=row.product,
        note=row.note,
        clause=_clause(row, groups),
        manner=DutyRole(row.manner) if row.manner else None,
        lead_clause=row.lead_clause,
        indicators=_indicators(db, row),
        units=[_named(actor, unit) for unit in sorted(row.units, key=lambda u: u.part != UnitPart.LEAD)],
        assigned_on=row.assigned_on,
        given_by_name=row.given_by_name,
        source=row.source,
        first_due_on=row.first_due_on,
        state_reason=row.state_reason,
        submitted_by_name=row.submitted_by_name,
        completed_on=row.completed_on,
        late=row.late,
        accepted=_done(row.accepted_by_name, row.accepted_at),
        extensions=[_extension(e) for e in extensions],
        difficulties=[_difficulty(d) for d in difficulties],
        occurrences=_occurrences(db, row),
        may=may(actor, row, undecided, any(d.resolved_at is None for d in difficulties)),
    )


def may(actor: Actor, row: Assignment, undecided: AssignmentExtension | None, hindered: bool) -> AssignmentMay:
    """The moves that the caller could make with this assignment at this moment."""
    state = AssignmentState(row.state)

    def known(made: AssignmentMove) -> bool:
        return (state, made) in LIFECYCLE

    works = actor.may(Act.ASSIGNMENT_WORK, row.unit_key)
    own = [u for u in row.units if actor.works_for(Act.ASSIGNMENT_WORK, u.unit_key)]
    unanswered = [u for u in own if u.acknowledged_at is None and u.declined_at is None and state not in CLOSED]
    create = rights_of(actor, Act.ASSIGNMENT_CREATE, row.unit_key)
    manages = bool(create.roles) and rules.manage_block(create, given_by_ward=row.given_by_ward) is None
    accept = rights_of(actor, Act.ASSIGNMENT_ACCEPT, row.unit_key)
    block = rules.decision_block(actor.id, row.submitted_by, accept) if accept.roles else None
    decides = bool(accept.roles) and block is None
    extends = undecided and accept.roles and rules.decision_block(actor.id, undecided.asked_by, accept) is None
    return AssignmentMay(
        edit=manages and known(AssignmentMove.EDIT),
        hand_over=manages and known(AssignmentMove.HAND_OVER),
        progress=state not in CLOSED and state is not AssignmentState.PAUSED and (works or bool(own)),
        percent=works and known(AssignmentMove.PROGRESS),
        acknowledge=bool(unanswered),
        decline=any(u.part == UnitPart.COOPERATING or known(AssignmentMove.DECLINE) for u in unanswered),
        submit=works and known(AssignmentMove.SUBMIT),
        accept=decides and known(AssignmentMove.ACCEPT),
        decide_blocked=block.code if block is not None and known(AssignmentMove.ACCEPT) else None,
        pause=manages and known(AssignmentMove.PAUSE),
        resume=manages and known(AssignmentMove.RESUME),
        cancel=manages and known(AssignmentMove.CANCEL),
        reopen=known(AssignmentMove.REOPEN)
        and bool(accept.roles)
        and rules.decision_block(actor.id, None, accept) is None,
        ask_extension=works
        and known(AssignmentMove.ASK_EXTENSION)
        and row.due_kind == DueKind.DATED
        and undecided is None,
        decide_extension=bool(extends) and known(AssignmentMove.GRANT_EXTENSION),
        raise_difficulty=state not in CLOSED and (works or bool(own)),
        resolve_difficulty=hindered and bool(accept.roles),
        urge=state in rules.URGED_IN and may_urge(actor, row.unit_key),
    )


def entries(db: Session, rows: Sequence[AssignmentEntry]) -> list[EntryOut]:
    """Lines of a log with the files that they show. Their units must have been read with them."""
    files = shown_by(db, [row.id for row in rows])
    return [
        EntryOut(
            id=row.id,
            at=row.at,
            by_name=row.actor_name,
            unit=unit_brief(row.unit),
            on_behalf=row.on_behalf,
            move=AssignmentMove(row.move),
            state=AssignmentState(row.state),
            percent=row.percent,
            text=row.text,
            occurrence=row.occurrence,
            old_due_on=row.old_due_on,
            new_due_on=row.new_due_on,
            evidence=files.get(row.id, []),
        )
        for row in rows
    ]


def _clause(row: Assignment, groups: Groups) -> ClauseRef | None:
    text = groups.get((row.plan_id, row.clause_code or ""))
    return ClauseRef(code=row.clause_code, text=text) if row.clause_code and text else None


def _indicators(db: Session, row: Assignment) -> list[LinkedIndicator]:
    if not row.indicators:
        return []
    query = (
        select(Indicator.code, Indicator.short_name)
        .where(Indicator.unit_id == row.ward_id, Indicator.code.in_(row.indicators))
        .order_by(Indicator.ordinal)
    )
    return [LinkedIndicator(code=code, short_name=name) for code, name in db.execute(query)]


def _named(actor: Actor, unit: AssignmentUnit) -> NamedUnitOut:
    return NamedUnitOut(
        unit=unit_brief(unit.unit),
        part=UnitPart(unit.part),
        acknowledged=_done(unit.acknowledged_by_name, unit.acknowledged_at),
        declined=_done(unit.declined_by_name, unit.declined_at),
        decline_reason=unit.decline_reason,
        mine=actor.works_for(Act.ASSIGNMENT_WORK, unit.unit_key),
    )


def _extension(row: AssignmentExtension) -> ExtensionOut:
    return ExtensionOut(
        id=row.id,
        old_due_on=row.old_due_on,
        new_due_on=row.new_due_on,
        reason=row.reason,
        asked=DoneBy(by_name=row.asked_by_name, at=row.asked_at),
        granted=row.granted,
        decided=_done(row.decided_by_name, row.decided_at),
        decision_reason=row.decision_reason,
    )


def _difficulty(row: AssignmentDifficulty) -> DifficultyOut:
    return DifficultyOut(
        id=row.id,
        unit=unit_brief(row.unit),
        text=row.text,
        proposal=row.proposal,
        raised=DoneBy(by_name=row.raised_by_name, at=row.raised_at),
        resolution=row.resolution,
        resolved=_done(row.resolved_by_name, row.resolved_at),
    )


def _occurrences(db: Session, row: Assignment) -> list[OccurrenceOut]:
    """The days of a recurring deadline that were done, newest first, after the one that is next."""
    if row.due_kind != DueKind.RECURRING or row.due_on is None:
        return []
    query = (
        select(AssignmentEntry.occurrence, AssignmentEntry.at)
        .where(AssignmentEntry.assignment_id == row.id, AssignmentEntry.occurrence.is_not(None))
        .order_by(AssignmentEntry.occurrence.desc())
        .limit(OCCURRENCES_SHOWN)
    )
    done = [(due, at.astimezone(clock.WARD_ZONE).date()) for due, at in db.execute(query) if due]
    late = clock.today() > row.due_on
    return [
        OccurrenceOut(due_on=row.due_on, done_on=None, late=late),
        *(OccurrenceOut(due_on=due, done_on=day, late=day > due) for due, day in done),
    ]


def _done(name: str | None, at: datetime | None) -> DoneBy | None:
    return DoneBy(by_name=name, at=at) if name is not None and at is not None else None
