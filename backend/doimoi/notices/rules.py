"""What there is to be told, and what it is about."""

from enum import StrEnum
from typing import Final

from doimoi.access.rules import Act, Actor, Role
from doimoi.core.errors import DomainError

DOERS: Final = (Role.HEAD, Role.OFFICER)
"""Who is told in a unit that shall do something. Where there is none of them, contributors are."""


class NoticeKind(StrEnum):
    """What happened."""

    VALUE_SUBMITTED = "value_submitted"
    VALUE_RETURNED = "value_returned"
    VALUE_APPROVED = "value_approved"
    VALUE_REOPENED = "value_reopened"
    COMMENT = "comment"
    ANSWER = "answer"
    ASSIGNMENT_GIVEN = "assignment_given"
    ASSIGNMENT_SUBMITTED = "assignment_submitted"
    ASSIGNMENT_RETURNED = "assignment_returned"
    ASSIGNMENT_ACCEPTED = "assignment_accepted"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    DIFFICULTY = "difficulty"
    URGED = "urged"
    DIGEST = "digest"


class NoticeSubject(StrEnum):
    """What a notice leads to."""

    VALUE = "value"
    INDICATOR = "indicator"
    ASSIGNMENT = "assignment"
    DAY = "day"


WORDS_MOST: Final = 200
"""Letters of somebody's words that a notice repeats; the rest is read where it was written."""


def shortened(words: str | None) -> str | None:
    """The beginning of somebody's words, whole if they are short."""
    if words is None or len(words) <= WORDS_MOST:
        return words
    return words[: WORDS_MOST - 1].rstrip() + "…"


class NotAbove(DomainError):
    """Urging is for the leader, the coordinator and heads above the unit."""

    status, code = 403, "not_above"


class AlreadyUrged(DomainError):
    """This person has urged for this thing today."""

    status, code = 409, "already_urged"


def may_urge(actor: Actor, unit_key: int) -> bool:
    """Whether somebody may urge a unit: as who directs the ward, or as the head of a unit above it."""
    if actor.roles_for(Act.URGE, unit_key) & {Role.LEADER, Role.COORDINATOR}:
        return True
    return any(
        reach.role is Role.HEAD and reach.acts[0] <= unit_key < reach.acts[1] and reach.home != unit_key
        for reach in actor.reaches
    )
