"""Decisions about an assignment's life: which move is known, who may make it, and whether it came in time.

Nothing here reads a clock, a database or a request. Deadlines are in `deadlines`, the pasted annex in `annex`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from doimoi.access.rules import Role
from doimoi.core.errors import DomainError


class AssignmentState(StrEnum):
    """Where an assignment is between being given and being accepted."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DECLINED = "declined"


class AssignmentMove(StrEnum):
    """A line of an assignment's log: what somebody did."""

    GIVE = "give"
    EDIT = "edit"
    HAND_OVER = "hand_over"
    ACKNOWLEDGE = "acknowledge"
    DECLINE = "decline"
    PROGRESS = "progress"
    REMARK = "remark"  # a cooperating unit's word: it moves neither state nor percent
    OCCURRENCE = "occurrence"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    REOPEN = "reopen"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    DIFFICULTY = "difficulty"
    RESOLVE = "resolve"
    URGE = "urge"


class UnitPart(StrEnum):
    """What a unit is in an assignment. Exactly one leads."""

    LEAD = "lead"
    COOPERATING = "cooperating"


class LeadBasis(StrEnum):
    """Where the lead comes from: the plan says so, it was inferred from the plan, or somebody of the ward gave it."""

    STATED = "stated"
    INFERRED = "inferred"
    GIVEN = "given"


class Lateness(StrEnum):
    """The deadline's half of an assignment's standing; the other half is its state."""

    NO_DEADLINE = "no_deadline"
    IN_TIME = "in_time"
    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    STOPPED = "stopped"


S, M = AssignmentState, AssignmentMove
LIFECYCLE: Final[dict[tuple[AssignmentState, AssignmentMove], AssignmentState]] = {
    (S.NOT_STARTED, M.PROGRESS): S.IN_PROGRESS,
    (S.IN_PROGRESS, M.PROGRESS): S.IN_PROGRESS,
    # A returned assignment stays returned while it is mended, so that the reason stays in sight.
    (S.RETURNED, M.PROGRESS): S.RETURNED,
    (S.NOT_STARTED, M.OCCURRENCE): S.IN_PROGRESS,
    (S.IN_PROGRESS, M.OCCURRENCE): S.IN_PROGRESS,
    (S.RETURNED, M.OCCURRENCE): S.RETURNED,
    (S.NOT_STARTED, M.SUBMIT): S.SUBMITTED,
    (S.IN_PROGRESS, M.SUBMIT): S.SUBMITTED,
    (S.RETURNED, M.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, M.ACCEPT): S.ACCEPTED,
    (S.SUBMITTED, M.RETURN): S.RETURNED,
    # What has begun is not declined any more: it is paused or cancelled by who gave it.
    (S.NOT_STARTED, M.DECLINE): S.DECLINED,
    (S.NOT_STARTED, M.PAUSE): S.PAUSED,
    (S.IN_PROGRESS, M.PAUSE): S.PAUSED,
    (S.RETURNED, M.PAUSE): S.PAUSED,
    (S.PAUSED, M.RESUME): S.IN_PROGRESS,
    (S.NOT_STARTED, M.CANCEL): S.CANCELLED,
    (S.IN_PROGRESS, M.CANCEL): S.CANCELLED,
    (S.SUBMITTED, M.CANCEL): S.CANCELLED,
    (S.RETURNED, M.CANCEL): S.CANCELLED,
    (S.PAUSED, M.CANCEL): S.CANCELLED,
    (S.DECLINED, M.CANCEL): S.CANCELLED,
    (S.ACCEPTED, M.REOPEN): S.IN_PROGRESS,
    (S.CANCELLED, M.REOPEN): S.IN_PROGRESS,
    (S.DECLINED, M.REOPEN): S.NOT_STARTED,
    **{
        (state, move): state
        for state in (S.NOT_STARTED, S.IN_PROGRESS, S.RETURNED)
        for move in (M.ASK_EXTENSION, M.GRANT_EXTENSION, M.REFUSE_EXTENSION)
    },
    **{(state, M.EDIT): state for state in (S.NOT_STARTED, S.IN_PROGRESS, S.RETURNED, S.PAUSED, S.DECLINED)},
    (S.NOT_STARTED, M.HAND_OVER): S.NOT_STARTED,
    (S.IN_PROGRESS, M.HAND_OVER): S.IN_PROGRESS,
    (S.RETURNED, M.HAND_OVER): S.RETURNED,
    (S.PAUSED, M.HAND_OVER): S.PAUSED,
    # Given to another unit, what one unit declined begins anew.
    (S.DECLINED, M.HAND_OVER): S.NOT_STARTED,
}
"""Every move that depends on the state. A new assignment is not started; what is not here is refused."""

CLOSED: Final = frozenset({S.ACCEPTED, S.CANCELLED, S.DECLINED})
"""States in which nothing is worked on any more until the assignment is opened again."""

URGED_IN: Final = frozenset({S.NOT_STARTED, S.IN_PROGRESS, S.RETURNED})
"""States in which those who do the work can be urged: it is theirs to move."""

REMIND_BEFORE: Final = (7, 3, 1)
"""Days before a deadline on which its units are reminded; the first of them is where `soon` begins."""


MOST_FILES: Final = 20
"""How many files one line of the log shows at most."""


class AssignmentMoveForbidden(DomainError):
    """The life cycle knows no such move from this state. Params: state, move."""

    status, code = 409, "assignment_move_forbidden"


class OwnSubmission(DomainError):
    """Nobody accepts or returns what they submitted, nor decides on the longer deadline they asked for."""

    status, code = 403, "own_submission"


class SuperiorDecides(DomainError):
    """The head of the unit that leads is not above it: leader or coordinator decide."""

    status, code = 403, "superior_decides"


class GivenByWard(DomainError):
    """Leader or coordinator gave this; a head changes only what a head of the same reach gave."""

    status, code = 403, "given_by_ward"


class NotNamed(DomainError):
    """The caller works for none of the units that this is about."""

    status, code = 403, "unit_not_named"


class PercentOfLead(DomainError):
    """Only the unit that leads says how far the work is."""

    status, code = 403, "percent_of_lead"


class AlreadyAcknowledged(DomainError):
    """The unit has acknowledged this, or declined it, before."""

    status, code = 409, "already_acknowledged"


class LeadCooperates(DomainError):
    """A unit cannot lead and cooperate at once."""

    status, code = 422, "lead_cooperates"


class ExtensionUndecided(DomainError):
    """A request for a longer deadline waits for its decision already."""

    status, code = 409, "extension_undecided"


class ExtensionDecided(DomainError):
    """This request was decided before."""

    status, code = 409, "extension_decided"


class DifficultyResolved(DomainError):
    """This difficulty was resolved before."""

    status, code = 409, "difficulty_resolved"


def move(state: AssignmentState, made: AssignmentMove) -> AssignmentState:
    """The state after the move; refused when the table does not know it."""
    try:
        return LIFECYCLE[state, made]
    except KeyError:
        raise AssignmentMoveForbidden(state=state.value, move=made.value) from None


@dataclass(frozen=True, slots=True)
class Rights:
    """The caller's roles, through which the asked act reaches the lead unit, and whether each stands above it."""

    roles: frozenset[Role]
    head_above: bool  # a head of a unit over the lead, not of the lead itself

    @property
    def of_ward(self) -> bool:
        """Whether leader or coordinator."""
        return bool(self.roles & {Role.LEADER, Role.COORDINATOR})


def decision_block(actor: UUID, asked_by: UUID | None, rights: Rights) -> type[DomainError] | None:
    """Why somebody with the right to accept may not decide on this; None when they may.

    `asked_by`: who submitted the work, or asked for the longer deadline.
    """
    if actor == asked_by:
        return OwnSubmission
    if not rights.of_ward and not rights.head_above:
        return SuperiorDecides
    return None


def manage_block(rights: Rights, *, given_by_ward: bool) -> type[DomainError] | None:
    """Why somebody with the right to give assignments may not change, pause or cancel this one."""
    return GivenByWard if given_by_ward and not rights.of_ward else None


def lateness(state: AssignmentState, due_on: date | None, completed_on: date | None, today: date) -> Lateness:
    """How an assignment lies to its deadline, in whole days of the ward. What is accepted keeps what it was then."""
    if state in (S.CANCELLED, S.DECLINED, S.PAUSED):
        return Lateness.STOPPED
    if state is S.ACCEPTED:
        return Lateness.DONE_IN_TIME if on_time(due_on, completed_on or today) else Lateness.DONE_LATE
    if due_on is None:
        return Lateness.NO_DEADLINE
    # Handed in, it waits for others: it is measured by the day it was handed in.
    left = (due_on - (completed_on or today)).days if state is S.SUBMITTED else (due_on - today).days
    if left < 0:
        return Lateness.OVERDUE
    if left == 0:
        return Lateness.TODAY
    return Lateness.SOON if left <= REMIND_BEFORE[0] else Lateness.IN_TIME


def on_time(due_on: date | None, completed_on: date) -> bool:
    """Whether work handed in on a day was in time; the deadline's own day still is. Without a deadline it is."""
    return due_on is None or completed_on <= due_on


def reminds(due_on: date | None, today: date) -> bool:
    """Whether this is a day on which the units are reminded of the deadline."""
    return due_on is not None and (due_on - today).days in REMIND_BEFORE


def check_units(lead: UUID, cooperating: Collection[UUID]) -> None:
    """Refuse a lead that is also named among those who cooperate."""
    if lead in cooperating:
        raise LeadCooperates(pointer="/cooperating")


def short_title(text: str, limit: int = 110) -> str:
    """The beginning of a long sentence as a title: up to its first full stop or semicolon, else whole words."""
    line = " ".join(text.split()).rstrip(".")
    if len(line) <= limit:
        return line
    ends = [at for mark in (". ", "; ", ": ", " (") if 24 <= (at := line.find(mark)) <= limit]
    if ends:
        return line[: min(ends)]
    cut = line.rfind(", ", 60, limit)
    return line[: cut if cut > 0 else line.rfind(" ", 0, limit)] + "…"
