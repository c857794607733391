"""Decisions about a value's life and about who may move it; the one door to all pure rules of indicators.

What may be entered is in `entry`, the numbers in `readings`, what a target asks in `targets`, the judging in
`standing`; all of it may be imported from here. Nothing in these modules reads a clock, a database or a request.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from doimoi.core.errors import DomainError
from doimoi.indicators.entry import (
    BELOW,
    DECIMALS,
    DenominatorMissing,
    DenominatorNotWanted,
    DenominatorZero,
    LevelUnknown,
    NotWhole,
    NumberOutOfRange,
    NumeratorAboveDenominator,
    NumeratorMissing,
    PercentAboveAll,
    PlannedAboveHighest,
    ScoreAboveHighest,
    StepsAboveTotal,
    ValueMissing,
    check_planned,
    check_reading,
)
from doimoi.indicators.readings import (
    JUMP_WARNING_POINTS,
    PAIRED,
    Measure,
    NotAddable,
    Reading,
    exact_value,
    jump,
    jump_needs_note,
    of_ward,
    plain,
    rate,
    roll_up,
    rounded,
    shown,
)
from doimoi.indicators.standing import standing
from doimoi.indicators.targets import (
    PLAN_ENDS_ON,
    RISK_POINTS,
    RISK_SHARE,
    RULE_VERSION,
    Observed,
    PeriodFacts,
    Reason,
    Standing,
    TargetDef,
    TargetKind,
    Verdict,
)

__all__ = [
    "BELOW",
    "DECIMALS",
    "JUMP_WARNING_POINTS",
    "LIFECYCLE",
    "PAIRED",
    "PLAN_ENDS_ON",
    "RISK_POINTS",
    "RISK_SHARE",
    "RULE_VERSION",
    "STANDS",
    "CorrectionChangesNothing",
    "DenominatorMissing",
    "DenominatorNotWanted",
    "DenominatorZero",
    "HeadReviews",
    "JumpNeedsNote",
    "LevelUnknown",
    "Measure",
    "Move",
    "MoveForbidden",
    "NotAddable",
    "NotOwnEntry",
    "NotOwnReview",
    "NotWhole",
    "NumberOutOfRange",
    "NumeratorAboveDenominator",
    "NumeratorMissing",
    "Observed",
    "OwnEntry",
    "PercentAboveAll",
    "PeriodFacts",
    "PeriodLocked",
    "PeriodNotOpen",
    "PlannedAboveHighest",
    "Reading",
    "Reason",
    "ReasonMissing",
    "ReviewReplaced",
    "ReviewSettled",
    "ScoreAboveHighest",
    "Standing",
    "StepsAboveTotal",
    "TargetDef",
    "TargetKind",
    "ValueMissing",
    "ValueState",
    "Verdict",
    "check_correction",
    "check_entry",
    "check_jump",
    "check_planned",
    "check_reading",
    "check_reason",
    "check_reconsider",
    "check_withdrawer",
    "exact_value",
    "jump",
    "jump_needs_note",
    "move",
    "of_ward",
    "plain",
    "rate",
    "review_block",
    "roll_up",
    "rounded",
    "shown",
    "standing",
    "withdrawn",
]


class ValueState(StrEnum):
    """Where a value is on its way from the unit to the ward's approved figures."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"


STANDS = (ValueState.APPROVED, ValueState.PUBLISHED)
"""The states in which the numbers on a value are the ones that everybody reads."""


class Move(StrEnum):
    """What somebody does to a value."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    RECONSIDER = "reconsider"
    CORRECT = "correct"
    REOPEN = "reopen"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"


LIFECYCLE: dict[tuple[ValueState, Move], ValueState] = {
    (ValueState.DRAFT, Move.SAVE): ValueState.DRAFT,
    # A returned value stays returned while it is mended, so that the reviewer's reason stays in sight.
    (ValueState.RETURNED, Move.SAVE): ValueState.RETURNED,
    (ValueState.DRAFT, Move.SUBMIT): ValueState.SUBMITTED,
    (ValueState.RETURNED, Move.SUBMIT): ValueState.SUBMITTED,
    # Nothing is changed under a reviewer's eyes: the enterer first takes the value back.
    (ValueState.SUBMITTED, Move.WITHDRAW): ValueState.DRAFT,
    (ValueState.SUBMITTED, Move.RETURN): ValueState.RETURNED,
    (ValueState.SUBMITTED, Move.APPROVE): ValueState.APPROVED,
    # A slip of the finger: the reviewer takes the decision back at once, before anybody builds on it.
    (ValueState.APPROVED, Move.RECONSIDER): ValueState.SUBMITTED,
    (ValueState.RETURNED, Move.RECONSIDER): ValueState.SUBMITTED,
    (ValueState.APPROVED, Move.PUBLISH): ValueState.PUBLISHED,
    (ValueState.PUBLISHED, Move.UNPUBLISH): ValueState.APPROVED,
    # A mistake found later becomes a correction: new numbers wait for review while the approved ones stay in force.
    (ValueState.APPROVED, Move.CORRECT): ValueState.SUBMITTED,
    (ValueState.PUBLISHED, Move.CORRECT): ValueState.SUBMITTED,
    (ValueState.APPROVED, Move.REOPEN): ValueState.RETURNED,
    (ValueState.PUBLISHED, Move.REOPEN): ValueState.RETURNED,
}
"""Every move there is. A new value begins as a draft."""

RECONSIDER_WITHIN = timedelta(seconds=60)
"""How long a reviewer may take a decision back."""


class MoveForbidden(DomainError):
    """The life cycle knows no such move from this state. Params: state, move."""

    status, code = 409, "move_forbidden"


class OwnEntry(DomainError):
    """Nobody reviews what they entered or submitted themselves."""

    status, code = 403, "own_entry"


class HeadReviews(DomainError):
    """The unit has a head who is free to review; the coordinator reviews only where there is none."""

    status, code = 403, "head_reviews"


class NotOwnEntry(DomainError):
    """Only who entered or submitted a value may take it back."""

    status, code = 403, "not_own_entry"


class NotOwnReview(DomainError):
    """Only who approved or returned a value may take that decision back."""

    status, code = 403, "not_own_review"


class ReviewSettled(DomainError):
    """The decision is older than may be taken back, or the unit has gone on from it. Params: seconds."""

    status, code = 409, "review_settled"


class ReviewReplaced(DomainError):
    """The approval put new figures in the place of approved ones; what is wrong with them is corrected anew."""

    status, code = 409, "review_replaced"


class ReasonMissing(DomainError):
    """Returning or correcting a value needs a reason in words."""

    status, code = 422, "reason_missing"


class JumpNeedsNote(DomainError):
    """The ratio moved by 20 points or more since the last approved period. Params: points (size), way (up, down)."""

    status, code = 422, "jump_needs_note"


class CorrectionChangesNothing(DomainError):
    """The corrected numbers and note are those that stand already."""

    status, code = 422, "correction_changes_nothing"


class PeriodLocked(DomainError):
    """The period's figures are frozen. Params: day (dd/mm/yyyy)."""

    status, code = 423, "period_locked"


class PeriodNotOpen(DomainError):
    """The period has not begun. Params: day (dd/mm/yyyy) on which it does."""

    status, code = 409, "period_not_open"


def move(state: ValueState, made: Move) -> ValueState:
    """The state after the move; refused when the table does not know it."""
    try:
        return LIFECYCLE[state, made]
    except KeyError:
        raise MoveForbidden(state=state.value, move=made.value) from None


def withdrawn(state: ValueState, *, kept: bool, published: bool) -> ValueState:
    """The state of a value that is taken back.

    `kept`: approved numbers are in force behind it, so that it is a correction that is given up, at any step before
    its approval; the numbers come back with the state they had (`published` or not).
    """
    if not kept:
        return move(state, Move.WITHDRAW)
    if state in STANDS:
        raise MoveForbidden(state=state.value, move=Move.WITHDRAW.value)
    return ValueState.PUBLISHED if published else ValueState.APPROVED


def check_jump(points: Decimal | None, note: str | None) -> None:
    """Refuse a ratio that moved by 20 points or more since the last approved period without a word about why."""
    if points is not None and jump_needs_note(points) and not (note or "").strip():
        raise JumpNeedsNote(pointer="/note", points=shown(abs(points)), way="up" if points > 0 else "down")


def check_correction(before: Reading, after: Reading, *, same_note: bool) -> None:
    """Refuse a correction that corrects nothing."""
    if before == after and same_note:
        raise CorrectionChangesNothing(pointer="/numerator")


def review_block(
    actor: UUID, entered_by: UUID, submitted_by: UUID | None, *, only_coordinates: bool, free_heads: Collection[UUID]
) -> type[DomainError] | None:
    """Why somebody who holds the right to review may not review this value; None when they may.

    Nobody reviews their own entry. `only_coordinates`: the right comes from coordinating the ward alone, which
    counts only where no head of the unit is free (`free_heads`: its heads, whoever entered the value left out).
    """
    if actor in (entered_by, submitted_by):
        return OwnEntry
    if only_coordinates and any(head not in (entered_by, submitted_by) for head in free_heads):
        return HeadReviews
    return None


def check_withdrawer(actor: UUID, entered_by: UUID, submitted_by: UUID | None) -> None:
    """Refuse to let anybody take back another's entry (the reviewer's way is to return it)."""
    if actor not in (entered_by, submitted_by):
        raise NotOwnEntry


def check_reconsider(
    actor: UUID,
    reviewed_by: UUID | None,
    reviewed_at: datetime | None,
    entered_at: datetime,
    now: datetime,
    *,
    replaced: bool,
) -> None:
    """Refuse to take back a decision that is another's, that has stood too long, or that numbers came after.

    `replaced`: it was an approval that took the place of figures approved before.
    """
    if actor != reviewed_by:
        raise NotOwnReview
    if reviewed_at is None or now - reviewed_at > RECONSIDER_WITHIN or entered_at > reviewed_at:
        raise ReviewSettled(seconds=str(int(RECONSIDER_WITHIN.total_seconds())))
    if replaced:
        raise ReviewReplaced


def check_reason(reason: str | None) -> str:
    """The reason without surrounding blanks; refused when nothing is left."""
    text = (reason or "").strip()
    if not text:
        raise ReasonMissing(pointer="/reason")
    return text


def check_entry(first_day: date, locked_on: date | None, today: date) -> None:
    """Refuse to write into a period that has not begun or whose figures are frozen; late is not refused."""
    if locked_on is not None:
        raise PeriodLocked(day=_shown_day(locked_on))
    if today < first_day:
        raise PeriodNotOpen(day=_shown_day(first_day))


def _shown_day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"
