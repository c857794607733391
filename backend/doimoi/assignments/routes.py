"""Assignments: their list, one with its log, every move of its life, the pasted annex, one's own work, coverage."""

import uuid
from typing import Annotated, Any

from fastapi import Path, Query, Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from doimoi.access.gate import Caller, Db, Version, may
from doimoi.access.rules import Act
from doimoi.assignments.models import Assignment, AssignmentEntry
from doimoi.assignments.rules import AssignmentState, UnitPart
from doimoi.assignments.schemas import (
    AssignmentBrief,
    AssignmentCountsOut,
    AssignmentDeclineIn,
    AssignmentIn,
    AssignmentOut,
    AssignmentPatch,
    AssignmentReasonIn,
    CoverageOut,
    DifficultyIn,
    DigestOut,
    EntryOut,
    ExtensionDecisionIn,
    ExtensionIn,
    GroupRef,
    ImportIn,
    ImportOut,
    MyWorkOut,
    NoteIn,
    ProgressIn,
    ResolutionIn,
    UnitIn,
)
from doimoi.assignments.service import (
    covering,
    deciding,
    digesting,
    finding,
    giving,
    importing,
    mine,
    showing,
    telling,
    working,
)
from doimoi.assignments.service.finding import DueFilter, Filter
from doimoi.core.doors import doors, problems
from doimoi.core.paging import Listed, Page, Paged

router = doors("assignments")
Ref = Annotated[str, Path(max_length=80, pattern=r"^[0-9A-Za-z:._-]+$", examples=["NV1.1", "11602:NV-049"])]
PlanCode = Annotated[str, Path(max_length=60, pattern=r"^[0-9A-Za-z._-]+$")]
AnyCode = Annotated[str | None, Query(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z:._-]+$")]
Words = Annotated[str | None, Query(max_length=100, description="Words of code, title or product, marks or not.")]
SEE: dict[str, Any] = {"dependencies": [may(Act.ASSIGNMENT_READ)], "responses": problems(401, 403, 404)}
MOVED = problems(400, 401, 403, 404, 409, 412, 428)
ADDED = problems(400, 401, 403, 404, 409)


@router.get("/assignments", operation_id="list_assignments", **SEE)
def list_assignments(
    db: Db,
    paging: Paged,
    q: Words = None,
    unit: AnyCode = None,
    role: Annotated[UnitPart | None, Query(description="What the unit is in it; either when left out.")] = None,
    state: Annotated[AssignmentState | None, Query()] = None,
    due: Annotated[DueFilter | None, Query(description="How open ones lie to their deadlines.")] = None,
    group: AnyCode = None,
    clause: AnyCode = None,
    indicator: AnyCode = None,
    sort: Annotated[
        str, Query(max_length=8, pattern="^(plan|due)$", description="`plan`: as numbered. `due`: nearest first.")
    ] = ("plan"),
) -> Listed[AssignmentBrief]:
    """The assignments within reach: of the caller's units, those that name them, and accepted ones of the ward.

    `group` is a heading of the plan (`V.2`), or `other` for what is not of the plan.
    """
    query = finding.listed(db, Filter(q, unit, role, state, due, group, clause, indicator))
    keys = (Assignment.due_sort, Assignment.number, Assignment.id)
    rows, following = paging.page(db, query, *(keys if sort == "due" else keys[1:]))
    return Listed(data=showing.briefs(db, rows), next=following, page=Page(limit=paging.limit))


@router.get("/assignment-counts", operation_id="count_assignments", **SEE)
def count_assignments(
    db: Db,
    q: Words = None,
    unit: AnyCode = None,
    role: Annotated[UnitPart | None, Query()] = None,
    group: AnyCode = None,
) -> AssignmentCountsOut:
    """How many assignments of a filter are in which state, overdue, due soon; and the groups that there are."""
    states, overdue, soon, codes = finding.counted(db, Filter(q=q, unit=unit, role=role, group=group))
    groups = showing.named_groups(db, codes)
    return AssignmentCountsOut(
        total=sum(states.values()),
        states={state: states.get(state.value, 0) for state in AssignmentState},
        overdue=overdue,
        soon=soon,
        groups=[GroupRef(code=code, name=name) for (_, code), name in groups.items()],
    )


@router.get("/my-work", operation_id="get_my_work", **SEE)
def get_my_work(db: Db, caller: Caller) -> MyWorkOut:
    """Everything that waits for the caller, most pressing first: assignments, values to enter and mend, reviews."""
    return mine.my_work(db, caller)


@router.get("/notices/digest", operation_id="get_digest", **SEE)
def get_digest(db: Db, caller: Caller) -> DigestOut:
    """What the caller's day brings, as it stands now: the daily notice tells the same at its hour."""
    return digesting.live(db, caller)


@router.get("/plans/{code}/coverage", operation_id="get_plan_coverage", **SEE)
def get_plan_coverage(db: Db, caller: Caller, code: PlanCode) -> CoverageOut:
    """Whether each clause that demands work has an indicator, an assignment, or a recorded reason why not."""
    return covering.covered(db, caller, code)


@router.post(
    "/assignments",
    operation_id="create_assignment",
    status_code=201,
    dependencies=[may(Act.ASSIGNMENT_CREATE)],
    responses=ADDED,
)
def create_assignment(db: Db, caller: Caller, response: Response, given: AssignmentIn) -> AssignmentOut:
    """Give an assignment to a unit that leads, with others that cooperate; all of them the caller's to direct."""
    return _shown(db, caller, response, giving.give(db, caller, given))


@router.post(
    "/assignment-imports",
    operation_id="import_assignments",
    dependencies=[may(Act.ASSIGNMENT_CREATE)],
    responses=problems(400, 401, 403, 404),
)
def import_assignments(db: Db, caller: Caller, given: ImportIn) -> ImportOut:
    """Read an annex pasted from Excel; with `commit` create its assignments, all of them or none."""
    return importing.take_in(db, caller, given)


@router.get("/assignments/{ref}", operation_id="get_assignment", **SEE)
def get_assignment(db: Db, caller: Caller, response: Response, ref: Ref) -> AssignmentOut:
    """One assignment with its units and their answers, deadlines, difficulties, and what the caller may do."""
    return _shown(db, caller, response, finding.one(db, ref))


@router.get("/assignments/{ref}/log", operation_id="list_assignment_log", **SEE)
def list_assignment_log(db: Db, ref: Ref, paging: Paged) -> Listed[EntryOut]:
    """Everything that happened to an assignment, oldest first."""
    row = finding.one(db, ref)
    query = (
        select(AssignmentEntry).where(AssignmentEntry.assignment_id == row.id).options(joinedload(AssignmentEntry.unit))
    )
    rows, following = paging.page(db, query, AssignmentEntry.id)
    return Listed(data=showing.entries(db, rows), next=following, page=Page(limit=paging.limit))


@router.patch(
    "/assignments/{ref}",
    operation_id="change_assignment",
    dependencies=[may(Act.ASSIGNMENT_CREATE)],
    responses=MOVED,
)
def change_assignment(
    db: Db, caller: Caller, response: Response, ref: Ref, version: Version, given: AssignmentPatch
) -> AssignmentOut:
    """Change what is sent: words, deadline (with a reason when a day moves), cooperating units, or the lead."""
    return _shown(db, caller, response, giving.change(db, caller, finding.one(db, ref), version, given))


@router.post(
    "/assignments/{ref}/acknowledgements",
    operation_id="acknowledge_assignment",
    dependencies=[may(Act.ASSIGNMENT_WORK)],
    responses=ADDED,
)
def acknowledge_assignment(db: Db, caller: Caller, response: Response, ref: Ref, given: UnitIn) -> AssignmentOut:
    """Say that a named unit has received its part; only its own people and tools can."""
    return _shown(db, caller, response, working.acknowledge(db, caller, finding.one(db, ref), given.unit))


@router.post(
    "/assignments/{ref}/declines",
    operation_id="decline_assignment",
    dependencies=[may(Act.ASSIGNMENT_WORK)],
    responses=ADDED,
)
def decline_assignment(
    db: Db, caller: Caller, response: Response, ref: Ref, given: AssignmentDeclineIn
) -> AssignmentOut:
    """Say why a named unit does not take its part. The lead can do so only before work has begun."""
    return _shown(db, caller, response, working.decline(db, caller, finding.one(db, ref), given.unit, given.reason))


@router.post(
    "/assignments/{ref}/progress",
    operation_id="log_assignment_progress",
    dependencies=[may(Act.ASSIGNMENT_WORK)],
    responses=ADDED,
)
def log_assignment_progress(db: Db, caller: Caller, response: Response, ref: Ref, given: ProgressIn) -> AssignmentOut:
    """Add a line to the log. The lead also says how far the work is; a cooperating unit only remarks.

    Files that it shows may be opened by whoever sees the line, so they must be of the caller's own units.
    """
    return _shown(db, caller, response, working.log_progress(db, caller, finding.one(db, ref), given))


@router.post(
    "/assignments/{ref}/submissions",
    operation_id="submit_assignment",
    dependencies=[may(Act.ASSIGNMENT_WORK)],
    responses=MOVED,
)
def submit_assignment(
    db: Db, caller: Caller, response: Response, ref: Ref, version: Version, given: NoteIn
) -> AssignmentOut:
    """Hand finished work to whoever accepts it."""
    return _shown(db, caller, response, working.submit(db, caller, finding.one(db, ref), version, given.text))


@router.post(
    "/assignments/{ref}/acceptances",
    operation_id="accept_assignment",
    dependencies=[may(Act.ASSIGNMENT_ACCEPT)],
    responses=MOVED,
)
def accept_assignment(
    db: Db, caller: Caller, response: Response, ref: Ref, version: Version, given: NoteIn
) -> AssignmentOut:
    """Let the work stand as done: by leader, coordinator or the head above, never by who submitted it."""
    return _shown(db, caller, response, deciding.accept(db, caller, finding.one(db, ref), version, given.text))


@router.post(
    "/assignments/{ref}/returns",
    operation_id="return_assignment",
    dependencies=[may(Act.ASSIGNMENT_ACCEPT)],
    responses=MOVED,
)
def return_assignment(
    db: Db, caller: Caller, response: Response, ref: Ref, version: Version, given: AssignmentReasonIn
) -> AssignmentOut:
    """Give submitted work back to its lead, saying what to mend."""
    return _shown(db, caller, response, deciding.give_back(db, caller, finding.one(db, ref), version, given.reason))


@router.post(
    "/assignments/{ref}/reopenings",
    operation_id="reopen_assignment",
    dependencies=[may(Act.ASSIGNMENT_ACCEPT)],
    responses=MOVED,
)
def reopen_assignment(
    db: Db, caller: Caller, response: Response, ref: Ref, version: Version, given: AssignmentReasonIn
) -> AssignmentOut:
    """Open what was accepted, cancelled or declined again."""
    return _shown(db, caller, response, deciding.reopen(db, caller, finding.one(db, ref), version, given.reason))


@router.post(
    "/assignments/{ref}/pauses",
    operation_id="pause_assignment",
    dependencies=[may(Act.ASSIGNMENT_CREATE)],
    responses=MOVED,
)
def pause_assignment(
    db: Db, caller: Caller, response: Response, ref: Ref, version: Version, given: AssignmentReasonIn
) -> AssignmentOut:
    """Stop the clock of an assignment for a while."""
    return _shown(db, caller, response, giving.pause(db, caller, finding.one(db, ref), version, given.reason))


@router.post(
    "/assignments/{ref}/resumptions",
    operation_id="resume_assignment",
    dependencies=[may(Act.ASSIGNMENT_CREATE)],
    responses=MOVED,
)
def resume_assignment(
    db: Db, caller: Caller, response: Response, ref: Ref, version: Version, given: NoteIn
) -> AssignmentOut:
    """Go on with a paused assignment."""
    return _shown(db, caller, response, giving.resume(db, caller, finding.one(db, ref), version, given.text))


@router.post(
    "/assignments/{ref}/cancellations",
    operation_id="cancel_assignment",
    dependencies=[may(Act.ASSIGNMENT_CREATE)],
    responses=MOVED,
)
def cancel_assignment(
    db: Db, caller: Caller, response: Response, ref: Ref, version: Version, given: AssignmentReasonIn
) -> AssignmentOut:
    """Take an assignment back, with a reason that stays readable."""
    return _shown(db, caller, response, giving.cancel(db, caller, finding.one(db, ref), version, given.reason))


@router.post(
    "/assignments/{ref}/reminders",
    operation_id="urge_for_assignment",
    dependencies=[may(Act.URGE)],
    responses=ADDED,
)
def urge_for_assignment(db: Db, caller: Caller, response: Response, ref: Ref, given: NoteIn) -> AssignmentOut:
    """Remind every unit that the assignment names: a line in its log and a notice to their people, once a day."""
    return _shown(db, caller, response, telling.urge(db, caller, finding.one(db, ref), given.text))


@router.post(
    "/assignments/{ref}/extensions",
    operation_id="ask_assignment_extension",
    dependencies=[may(Act.ASSIGNMENT_WORK)],
    responses=ADDED,
)
def ask_assignment_extension(db: Db, caller: Caller, response: Response, ref: Ref, given: ExtensionIn) -> AssignmentOut:
    """Ask for a later day, with a reason; the present one holds until it is granted."""
    return _shown(db, caller, response, working.ask_extension(db, caller, finding.one(db, ref), given))


@router.post(
    "/assignments/{ref}/extensions/{extension_id}/decisions",
    operation_id="decide_assignment_extension",
    dependencies=[may(Act.ASSIGNMENT_ACCEPT)],
    responses=ADDED,
)
def decide_assignment_extension(
    db: Db, caller: Caller, response: Response, ref: Ref, extension_id: uuid.UUID, given: ExtensionDecisionIn
) -> AssignmentOut:
    """Grant the later day, or refuse it with a reason."""
    row = finding.one(db, ref)
    return _shown(db, caller, response, deciding.decide_extension(db, caller, row, extension_id, given))


@router.post(
    "/assignments/{ref}/difficulties",
    operation_id="raise_assignment_difficulty",
    dependencies=[may(Act.ASSIGNMENT_WORK)],
    responses=ADDED,
)
def raise_assignment_difficulty(
    db: Db, caller: Caller, response: Response, ref: Ref, given: DifficultyIn
) -> AssignmentOut:
    """Tell what hinders the work, and what is proposed."""
    return _shown(db, caller, response, working.raise_difficulty(db, caller, finding.one(db, ref), given))


@router.post(
    "/assignments/{ref}/difficulties/{difficulty_id}/resolutions",
    operation_id="resolve_assignment_difficulty",
    dependencies=[may(Act.ASSIGNMENT_ACCEPT)],
    responses=ADDED,
)
def resolve_assignment_difficulty(
    db: Db, caller: Caller, response: Response, ref: Ref, difficulty_id: uuid.UUID, given: ResolutionIn
) -> AssignmentOut:
    """Say how a difficulty was resolved."""
    row = finding.one(db, ref)
    return _shown(db, caller, response, deciding.resolve(db, caller, row, difficulty_id, given.resolution))


def _shown(db: Db, caller: Caller, response: Response, row: Assignment) -> AssignmentOut:
    """The assignment as it stands after the change, read anew with its context."""
    fresh = finding.one(db, str(row.id))
    response.headers["ETag"] = f'"{fresh.version}"'
    return showing.whole(db, caller, fresh)
