"""The way in for the first administrator: a link that is printed at the terminal, works once and for 30 minutes."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from doimoi.access import tokens
from doimoi.access.everywhere import everywhere
from doimoi.access.models import OneTimeLink, Unit
from doimoi.core import clock
from doimoi.plan.models import Plan
from doimoi.running.refusals import NoWard

MINUTES: Final = 30


def make_setup_link(everywhere_url: str, origin: str) -> str | None:
    """A fresh link for the ward's first administrator, or None when there is an administrator already.

    Links printed before stop working. The secret stands behind `#`, which browsers never send to a server, so that
    no log keeps it; the database keeps its hash. Raises `NoWard` before a plan is loaded.
    """
    with everywhere(everywhere_url, "liên kết thiết lập") as db:
        if not db.execute(text("select doimoi.setup_open()")).scalar_one():
            return None
        secret = tokens.make_secret()
        db.execute(delete(OneTimeLink).where(OneTimeLink.kind == "setup"))
        db.add(
            OneTimeLink(
                hash=tokens.digest(secret),
                kind="setup",
                unit_id=_ward(db).id,
                expires_at=clock.now() + timedelta(minutes=MINUTES),
            )
        )
        return f"{origin}/thiet-lap#token={secret}"


def _ward(db: Session) -> Unit:
    """The ward whose plan was loaded first."""
    ward = db.scalars(select(Unit).join(Plan, Plan.unit_id == Unit.id).order_by(Plan.id).limit(1)).one_or_none()
    if ward is None:
        raise NoWard
    return ward
