"""The plan, its clauses word by word, and the periods that are reported on."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from doimoi.access.models import unit_reference
from doimoi.core.db import Base, Keyed, OfUnit, Versioned


class Plan(Keyed, OfUnit, Versioned, Base):
    """A plan of a ward as loaded: its head, its gaps, a copy of its text, and the parts that refer to clauses."""

    __tablename__ = "plan"
    __table_args__ = (unit_reference(), UniqueConstraint("code"))

    code: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    issued_on: Mapped[date | None]
    issued_note: Mapped[str | None] = mapped_column(Text)
    issued_on_assumed: Mapped[date]
    first_year: Mapped[int]
    last_year: Mapped[int]
    gaps: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    parts: Mapped[dict[str, object]] = mapped_column(JSONB)
    source_text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)


class Clause(Keyed, OfUnit, Base):
    """A sentence or heading of the plan's text, addressable by its code (`III.2.c.5`)."""

    __tablename__ = "clause"
    __table_args__ = (
        unit_reference(),
        UniqueConstraint("unit_id", "plan_id", "code"),
        Index(None, "plan_id", "ordinal"),
    )

    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(Text)
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(Text)
    marker: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    normalised: Mapped[str | None] = mapped_column(Text)


class Period(Keyed, OfUnit, Versioned, Base):
    """A reporting period of a plan with its official days. Locked, its figures are frozen."""

    __tablename__ = "period"
    __table_args__ = (
        unit_reference(),
        UniqueConstraint("unit_id", "plan_id", "code"),
        CheckConstraint("kind in ('half_year', 'year', 'school_year', 'quarter', 'month')", name="kind"),
        CheckConstraint("last_day >= first_day", name="days"),
    )

    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date]
    last_day: Mapped[date]
    entry_due_on: Mapped[date]
    locked_on: Mapped[date | None]
    lock_reason: Mapped[str | None] = mapped_column(Text)
