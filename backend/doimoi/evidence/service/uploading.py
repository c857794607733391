"""A file on its way in: asked about, received, looked into, stripped, and last of all written down as a row.

The row comes last and the content is on the disk before it, so that a crash at any moment leaves no row without file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.access.units import unit_by_code
from doimoi.core.db import find
from doimoi.core.errors import DiskFull, NotAllowed
from doimoi.core.files import Files, Incoming
from doimoi.core.settings import Settings
from doimoi.core.vietnamese import fold
from doimoi.evidence import checking, images, rules
from doimoi.evidence.models import Evidence
from doimoi.evidence.rules import FileBroken, FileEmpty, Form, Kind

STORE_LOCK = 7_206_020
"""Shared by uploads, alone for sweeps: a content that is about to get its row is not swept."""
_QUOTA_LOCK = 7_206_021


@dataclass(frozen=True, slots=True)
class Coming:
    """What was said before the first byte."""

    unit: Unit
    name: str
    kind: Kind
    keep_metadata: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be written down. `sent_sha256` is of the bytes as they came."""

    file: Incoming
    sent_sha256: str


def expect(
    db: Session,
    actor: Actor,
    files: Files,
    settings: Settings,
    *,
    unit: str,
    filename: str,
    length: int,
    keep_metadata: bool,
) -> Coming:
    """Refuse before anything is received what would be refused afterwards; `length` is 0 when it was not said.

    `NotFound`, `NotAllowed`, `FileTypeRefused`, `FileTooLarge`, `QuotaFull`, `DiskFull`.
    """
    owner = unit_by_code(db, unit)
    if not actor.may(Act.EVIDENCE_WRITE, owner.key):
        raise NotAllowed
    name = rules.clean_name(filename)
    kind = rules.kind_of(name)
    rules.check_size(length, settings.max_upload)
    rules.check_quota(_used(db, owner), length, settings.unit_quota)
    if files.free() < length + settings.reserve:
        raise DiskFull
    return Coming(owner, name, kind, keep_metadata)


@contextmanager
def checked(files: Files, file: Incoming, coming: Coming) -> Iterator[Checked]:
    """The file once it was looked into, and for an image its picture alone unless its notes are to be kept."""
    if file.size == 0:
        raise FileEmpty
    orientation = checking.check(file.path, coming.kind)
    if coming.kind.form is not Form.IMAGE or coming.keep_metadata:
        yield Checked(file, file.sha256)
        return
    try:
        with files.derive(file, partial(_strip, coming.kind.mark, orientation)) as bare:
            yield Checked(bare, file.sha256)
    except images.Damaged as error:
        raise FileBroken from error


def _strip(form: str, orientation: int, source: BinaryIO, target: BinaryIO) -> None:
    images.strip(form, source, target, orientation)


def keep(db: Session, actor: Actor, files: Files, settings: Settings, coming: Coming, found: Checked) -> Evidence:
    """Give the content its place and write the row; the caller's rights are those of this moment."""
    if not actor.may(Act.EVIDENCE_WRITE, find(db, Unit, coming.unit.id).key):
        raise NotAllowed
    # Two files that arrive together count one after the other.
    db.execute(
        text("select pg_advisory_xact_lock(:n, hashtext(:unit))"), {"n": _QUOTA_LOCK, "unit": str(coming.unit.id)}
    )
    rules.check_quota(_used(db, coming.unit), found.file.size, settings.unit_quota)
    db.execute(text("select pg_advisory_xact_lock_shared(:n)"), {"n": STORE_LOCK})
    files.keep(found.file)
    row = Evidence(
        unit_id=coming.unit.id,
        filename=coming.name,
        search_key=fold(coming.name),
        media_type=coming.kind.media_type,
        size=found.file.size,
        sha256=found.file.sha256,
        sent_sha256=found.sent_sha256,
        stripped=found.file.sha256 != found.sent_sha256,
        uploaded_by=actor.id,
        uploaded_by_name=actor.name,
    )
    db.add(row)
    db.flush()
    db.refresh(row)
    return row


def _used(db: Session, unit: Unit) -> int:
    total = db.scalar(select(func.coalesce(func.sum(Evidence.size), 0)).where(Evidence.unit_id == unit.id))
    return int(total or 0)
