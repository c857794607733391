"""The ward's own reading of each indicator, brought together from what its units gave and somebody approved."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.indicators.models import Indicator, ValueVersion
from doimoi.indicators.rules import Measure, Reading, of_ward
from doimoi.plan.models import Period


@dataclass
class Gathered:
    """The ward's readings of one indicator by period code."""

    readings: dict[str, Reading] = field(default_factory=dict)
    by_units: dict[str, int] = field(default_factory=dict)
    approved_at: dict[str, datetime | None] = field(default_factory=dict)
    published: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class _Given:
    unit: uuid.UUID
    reading: Reading
    at: datetime | None
    public: bool


def gather(db: Session, indicators: Iterable[Indicator]) -> dict[uuid.UUID, Gathered]:
    """The approved readings of each indicator, brought together for the ward: one query."""
    rows = {row.id: row for row in indicators}
    query = (
        select(
            ValueVersion.indicator_id,
            ValueVersion.unit_id,
            ValueVersion.numerator,
            ValueVersion.denominator,
            ValueVersion.reviewed_at,
            ValueVersion.published_at.is_not(None),
            Period.code,
        )
        .join(Period, Period.id == ValueVersion.period_id)
        .where(ValueVersion.replaced_at.is_(None), ValueVersion.indicator_id.in_(rows))
    )
    given: dict[tuple[uuid.UUID, str], list[_Given]] = defaultdict(list)
    for indicator, unit, numerator, denominator, at, public, code in db.execute(query):
        given[indicator, code].append(_Given(unit, Reading(numerator, denominator), at, public))
    gathered: dict[uuid.UUID, Gathered] = defaultdict(Gathered)
    for (ident, code), entries in given.items():
        row = rows[ident]
        lead = next((each for each in entries if each.unit == row.lead_id), None)
        used = [lead] if lead else entries
        sources = [each.reading for each in entries if each is not lead]
        reading, units = of_ward(lead.reading if lead else None, sources, Measure(row.measure))
        if reading is not None:
            found = gathered[ident]
            found.readings[code], found.by_units[code] = reading, units
            found.approved_at[code] = max((each.at for each in used if each.at is not None), default=None)
            found.published[code] = all(each.public for each in used)
    return gathered
