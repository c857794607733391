"""Evidence as pages and tools send and see it."""

import uuid
from datetime import datetime

from doimoi.access.schemas import UnitBrief
from doimoi.core.fields import Flag, In, Out, Prose
from doimoi.evidence.rules import EvidenceState


class EvidenceRef(Out):
    """A file in a line."""

    id: uuid.UUID
    filename: str
    media_type: str
    size: int


class EvidenceMayOut(Out):
    """What the caller may do with a file now."""

    edit: bool
    delete: bool


class EvidenceOut(EvidenceRef):
    """A file with where it comes from. `size` is in bytes.

    `sha256` is of the content as it is downloaded, `sent_sha256` as it was sent.
    """

    unit: UnitBrief
    sha256: str
    sent_sha256: str
    stripped: bool
    note: str | None
    open_to_ward: bool
    state: EvidenceState
    uploaded_by_name: str
    uploaded_at: datetime
    version: int
    may: EvidenceMayOut


class UploadedOut(EvidenceOut):
    """A file just taken in, and files with the same content that the caller sees."""

    same: list[EvidenceRef]


class EvidenceIn(In):
    """What may be changed about a file, whole: what is left out is emptied."""

    note: Prose | None = None
    open_to_ward: Flag = False
