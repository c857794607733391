"""Decisions about a value's life and about who may move it; the one door to all pure rules of indicators.

What may be entered is in `entry`, the numbers in `readings`, what a target asks in `targets`, the judging in
`standing`; all of it may be imported from here. Nothing in these modules reads a clock, a database or a request.
"""

from collections.abc import Collection
from datetime import date
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
    ScoreAboveHighest,
    StepsAboveTotal,
    ValueMissing,
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
    "DenominatorMissing",
    "DenominatorNotWanted",
    "DenominatorZero",
    "HeadReviews",
    "LevelUnknown",
    "Measure",
    "Move",
    "MoveForbidden",
    "NotAddable",
    "NotOwnEntry",
    "NotWhole",
    "NumberOutOfRange",
    "NumeratorAboveDenominator",
    "NumeratorMissing",
    "Observed",
    "OwnEntry",
    "PeriodFacts",
    "PeriodLocked",
    "PeriodNotOpen",
    "Reading",
    "Reason",
    "ReasonMissing",
    "ScoreAboveHighest",
    "Standing",
    "StepsAboveTotal",
    "TargetDef",
    "TargetKind",
    "ValueMissing",
    "ValueState",
    "Verdict",
    "check_entry",
    "check_reading",
    "check_reason",
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
]


class ValueState(StrEnum):
    """Where a value is on its way from the unit to the ward's approved figures."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Move(StrEnum):
    """What somebody does to a value."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"


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
    # Approved is the end: a mistake found later becomes a correction, a new version beside the old one.
}
"""Every move there is. A new value begins as a draft."""


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


class ReasonMissing(DomainError):
    """Returning or correcting a value needs a reason in words."""

    status, code = 422, "reason_missing"


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
