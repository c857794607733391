"""Indicators with their sheets, the values that units give, and every step of a value's life."""

import uuid
from datetime import datetime
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
    func,
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
        CheckConstraint("state in ('draft', 'submitted', 'returned', 'approved')", name="state"),
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
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    indicator: Mapped[Indicator] = relationship(viewonly=True)
    period: Mapped[Period] = relationship(viewonly=True)
    unit: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="IndicatorValue.unit_id == Unit.id", foreign_keys="IndicatorValue.unit_id"
    )


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
