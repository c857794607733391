"""Finding, describing and deleting what has been taken in."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from doimoi.access.rules import Act, Actor
from doimoi.access.schemas import UnitBrief
from doimoi.access.units import unit_by_code
from doimoi.core.db import find, find_to_change
from doimoi.core.errors import NotFound
from doimoi.core.files import Files
from doimoi.core.vietnamese import fold
from doimoi.evidence.models import Evidence
from doimoi.evidence.rules import ContentMissing, EvidenceInUse
from doimoi.evidence.schemas import EvidenceIn, EvidenceMayOut, EvidenceOut, EvidenceRef, UploadedOut


def listed(db: Session, unit: str | None, q: str | None, sha256: str | None, attached: bool | None) -> Select[Evidence]:
    """The files within reach that fit. A unit stands for itself and everything below it.

    `sha256` is of the content as it was sent or as it is kept. `NotFound` for a code that names nothing in sight.
    """
    query = select(Evidence).options(joinedload(Evidence.unit))
    if unit is not None:
        whole = unit_by_code(db, unit)
        query = query.where(Evidence.unit_key >= whole.key, Evidence.unit_key < whole.key_to)
    for word in fold(q or "").split():
        query = query.where(Evidence.search_key.contains(word, autoescape=True))
    if sha256 is not None:
        query = query.where(or_(Evidence.sha256 == sha256, Evidence.sent_sha256 == sha256))
    if attached is not None:
        query = query.where(Evidence.uses > 0 if attached else Evidence.uses == 0)
    return query


def shown(actor: Actor, row: Evidence) -> EvidenceOut:
    """A file as it is shown."""
    acts = actor.may(Act.EVIDENCE_WRITE, row.unit_key)
    return EvidenceOut(
        **EvidenceRef.model_validate(row).model_dump(),
        unit=UnitBrief(
            code=row.unit.full_code, name=row.unit.name, short_name=row.unit.short_name, level=row.unit.level
        ),
        sha256=row.sha256,
        sent_sha256=row.sent_sha256,
        stripped=row.stripped,
        note=row.note,
        open_to_ward=row.open_to_ward,
        state=row.state,
        uploaded_by_name=row.uploaded_by_name,
        uploaded_at=row.uploaded_at,
        version=row.version,
        may=EvidenceMayOut(edit=acts, delete=acts and row.uses == 0),
    )


def shown_new(db: Session, actor: Actor, row: Evidence) -> UploadedOut:
    """A file just taken in, with those of the same content that the caller sees already."""
    same = or_(Evidence.sha256 == row.sha256, Evidence.sent_sha256 == row.sent_sha256)
    others: Sequence[Evidence] = db.scalars(
        select(Evidence).where(same, Evidence.id != row.id).order_by(Evidence.id).limit(20)
    ).all()
    return UploadedOut(**dict(shown(actor, row)), same=[EvidenceRef.model_validate(other) for other in others])


def describe(db: Session, ident: uuid.UUID, given: EvidenceIn, version: int | None) -> Evidence:
    """Change the note of a file, or whether the whole ward may open it."""
    row = find_to_change(db, Evidence, ident, version)
    row.note, row.open_to_ward = given.note, given.open_to_ward
    row.search_key = fold(f"{row.filename} {given.note or ''}")
    db.flush()
    return row


def delete(db: Session, ident: uuid.UUID) -> str:
    """Take back a file on which nothing rests; the hash of its content, for the store to look after."""
    row = find_to_change(db, Evidence, ident)
    if row.uses:
        raise EvidenceInUse
    db.delete(row)
    db.flush()
    return row.sha256


def with_content(db: Session, files: Files, ident: uuid.UUID) -> Evidence:
    """A file whose content is really here."""
    row = find(db, Evidence, ident)
    if not files.path(row.sha256).is_file():
        raise ContentMissing
    return row


def one_of_ward(db: Session, ident: uuid.UUID, unit_key: int) -> Evidence:
    """A file that the caller sees and that belongs to the same ward as a unit; `NotFound` otherwise."""
    row = find(db, Evidence, ident)
    if row.unit_key // WARD != unit_key // WARD:
        raise NotFound
    return row


WARD = 100_000_000
"""How many unit keys one ward takes."""
