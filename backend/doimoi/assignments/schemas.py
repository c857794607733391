"""What the addresses of assignments take and give."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from doimoi.access.schemas import UnitBrief
from doimoi.assignments.annex import Column, Fault, RowState
from doimoi.assignments.deadlines import Deadline, DueKind, Every
from doimoi.assignments.my_work import WorkAction, WorkKind, WorkSection
from doimoi.assignments.rules import MOST_FILES, AssignmentMove, AssignmentState, Lateness, LeadBasis, UnitPart
from doimoi.core.fields import Code, Day, Flag, In, Line, Out, Prose
from doimoi.evidence.schemas import EvidenceRef
from doimoi.indicators.schemas import ClauseRef, DoneBy
from doimoi.plan.parts import DutyRole
from doimoi.plan.schemas import PeriodOut

ShortProse = Annotated[Prose, Field(max_length=500)]
UnitCodes = Annotated[list[Code], Field(max_length=60)]
IndicatorCodes = Annotated[list[Code], Field(max_length=40)]
EvidenceIds = Annotated[list[uuid.UUID], Field(max_length=MOST_FILES)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]


class DeadlineIn(In):
    """A deadline: a day (`on`), every so often (`every`, and the `month` and `day` it falls on), `days` after what
    `text` says, on the condition of `text`, or none."""

    kind: DueKind
    on: Day | None = None
    every: Every | None = None
    month: Annotated[int, Field(ge=1, le=12, strict=True)] | None = None
    day: Annotated[int, Field(ge=1, le=31, strict=True)] | None = None
    days: Annotated[int, Field(ge=1, le=3660, strict=True)] | None = None
    text: ShortProse | None = None

    def whole(self) -> Deadline:
        """The deadline as the rules know it."""
        return Deadline(**dict(self))


class AssignmentIn(In):
    """A new assignment: what, who leads, until when; the rest may follow later."""

    title: Line
    lead: Code
    deadline: DeadlineIn
    cooperating: UnitCodes = []
    description: Prose | None = None
    product: Prose | None = None
    note: Prose | None = None
    indicators: IndicatorCodes = []
    clause: Code | None = None


class AssignmentPatch(In):
    """What changes; what is absent stays. A dated deadline is moved with a reason."""

    title: Line | None = None
    lead: Code | None = None
    deadline: DeadlineIn | None = None
    cooperating: UnitCodes | None = None
    description: Prose | None = None
    product: Prose | None = None
    note: Prose | None = None
    indicators: IndicatorCodes | None = None
    reason: Prose | None = None


class UnitIn(In):
    """For which of the caller's units; without it for each that is named and has not answered."""

    unit: Code | None = None


class AssignmentDeclineIn(UnitIn):
    """Why a unit does not take its part."""

    reason: Prose


class ProgressIn(In):
    """What was done; how far the whole is, in percent; whether the present occurrence of a recurring one is done.

    `evidence`: files of the caller's own units that show it, sent beforehand.
    """

    text: Prose
    percent: Percent | None = None
    occurrence_done: Flag = False
    evidence: EvidenceIds = []


class NoteIn(In):
    """A word to go with a move; may be empty."""

    text: Prose | None = None


class AssignmentReasonIn(In):
    """Why."""

    reason: Prose


class ExtensionIn(In):
    """A later day and why."""

    new_due_on: Day
    reason: Prose


class ExtensionDecisionIn(In):
    """Whether the longer deadline is granted; a refusal says why."""

    granted: Flag
    reason: Prose | None = None


class DifficultyIn(In):
    """What hinders the work and what is proposed."""

    text: Prose
    proposal: Prose | None = None


class ResolutionIn(In):
    """How a difficulty was resolved."""

    resolution: Prose


class DeadlineOut(Out):
    """A deadline. `due_on` is the day that counts now: of a recurring one its first occurrence that is not done."""

    kind: DueKind
    due_on: date | None
    every: Every | None
    month: int | None
    day: int | None
    days: int | None
    text: str | None


class GroupRef(Out):
    """The heading of the plan under which an assignment stands."""

    code: str
    name: str


class AssignmentBrief(Out):
    """An assignment in a list. `days_left` counts whole days to the deadline, negative when it has passed."""

    id: uuid.UUID
    code: str
    title: str
    lead: UnitBrief
    lead_basis: LeadBasis
    cooperating: list[UnitBrief]
    group: GroupRef | None
    deadline: DeadlineOut
    state: AssignmentState
    lateness: Lateness
    days_left: int | None
    percent: int
    unanswered: int
    version: int
    updated_at: datetime


class NamedUnitOut(Out):
    """A unit named in an assignment and what it answered. `mine`: the caller answers for it."""

    unit: UnitBrief
    part: UnitPart
    acknowledged: DoneBy | None
    declined: DoneBy | None
    decline_reason: str | None
    mine: bool


class ExtensionOut(Out):
    """A longer deadline that was asked for. `granted` is null while nobody decided."""

    id: uuid.UUID
    old_due_on: date
    new_due_on: date
    reason: str
    asked: DoneBy
    granted: bool | None
    decided: DoneBy | None
    decision_reason: str | None


class DifficultyOut(Out):
    """What hinders the work, and how it was resolved."""

    id: uuid.UUID
    unit: UnitBrief
    text: str
    proposal: str | None
    raised: DoneBy
    resolution: str | None
    resolved: DoneBy | None


class OccurrenceOut(Out):
    """One day of a recurring deadline, and the day on which it was done."""

    due_on: date
    done_on: date | None
    late: bool | None


class LinkedIndicator(Out):
    """An indicator that an assignment serves."""

    code: str
    short_name: str


class AssignmentMay(Out):
    """What the caller may do with an assignment at this moment; `decide_blocked` is the code of what forbids to."""

    edit: bool
    hand_over: bool
    progress: bool
    percent: bool
    acknowledge: bool
    decline: bool
    submit: bool
    accept: bool
    decide_blocked: str | None
    pause: bool
    resume: bool
    cancel: bool
    reopen: bool
    ask_extension: bool
    decide_extension: bool
    raise_difficulty: bool
    resolve_difficulty: bool
    urge: bool


class AssignmentOut(AssignmentBrief):
    """An assignment whole. `late` is fixed when it is accepted, by the day on which it was handed in."""

    description: str | None
    product: str | None
    note: str | None
    clause: ClauseRef | None
    manner: DutyRole | None
    lead_clause: str | None
    indicators: list[LinkedIndicator]
    units: list[NamedUnitOut]
    assigned_on: date
    given_by_name: str | None
    source: str
    first_due_on: date | None
    state_reason: str | None
    submitted_by_name: str | None
    completed_on: date | None
    late: bool | None
    accepted: DoneBy | None
    extensions: list[ExtensionOut]
    difficulties: list[DifficultyOut]
    occurrences: list[OccurrenceOut]
    may: AssignmentMay


class EntryOut(Out):
    """A line of the log, newest first."""

    id: uuid.UUID
    at: datetime
    by_name: str
    unit: UnitBrief
    on_behalf: bool
    move: AssignmentMove
    state: AssignmentState
    percent: int | None
    text: str | None
    occurrence: date | None
    old_due_on: date | None
    new_due_on: date | None
    evidence: list[EvidenceRef]


class AssignmentCountsOut(Out):
    """How many assignments of a filter are in which state, and how they lie to their deadlines."""

    total: int
    states: dict[AssignmentState, int]
    overdue: int
    soon: int
    groups: list[GroupRef]


RowNumber = Annotated[int, Field(ge=1, le=500, strict=True)]


class CellIn(In):
    """A cell written anew: for a unit its code, for a deadline as one would write it in the table."""

    row: RowNumber
    column: Column
    text: Annotated[str, Field(max_length=4000)]


class ImportIn(In):
    """A table as it was pasted, and what was put right since. `commit`: create the assignments; else only look.

    `atomic`: nothing is created as long as a row is faulty; without it the faulty rows are left out.
    """

    text: Annotated[str, Field(min_length=1, max_length=400_000)]
    commit: Flag = False
    atomic: Flag = True
    ward: Code | None = None
    columns: Annotated[list[Column | None], Field(max_length=40)] | None = None
    cells: Annotated[list[CellIn], Field(max_length=2000)] = []
    skipped: Annotated[list[RowNumber], Field(max_length=500)] = []
    kept: Annotated[list[RowNumber], Field(max_length=500)] = []


class CellFaultOut(Out):
    """What is wrong with a cell, what stands in it, and the units it could mean."""

    column: Column
    fault: Fault
    text: str
    suggestions: list[UnitBrief]


class ImportRowOut(Out):
    """A row of the table as it was read; `created` is the code of the assignment it became."""

    row: int
    state: RowState
    title: str
    lead: UnitBrief | None
    lead_text: str
    cooperating: list[UnitBrief]
    product: str | None
    deadline: DeadlineOut
    deadline_text: str
    note: str | None
    faults: list[CellFaultOut]
    created: str | None


class ImportColumnOut(Out):
    """A column of the pasted table: its heading, and what it was taken to hold."""

    heading: str
    column: Column | None


class ImportOut(Out):
    """The table as it was read, and how many rows are ready, faulty, left out."""

    columns: list[ImportColumnOut]
    rows: list[ImportRowOut]
    ready: int
    faulty: int
    skipped: int
    created: int


class WorkItemOut(Out):
    """One thing to do. `action` says what opens it; `count` how many things it stands for."""

    kind: WorkKind
    section: WorkSection
    action: WorkAction
    code: str
    title: str
    unit: UnitBrief
    period: str | None
    due_on: date | None
    days_left: int | None
    percent: int | None
    count: int
    done: int | None
    note: str | None
    by_name: str | None
    at: datetime | None


class MyWorkOut(Out):
    """Everything that waits for the caller, most pressing first, and what their units finished this week."""

    today: date
    period: PeriodOut | None
    period_days_left: int | None
    counts: dict[WorkSection, int]
    items: list[WorkItemOut]
    next: WorkItemOut | None
    done_this_week: list[WorkItemOut]


class DigestOut(Out):
    """What somebody's day brings: how much of it, in one line of words, and the things themselves."""

    day: date
    due: int
    overdue: int
    returned: int
    review: int
    text: str
    items: list[WorkItemOut]


class CoverageLine(Out):
    """A clause of the plan that demands work, with what covers it."""

    clause: ClauseRef
    indicators: list[str]
    assignments: list[str]
    reason: str | None


class CoverageOut(Out):
    """How a plan is covered; `missing` counts the clauses that nothing covers."""

    demanding: int
    missing: int
    lines: list[CoverageLine]
