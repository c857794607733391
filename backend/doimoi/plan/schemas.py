"""What the plan's addresses take and give."""

from datetime import date
from typing import Any

from doimoi.access.schemas import UnitBrief
from doimoi.core.fields import In, Out, Prose


class GapOut(Out):
    """Something that the plan's text lacks, shown until the ward fills it."""

    code: str
    vi: str
    clause: str


class PlanBrief(Out):
    """A plan in a list."""

    code: str
    kind: str
    title: str
    number: str | None
    issued_on: date | None
    issued_on_assumed: date
    issued_note: str | None
    first_year: int
    last_year: int
    ward: UnitBrief
    gaps: list[GapOut]


class PlanOut(PlanBrief):
    """A plan with the parts that refer to its clauses: legal bases, groups, targets, tasks, duties, funding."""

    parts: dict[str, Any]


class ClauseLine(Out):
    """An indicator that measures a clause."""

    code: str
    short_name: str


class ClauseOut(Out):
    """A clause, word by word; `normalised` only where a typing error of the text is put right."""

    code: str
    ordinal: int
    kind: str
    marker: str | None
    text: str
    normalised: str | None


class PeriodOut(Out):
    """A reporting period. `last_day` is the data cut-off; entry stays open after `entry_due_on` but is marked late."""

    code: str
    kind: str
    label: str
    first_day: date
    last_day: date
    entry_due_on: date
    locked_on: date | None
    lock_reason: str | None
    is_open: bool
    is_late: bool
    version: int


class ReasonIn(In):
    """Why."""

    reason: Prose
