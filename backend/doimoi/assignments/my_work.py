"""What waits for somebody, put in order. Pure: dates and facts come in as arguments."""

from datetime import date
from enum import StrEnum
from typing import Final


class WorkKind(StrEnum):
    """What a thing to do is about."""

    ASSIGNMENT = "assignment"
    VALUES = "values"


class WorkSection(StrEnum):
    """Under which heading a thing to do stands, most pressing first."""

    OVERDUE = "overdue"
    TODAY = "today"
    RETURNED = "returned"
    REVIEW = "review"
    WEEK = "week"
    NEW = "new"
    LATER = "later"


class WorkAction(StrEnum):
    """What one does with it."""

    UPDATE = "update"
    MEND = "mend"
    REVIEW = "review"
    ENTER = "enter"
    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    DECIDE = "decide"


ORDER: Final = {section: at for at, section in enumerate(WorkSection)}


def section_of(due_on: date | None, today: date) -> WorkSection:
    """Where work with a deadline stands; this week is the next seven days."""
    if due_on is None:
        return WorkSection.LATER
    left = (due_on - today).days
    if left < 0:
        return WorkSection.OVERDUE
    if left == 0:
        return WorkSection.TODAY
    return WorkSection.WEEK if left <= 7 else WorkSection.LATER
