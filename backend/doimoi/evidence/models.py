"""One row per file that somebody sent; the content itself stands in the file store under its hash."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, DateTime, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from doimoi.access.models import Unit, unit_reference
from doimoi.core.db import Base, Keyed, OfUnit, Versioned
from doimoi.evidence.rules import EvidenceState


class Evidence(Keyed, OfUnit, Versioned, Base):
    """A file of a unit.

    `sha256` is of the content as it is kept, `sent_sha256` as it was sent: they differ where an image lost its notes.
    `uses` counts what links to it; the database keeps it, whichever feature the link belongs to.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        unit_reference(),
        CheckConstraint("size > 0 and uses >= 0", name="counts"),
        Index(None, "unit_key"),
        Index(None, "unit_id"),
        Index(None, "sha256"),
        Index(None, "sent_sha256"),
    )

    filename: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(Text)
    sent_sha256: Mapped[str] = mapped_column(Text)
    stripped: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str | None] = mapped_column(Text)
    open_to_ward: Mapped[bool] = mapped_column(Boolean, server_default="false")
    uses: Mapped[int] = mapped_column(server_default="0")
    uploaded_by: Mapped[uuid.UUID]
    uploaded_by_name: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    unit: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="Evidence.unit_id == Unit.id", foreign_keys="Evidence.unit_id"
    )

    @property
    def state(self) -> EvidenceState:
        """Whether anything rests on it."""
        return EvidenceState.ATTACHED if self.uses else EvidenceState.DRAFT
