"""Phones of contributors that are signed in by a card: listed for whoever looks after the account, and taken back."""

import uuid

from sqlalchemy import text
from sqlalchemy.orm import Session

from doimoi.access.models import Account
from doimoi.core.db import find
from doimoi.core.errors import NotFound
from doimoi.directory.schemas import DeviceOut


def listed(db: Session, person_id: uuid.UUID) -> list[DeviceOut]:
    """The phones of a person within sight that are signed in now, newest first."""
    find(db, Account, person_id)
    rows = db.execute(text("select * from doimoi.devices_of(:account)"), {"account": person_id})
    return [DeviceOut.model_validate(row) for row in rows]


def end(db: Session, person_id: uuid.UUID, device_id: uuid.UUID) -> None:
    """Take a phone's sign-in back; its next call is refused. Ending it again changes nothing."""
    find(db, Account, person_id)
    found = db.execute(text("select doimoi.end_device(:account, :id)"), {"account": person_id, "id": device_id})
    if not found.scalar_one():
        raise NotFound
