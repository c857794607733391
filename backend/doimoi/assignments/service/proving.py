"""Files that lines of an assignment's log show: chosen from one's own, and read with the lines."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.rules import Act, Actor
from doimoi.assignments.models import AssignmentEntryEvidence
from doimoi.core.errors import NotAllowed, NotFound
from doimoi.evidence.models import Evidence
from doimoi.evidence.schemas import EvidenceRef
from doimoi.evidence.service.keeping import one_of_ward


def own_files(db: Session, actor: Actor, idents: Sequence[uuid.UUID], unit_key: int) -> list[Evidence]:
    """The files with these ids, each once, of the ward of a unit.

    Showing a file in a log opens it to the other units there, so it must be the caller's to give.
    """
    found: dict[uuid.UUID, Evidence] = {}
    for at, ident in enumerate(idents):
        if ident in found:
            continue
        try:
            file = one_of_ward(db, ident, unit_key)
        except NotFound:
            raise NotFound(pointer=f"/evidence/{at}") from None
        if not actor.may(Act.EVIDENCE_WRITE, file.unit_key):
            raise NotAllowed(pointer=f"/evidence/{at}")
        found[ident] = file
    return list(found.values())


def shown_by(db: Session, entries: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[EvidenceRef]]:
    """The files of many lines of a log in one query, in the order in which they were given."""
    query = (
        select(AssignmentEntryEvidence.entry_id, Evidence)
        .join(Evidence, Evidence.id == AssignmentEntryEvidence.evidence_id)
        .where(AssignmentEntryEvidence.entry_id.in_(entries))
        .order_by(AssignmentEntryEvidence.id)
    )
    files: dict[uuid.UUID, list[EvidenceRef]] = {}
    for entry, file in db.execute(query):
        files.setdefault(entry, []).append(EvidenceRef.model_validate(file))
    return files
