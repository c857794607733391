"""What a person adds to the audit trail: the reason of a change. Everything else in it is written by the database."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def because(db: Session, reason: str | None) -> None:
    """Let every row that this transaction changes from here on carry the reason."""
    if reason is not None:
        db.execute(text("select set_config('doimoi.reason', :reason, true)"), {"reason": reason})
