"""Notices, each for one person alone. The application reads its caller's own and marks them read, no more."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from doimoi.core.db import Base


class Notice(Base):
    """One thing that one person is told. `count`: how many of its bundle it stands for; `day`: a digest's."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("(kind = 'digest') = (day is not null)", name="day"),
        Index(None, "account_id", "id"),
        Index("ix_notice_unread", "account_id", postgresql_where=text("read_at is null")),
        Index("uq_notice_digest", "account_id", "day", unique=True, postgresql_where=text("day is not null")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[uuid.UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    count: Mapped[int] = mapped_column(server_default="1")
    bundle: Mapped[str | None] = mapped_column(Text)
    day: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
