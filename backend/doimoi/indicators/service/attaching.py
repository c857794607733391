"""Which files a value rests on: added and taken off while its unit may still change it."""

import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from doimoi.access.rules import Actor
from doimoi.core import clock
from doimoi.core.db import find, find_to_change
from doimoi.core.errors import DomainError, NotFound
from doimoi.evidence.models import Evidence
from doimoi.evidence.schemas import EvidenceRef
from doimoi.evidence.service.keeping import one_of_ward
from doimoi.indicators import rules
from doimoi.indicators.models import IndicatorValue, ValueEvidence
from doimoi.indicators.rules import Move, ValueState
from doimoi.plan.models import Period

MOST: Final = 50


class TooManyFiles(DomainError):
    """A value rests on at most 50 files."""

    status, code = 409, "too_many_files"


def attach(db: Session, actor: Actor, value_id: uuid.UUID, evidence_id: uuid.UUID) -> IndicatorValue:
    """Let a value rest on a file of the same ward that the caller sees. Doing it again changes nothing."""
    value = _changeable(db, value_id)
    file = one_of_ward(db, evidence_id, value.unit_key)
    mine = select(func.count()).where(ValueEvidence.value_id == value.id)
    if db.scalar(mine.where(ValueEvidence.evidence_id == file.id)):
        return value
    if (db.scalar(mine) or 0) >= MOST:
        raise TooManyFiles(most=MOST)
    db.add(
        ValueEvidence(
            unit_id=value.unit_id,
            value_id=value.id,
            evidence_id=file.id,
            added_by=actor.id,
            added_by_name=actor.name,
        )
    )
    db.flush()
    return value


def detach(db: Session, value_id: uuid.UUID, evidence_id: uuid.UUID) -> None:
    """Take a file off a value; the file itself stays. `NotFound` when the value does not rest on it."""
    value = _changeable(db, value_id)
    query = select(ValueEvidence).where(ValueEvidence.value_id == value.id, ValueEvidence.evidence_id == evidence_id)
    link = db.scalars(query).one_or_none()
    if link is None:
        raise NotFound
    db.delete(link)
    db.flush()


def attached(db: Session, values: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[EvidenceRef | None]]:
    """The files of many values in one query, oldest first; None stands for one that the caller does not see."""
    query = (
        select(ValueEvidence.value_id, Evidence.id, Evidence.filename, Evidence.media_type, Evidence.size)
        .outerjoin(Evidence, Evidence.id == ValueEvidence.evidence_id)
        .where(ValueEvidence.value_id.in_(values))
        .order_by(ValueEvidence.id)
    )
    found: dict[uuid.UUID, list[EvidenceRef | None]] = {}
    for value_id, *file in db.execute(query):
        ident, name, media_type, size = file
        ref = EvidenceRef(id=ident, filename=name, media_type=media_type, size=size) if ident else None
        found.setdefault(value_id, []).append(ref)
    return found


def _changeable(db: Session, ident: uuid.UUID) -> IndicatorValue:
    """The value, held until the transaction ends: nobody submits it with a file that is just being taken off."""
    value = find_to_change(db, IndicatorValue, ident)
    db.refresh(value, with_for_update=True)
    period = find(db, Period, value.period_id)
    rules.check_entry(period.first_day, period.locked_on, clock.today())
    rules.move(ValueState(value.state), Move.SAVE)
    return value
