"""Rounds, their anonymous answers, and what was decided about floods.

`survey_answer` and `survey_client` must never grow a column that joins them, that names somebody, or that is finer
than a day. Neither is audited: the trail's time would undo what the table leaves out.
"""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Numeric,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from doimoi.access.models import Unit, unit_reference
from doimoi.core.db import Base, Keyed, OfUnit, Versioned
from doimoi.plan.models import Period


class SurveyRound(Keyed, OfUnit, Versioned, Base):
    """A questionnaire that a unit puts to people for a period. Its questions are frozen once it takes answers.

    Each way of answering has a code of its own, which cannot be guessed: `code` for the printed QR code,
    `kiosk_code` for the machine at the counter, `house_code` for teams that go from house to house.
    """

    __tablename__ = "survey_round"
    __table_args__ = (
        unit_reference(),
        UniqueConstraint("id", "unit_id"),
        UniqueConstraint("code"),
        UniqueConstraint("kiosk_code"),
        UniqueConstraint("house_code"),
        CheckConstraint("state in ('draft', 'open', 'closed')", name="state"),
        CheckConstraint("closes_on is null or closes_on >= opens_on", name="days"),
        CheckConstraint("population > 0", name="population"),
        CheckConstraint("target >= 0 and target <= 100", name="target"),
        Index(None, "unit_key", "id"),
    )

    period_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("period.id"))
    code: Mapped[str] = mapped_column(Text)
    kiosk_code: Mapped[str] = mapped_column(Text)
    house_code: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    questionnaire: Mapped[dict[str, Any]] = mapped_column(JSONB)
    population: Mapped[int | None]
    target: Mapped[Decimal] = mapped_column(Numeric)
    state: Mapped[str] = mapped_column(Text)
    opens_on: Mapped[date]
    closes_on: Mapped[date | None]
    created_by_name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    period: Mapped[Period] = relationship(viewonly=True)
    unit: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="SurveyRound.unit_id == Unit.id", foreign_keys="SurveyRound.unit_id"
    )


class SurveyAnswer(OfUnit, Base):
    """One filled form. The id is random, the day is all the time there is."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        unit_reference(),
        ForeignKeyConstraint(["round_id", "unit_id"], ["survey_round.id", "survey_round.unit_id"]),
        CheckConstraint("channel in ('kiosk', 'qr', 'house')", name="channel"),
        CheckConstraint("state in ('counted', 'quarantined', 'rejected')", name="state"),
        Index(None, "round_id", "state"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    round_id: Mapped[uuid.UUID]
    channel: Mapped[str] = mapped_column(Text)
    day: Mapped[date]
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    complete: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(Text)


class SurveyClient(Base):
    """Hashes of the forms that were taken, so that none counts twice; emptied when a round closes."""

    __tablename__ = "survey_client"

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_round.id"), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class SurveyReview(Keyed, OfUnit, Base):
    """What somebody decided about the answers that were held back, and how many there were."""

    __tablename__ = "survey_review"
    __table_args__ = (
        unit_reference(),
        ForeignKeyConstraint(["round_id", "unit_id"], ["survey_round.id", "survey_round.unit_id"]),
        CheckConstraint("decision in ('counted', 'rejected')", name="decision"),
        Index(None, "round_id", "id"),
    )

    round_id: Mapped[uuid.UUID]
    decision: Mapped[str] = mapped_column(Text)
    count: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID]
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
