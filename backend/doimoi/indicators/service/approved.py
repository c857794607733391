"""The numbers that stand approved: what every page, sum and export reads, also while a correction of them waits."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from doimoi.indicators.judging import path_of
from doimoi.indicators.models import IndicatorPath, ValueVersion
from doimoi.indicators.paths import Path
from doimoi.indicators.rules import Reading, jump
from doimoi.plan.models import Period


def in_force() -> Select[ValueVersion, str]:
    """Approved numbers in force within the caller's sight, each with the code of its period."""
    query = select(ValueVersion, Period.code).join(Period, Period.id == ValueVersion.period_id)
    return query.where(ValueVersion.replaced_at.is_(None))


def version_in_force(db: Session, value_id: uuid.UUID) -> ValueVersion | None:
    """The approved numbers of one value; None before its first approval."""
    query = select(ValueVersion).where(ValueVersion.value_id == value_id, ValueVersion.replaced_at.is_(None))
    return db.scalars(query).one_or_none()


def versions_of(db: Session, values: Collection[uuid.UUID]) -> dict[uuid.UUID, list[ValueVersion]]:
    """Everything that was ever approved of these values, oldest first: one query."""
    found: dict[uuid.UUID, list[ValueVersion]] = defaultdict(list)
    if values:
        query = select(ValueVersion).where(ValueVersion.value_id.in_(values)).order_by(ValueVersion.number)
        for version in db.scalars(query):
            found[version.value_id].append(version)
    return found


def paths_of(db: Session, indicators: Collection[uuid.UUID] | None) -> dict[uuid.UUID, Path]:
    """The path that holds now of each of these indicators, or of all within sight: one query."""
    return {ident: path_of(row) for ident, row in path_rows(db, indicators).items()}


def path_rows(db: Session, indicators: Collection[uuid.UUID] | None) -> dict[uuid.UUID, IndicatorPath]:
    """As `paths_of`, with who set it and when."""
    query = select(IndicatorPath).ext(distinct_on(IndicatorPath.indicator_id))
    if indicators is not None:
        query = query.where(IndicatorPath.indicator_id.in_(indicators))
    query = query.order_by(IndicatorPath.indicator_id, IndicatorPath.number.desc())
    return {row.indicator_id: row for row in db.scalars(query)}


def jumped(
    db: Session, unit_id: uuid.UUID, indicator_id: uuid.UUID, before: Sequence[Period], reading: Reading
) -> Decimal | None:
    """How many points a ratio moved against the unit's last approved period before; None without one."""
    query = select(ValueVersion.period_id, ValueVersion.numerator, ValueVersion.denominator).where(
        ValueVersion.unit_id == unit_id,
        ValueVersion.indicator_id == indicator_id,
        ValueVersion.replaced_at.is_(None),
        ValueVersion.period_id.in_([period.id for period in before]),
    )
    found = {period: Reading(top, bottom) for period, top, bottom in db.execute(query)}
    last = next((found[period.id] for period in before if period.id in found), None)
    return None if last is None else jump(last, reading)
