"""Indicators with their sheets, the values that units give, and every step of a value's life."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from doimoi.access.models import Unit, unit_reference
from doimoi.core.db import Base, Keyed, OfUnit, Versioned
from doimoi.plan.models import Period


class Indicator(Keyed, OfUnit, Versioned, Base):
    """One measured line of a plan with its metadata sheet; the unit is the ward whose plan it is."""

    __tablename__ = "indicator"
    __table_args__ = (
        unit_reference(),
        UniqueConstraint("unit_id", "code"),
        CheckConstraint("char_length(short_name) <= 44", name="short_name"),
        Index(None, "plan_id", "ordinal"),
    )

    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(Text)
    ordinal: Mapped[int]
    target_code: Mapped[str] = mapped_column(Text)
    clause_code: Mapped[str] = mapped_column(Text)
    group_code: Mapped[str] = mapped_column(Text)
    detail_of: Mapped[str | None] = mapped_column(Text)
    headline: Mapped[bool] = mapped_column(Boolean)
    short_name: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text)
    unit_of_measure: Mapped[str] = mapped_column(Text)
    numerator_label: Mapped[str | None] = mapped_column(Text)
    denominator_label: Mapped[str | None] = mapped_column(Text)
    target_kind: Mapped[str] = mapped_column(Text)
    target_value: Mapped[Decimal | None] = mapped_column(Numeric)
    target_stretch: Mapped[Decimal | None] = mapped_column(Numeric)
    target_unit: Mapped[str] = mapped_column(Text)
    target_basis: Mapped[str] = mapped_column(Text)
    steps: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    reporting: Mapped[str] = mapped_column(Text)
    frequency: Mapped[str] = mapped_column(Text)
    direction: Mapped[str] = mapped_column(Text)
    decimals: Mapped[int]
    definition: Mapped[str] = mapped_column(Text)
    proposed: Mapped[bool] = mapped_column(Boolean)
    population: Mapped[str] = mapped_column(Text)
    register: Mapped[str] = mapped_column(Text)
    source_units: Mapped[list[str]] = mapped_column(ARRAY(Text))
    disaggregation: Mapped[list[str]] = mapped_column(ARRAY(Text))
    notes: Mapped[str | None] = mapped_column(Text)
    lead_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("unit.id"))
    lead_basis: Mapped[str] = mapped_column(Text)
    lead_clause: Mapped[str | None] = mapped_column(Text)
    cooperating: Mapped[list[str]] = mapped_column(ARRAY(Text))
    lead: Mapped[Unit] = relationship(viewonly=True, primaryjoin="Indicator.lead_id == Unit.id")


class IndicatorValue(Keyed, OfUnit, Versioned, Base):
    """What one unit gives for one indicator and period: a numerator over a denominator, or one number."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        unit_reference(),
        UniqueConstraint("unit_id", "indicator_id", "period_id"),
        UniqueConstraint("id", "unit_id"),
        CheckConstraint("state in ('draft', 'submitted', 'returned', 'approved', 'published')", name="state"),
        CheckConstraint("numerator >= 0 and denominator >= 0", name="numbers"),
        Index(None, "indicator_id", "period_id"),
        Index(None, "unit_key", "state"),
    )

    indicator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("indicator.id"))
    period_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("period.id"))
    numerator: Mapped[Decimal | None] = mapped_column(Numeric)
    denominator: Mapped[Decimal | None] = mapped_column(Numeric)
    state: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="manual")
    on_behalf: Mapped[bool] = mapped_column(Boolean, default=False)
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    entered_by: Mapped[uuid.UUID]
    entered_by_name: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    submitted_by: Mapped[uuid.UUID | None]
    submitted_by_name: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reviewed_by: Mapped[uuid.UUID | None]
    reviewed_by_name: Mapped[str | None] = mapped_column(Text)
    reviewed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    return_reason: Mapped[str | None] = mapped_column(Text)
    correction_reason: Mapped[str | None] = mapped_column(Text)
    reopened: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    published_by: Mapped[uuid.UUID | None]
    published_by_name: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    indicator: Mapped[Indicator] = relationship(viewonly=True)
    period: Mapped[Period] = relationship(viewonly=True)
    unit: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="IndicatorValue.unit_id == Unit.id", foreign_keys="IndicatorValue.unit_id"
    )


class ValueVersion(Keyed, OfUnit, Base):
    """Numbers that were approved, written by the database itself and never changed by the application.

    The one in force has no `replaced_at`. It stays in force while a correction of its value waits for review.
    """

    __tablename__ = "value_version"
    __table_args__ = (
        unit_reference(),
        ForeignKeyConstraint(["value_id", "unit_id"], ["indicator_value.id", "indicator_value.unit_id"]),
        UniqueConstraint("value_id", "number"),
        Index(None, "value_id", unique=True, postgresql_where=text("replaced_at is null")),
        Index(None, "indicator_id", "period_id", postgresql_where=text("replaced_at is null")),
        Index(None, "unit_key", postgresql_where=text("replaced_at is null")),
    )

    value_id: Mapped[uuid.UUID]
    indicator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("indicator.id"))
    period_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("period.id"))
    number: Mapped[int]
    value_edition: Mapped[int]
    numerator: Mapped[Decimal | None] = mapped_column(Numeric)
    denominator: Mapped[Decimal | None] = mapped_column(Numeric)
    note: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    on_behalf: Mapped[bool] = mapped_column(Boolean)
    late: Mapped[bool] = mapped_column(Boolean)
    entered_by: Mapped[uuid.UUID]
    entered_by_name: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    submitted_by: Mapped[uuid.UUID | None]
    submitted_by_name: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reviewed_by: Mapped[uuid.UUID | None]
    reviewed_by_name: Mapped[str | None] = mapped_column(Text)
    reviewed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    published_by_name: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str | None] = mapped_column(Text)
    replaced_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    indicator: Mapped[Indicator] = relationship(viewonly=True)
    period: Mapped[Period] = relationship(viewonly=True)
    unit: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="ValueVersion.unit_id == Unit.id", foreign_keys="ValueVersion.unit_id"
    )


class IndicatorPath(Keyed, OfUnit, Base):
    """What should be reached year by year on the way to the target; the highest number is the one that holds."""

    __tablename__ = "indicator_path"
    __table_args__ = (
        unit_reference(),
        UniqueConstraint("indicator_id", "number"),
        CheckConstraint("basis in ('set', 'assumed')", name="basis"),
        CheckConstraint("(baseline_year is null) = (baseline_value is null)", name="baseline"),
    )

    indicator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"))
    number: Mapped[int]
    points: Mapped[dict[str, str]] = mapped_column(JSONB)
    basis: Mapped[str] = mapped_column(Text)
    baseline_year: Mapped[int | None]
    baseline_value: Mapped[Decimal | None] = mapped_column(Numeric)
    reason: Mapped[str | None] = mapped_column(Text)
    set_by: Mapped[uuid.UUID]
    set_by_name: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class IndicatorComment(Keyed, OfUnit, Versioned, Base):
    """What somebody of the ward says or asks about an indicator, or answers; settled when it needs no more.

    With `urged_id` it urges that unit, once on a day (`urged_on`) by each person.
    """

    __tablename__ = "indicator_comment"
    __table_args__ = (
        unit_reference(),
        Index(None, "indicator_id", "id"),
        Index(None, "answers"),
        Index(
            "uq_indicator_comment_urged",
            *("indicator_id", "urged_id", "author", "urged_on"),
            unique=True,
            postgresql_where=text("urged_id is not null"),
        ),
    )

    indicator_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"))
    answers: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("indicator_comment.id"))
    author: Mapped[uuid.UUID]
    author_name: Mapped[str] = mapped_column(Text)
    author_unit: Mapped[str] = mapped_column(Text)
    author_role: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    urged_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("unit.id"))
    urged_unit: Mapped[str | None] = mapped_column(Text)
    urged_on: Mapped[date | None]
    resolved_by_name: Mapped[str | None] = mapped_column(Text)
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ValueEvidence(Keyed, OfUnit, Base):
    """A file on which a value rests. As visible as the value; the file itself keeps its own reach."""

    __tablename__ = "value_evidence"
    __table_args__ = (
        unit_reference(),
        ForeignKeyConstraint(["value_id", "unit_id"], ["indicator_value.id", "indicator_value.unit_id"]),
        UniqueConstraint("value_id", "evidence_id"),
        Index(None, "evidence_id"),
    )

    value_id: Mapped[uuid.UUID]
    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence.id"))
    added_by: Mapped[uuid.UUID]
    added_by_name: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class ValueEvent(Keyed, OfUnit, Base):
    """One step of a value's life: who did what, with the numbers as they stood then."""

    __tablename__ = "value_event"
    __table_args__ = (
        unit_reference(),
        ForeignKeyConstraint(["value_id", "unit_id"], ["indicator_value.id", "indicator_value.unit_id"]),
        Index(None, "value_id", "id"),
    )

    value_id: Mapped[uuid.UUID]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    actor: Mapped[uuid.UUID]
    actor_name: Mapped[str] = mapped_column(Text)
    move: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    numerator: Mapped[Decimal | None] = mapped_column(Numeric)
    denominator: Mapped[Decimal | None] = mapped_column(Numeric)
    note: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
