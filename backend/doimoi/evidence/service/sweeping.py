"""Deletes contents that no row names any more, and what uploads that died left half-way."""

from collections.abc import Iterable

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from doimoi.core.files import Files
from doimoi.evidence.service.uploading import STORE_LOCK


def sweep(url: str, files: Files) -> tuple[int, int]:
    """Look through the whole store, as at every start; how many half files and how many lost contents went."""
    halves, lost = files.sweep_incoming(), 0
    engine = create_engine(url, poolclass=NullPool)
    for contents in files.contents():
        with Session(engine) as db, db.begin():
            lost += _remove_unused(db, files, contents)
    return halves, lost


def forget(sessions: sessionmaker[Session], files: Files, sha256: str) -> None:
    """Delete one content unless some row, of whichever unit, still names it."""
    with sessions() as db, db.begin():
        _remove_unused(db, files, [sha256])


def _remove_unused(db: Session, files: Files, contents: Iterable[str]) -> int:
    """No upload can be between its content and its row while this runs."""
    given = list(contents)
    db.execute(text("select pg_advisory_xact_lock(:n)"), {"n": STORE_LOCK})
    used = set(db.scalars(text("select doimoi.contents_in_use(cast(:given as text[]))"), {"given": given}))
    unused = [sha256 for sha256 in given if sha256 not in used]
    files.remove(unused)
    return len(unused)
