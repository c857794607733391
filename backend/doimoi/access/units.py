"""Units by the codes that people and tools use, within the caller's sight."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.core.errors import AmbiguousCode, NotFound


def unit_by_code(db: Session, code: str, pointer: str | None = None) -> Unit:
    """A unit by `11602:VHXH`, or by `VHXH` where the caller sees one ward only.

    `NotFound` beyond sight, `AmbiguousCode` when a bare code stands in several wards; `pointer` says where in a body
    the code stood.
    """
    found = db.scalars(select(Unit).where(Unit.full_code == code)).one_or_none()
    if found is not None:
        return found
    same = db.scalars(select(Unit).where(Unit.code == code).limit(2)).all()
    if not same:
        raise NotFound(pointer=pointer)
    if len(same) > 1:
        raise AmbiguousCode(pointer=pointer, code=code)
    return same[0]
