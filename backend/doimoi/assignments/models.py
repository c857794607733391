"""Assignments, the units they name, their log, the longer deadlines asked for, and what hinders the work.

An assignment's unit is the one that leads, so that it acts on the row; `parties` repeats the keys of the cooperating
units, kept by the database, so that they see the row. Lines of the log belong to the unit that wrote them.
"""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, INT8MULTIRANGE
from sqlalchemy.orm import Mapped, mapped_column, relationship

from doimoi.access.models import Unit, unit_reference
from doimoi.assignments.deadlines import DueKind, Every
from doimoi.assignments.rules import AssignmentState, LeadBasis, UnitPart
from doimoi.core.db import Base, Keyed, OfUnit, Versioned


def _within(column: str, kinds: type[AssignmentState | DueKind | Every | LeadBasis | UnitPart]) -> str:
    return f"{column} in ({', '.join(repr(kind.value) for kind in kinds)})"


class Assignment(Keyed, OfUnit, Versioned, Base):
    """One piece of work that a unit leads. `due_on` of a recurring one is the first occurrence that is not done."""

    __tablename__ = "assignment"
    __table_args__ = (
        unit_reference(),
        UniqueConstraint("ward_id", "code"),
        UniqueConstraint("ward_id", "number"),
        CheckConstraint(_within("state", AssignmentState), name="state"),
        CheckConstraint(_within("due_kind", DueKind), name="due_kind"),
        CheckConstraint(_within("due_every", Every), name="due_every"),
        CheckConstraint(_within("lead_basis", LeadBasis), name="lead_basis"),
        CheckConstraint("percent between 0 and 100", name="percent"),
        CheckConstraint("(state = 'accepted') = (late is not null)", name="late"),
        CheckConstraint("due_sort = coalesce(due_on, date '2200-01-01')", name="due_sort"),
        Index(None, "unit_key", "state"),
        Index(None, "ward_id", "due_sort", "number"),
    )

    ward_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("unit.id"))
    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    product: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    clause_code: Mapped[str | None] = mapped_column(Text)
    group_code: Mapped[str | None] = mapped_column(Text)
    manner: Mapped[str | None] = mapped_column(Text)
    lead_basis: Mapped[str] = mapped_column(Text)
    lead_clause: Mapped[str | None] = mapped_column(Text)
    indicators: Mapped[list[str]] = mapped_column(ARRAY(Text))
    due_kind: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    due_sort: Mapped[date]
    due_every: Mapped[str | None] = mapped_column(Text)
    due_month: Mapped[int | None]
    due_day: Mapped[int | None]
    due_days: Mapped[int | None]
    due_text: Mapped[str | None] = mapped_column(Text)
    first_due_on: Mapped[date | None]
    assigned_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text, default=AssignmentState.NOT_STARTED.value)
    state_reason: Mapped[str | None] = mapped_column(Text)
    percent: Mapped[int] = mapped_column(default=0)
    submitted_by: Mapped[uuid.UUID | None]
    submitted_by_name: Mapped[str | None] = mapped_column(Text)
    completed_on: Mapped[date | None]
    late: Mapped[bool | None]
    accepted_by_name: Mapped[str | None] = mapped_column(Text)
    accepted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    source: Mapped[str] = mapped_column(Text)
    given_by: Mapped[uuid.UUID | None]
    given_by_name: Mapped[str | None] = mapped_column(Text)
    given_by_ward: Mapped[bool]
    edited: Mapped[bool] = mapped_column(default=False)
    parties: Mapped[object] = mapped_column(INT8MULTIRANGE, server_default="{}")
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    lead: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="Assignment.unit_id == Unit.id", foreign_keys="Assignment.unit_id"
    )
    units: Mapped[list["AssignmentUnit"]] = relationship(viewonly=True, order_by="AssignmentUnit.id")


class AssignmentUnit(Keyed, OfUnit, Base):
    """A unit named in an assignment, and whether it has acknowledged or declined its part."""

    __tablename__ = "assignment_unit"
    __table_args__ = (
        unit_reference(),
        UniqueConstraint("assignment_id", "unit_id"),
        CheckConstraint(_within("part", UnitPart), name="part"),
        CheckConstraint("acknowledged_at is null or declined_at is null", name="answer"),
        Index("uq_assignment_unit_lead", "assignment_id", unique=True, postgresql_where=text("part = 'lead'")),
        Index(None, "unit_key"),
    )

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(Text)
    acknowledged_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    acknowledged_by_name: Mapped[str | None] = mapped_column(Text)
    declined_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    declined_by_name: Mapped[str | None] = mapped_column(Text)
    decline_reason: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="AssignmentUnit.unit_id == Unit.id", foreign_keys="AssignmentUnit.unit_id"
    )


class AssignmentEntry(Keyed, OfUnit, Base):
    """A line of an assignment's log, never changed: what somebody did or wrote, and how the work stood then."""

    __tablename__ = "assignment_entry"
    __table_args__ = (
        unit_reference(),
        Index(None, "assignment_id", "id"),
        CheckConstraint("percent between 0 and 100", name="percent"),
    )

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    actor: Mapped[uuid.UUID]
    actor_name: Mapped[str] = mapped_column(Text)
    on_behalf: Mapped[bool] = mapped_column(default=False)
    move: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    percent: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(Text)
    occurrence: Mapped[date | None]
    old_due_on: Mapped[date | None]
    new_due_on: Mapped[date | None]
    unit: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="AssignmentEntry.unit_id == Unit.id", foreign_keys="AssignmentEntry.unit_id"
    )


class AssignmentEntryEvidence(Keyed, OfUnit, Base):
    """A file that a line of the log shows, never taken off. Whoever sees the line may open the file."""

    __tablename__ = "assignment_entry_evidence"
    __table_args__ = (unit_reference(), UniqueConstraint("entry_id", "evidence_id"), Index(None, "evidence_id"))

    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment_entry.id", ondelete="CASCADE"))
    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evidence.id"))


class AssignmentExtension(Keyed, OfUnit, Base):
    """A longer deadline that the lead asks for, and what was decided."""

    __tablename__ = "assignment_extension"
    __table_args__ = (
        unit_reference(),
        CheckConstraint("new_due_on > old_due_on", name="later"),
        Index(
            "uq_assignment_extension_open",
            "assignment_id",
            unique=True,
            postgresql_where=text("granted is null"),
        ),
        Index(None, "assignment_id"),
    )

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[uuid.UUID]
    asked_by_name: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    granted: Mapped[bool | None]
    decided_by_name: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    decision_reason: Mapped[str | None] = mapped_column(Text)


class AssignmentDifficulty(Keyed, OfUnit, Base):
    """What hinders the work, what the unit proposes, and how it was resolved."""

    __tablename__ = "assignment_difficulty"
    __table_args__ = (unit_reference(), Index(None, "assignment_id"))

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    proposal: Mapped[str | None] = mapped_column(Text)
    raised_by_name: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    resolution: Mapped[str | None] = mapped_column(Text)
    resolved_by_name: Mapped[str | None] = mapped_column(Text)
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    unit: Mapped[Unit] = relationship(
        viewonly=True,
        primaryjoin="AssignmentDifficulty.unit_id == Unit.id",
        foreign_keys="AssignmentDifficulty.unit_id",
    )
