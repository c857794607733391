"""What somebody is told in the morning. Pure: things to do come in as arguments, dates among them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from doimoi.assignments.my_work import WorkAction, WorkSection
from doimoi.assignments.rules import reminds


@dataclass(frozen=True, slots=True)
class ToDo:
    """A thing to do, as far as a digest looks at it. `count`: how many values a review stands for."""

    section: WorkSection
    action: WorkAction
    due_on: date | None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Digest:
    """How much of each a day brings."""

    due: int = 0
    overdue: int = 0
    returned: int = 0
    review: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return any(asdict(self).values())


OWN: Final = frozenset({WorkAction.UPDATE, WorkAction.ENTER})
"""What one does by a deadline oneself."""


def part_of(thing: ToDo, today: date) -> str | None:
    """Under which number of a digest a thing counts; None when it is not told of today.

    A deadline is told of on its own day and one, three and seven days before; what is overdue, returned, or waits for
    a review is told of every morning until it is done.
    """
    if thing.section is WorkSection.REVIEW:
        return "review"
    if thing.section is WorkSection.RETURNED:
        return "returned"
    if thing.action not in OWN or thing.due_on is None:
        return None
    if thing.due_on < today:
        return "overdue"
    return "due" if thing.due_on == today or reminds(thing.due_on, today) else None


def digest(things: Iterable[ToDo], today: date) -> Digest:
    """The numbers of a day. A review of many values counts each; everything else is one thing."""
    counts = {"due": 0, "overdue": 0, "returned": 0, "review": 0}
    for thing in things:
        if part := part_of(thing, today):
            counts[part] += thing.count if part == "review" else 1
    return Digest(**counts)
