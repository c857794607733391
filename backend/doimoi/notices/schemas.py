"""How a notice is shown: what happened, to what, and the facts that its sentence needs."""

import uuid
from datetime import date, datetime

from pydantic import Field

from doimoi.core.fields import Out
from doimoi.notices.rules import NoticeKind, NoticeSubject


class NoticeFacts(Out):
    """What the sentence of a notice is filled with; a kind has those that it needs."""

    code: str | None = Field(None, description="Of the indicator or the assignment.")
    title: str | None = None
    unit: str | None = Field(None, description="Short name of the unit that it is about.")
    unit_code: str | None = None
    period: str | None = None
    by_name: str | None = Field(None, description="Who did it.")
    text: str | None = Field(None, description="The beginning of what was written with it.")
    due_on: date | None = None
    due: int | None = Field(None, description="Of a digest: things due today or in 1, 3 or 7 days.")
    overdue: int | None = None
    returned: int | None = None
    review: int | None = None


class NoticeOut(Out):
    """One notice of the caller."""

    id: int
    kind: NoticeKind
    at: datetime
    read_at: datetime | None
    subject: NoticeSubject
    subject_id: uuid.UUID | None
    count: int = Field(description="How many such things happened since the caller last read one.")
    facts: NoticeFacts


class NoticeCountOut(Out):
    """How many notices the caller has not read."""

    unread: int
