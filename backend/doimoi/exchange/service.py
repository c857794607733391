"""Approved values one by one, in a fixed number of queries however many there are."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from doimoi.core import clock
from doimoi.core.sheets import BOM, cell, line
from doimoi.exchange.rules import Format
from doimoi.exchange.schemas import ExportedValue
from doimoi.indicators.judging import Calendar, judge, worth
from doimoi.indicators.models import Indicator, ValueVersion
from doimoi.indicators.paths import Path
from doimoi.indicators.rules import Measure, Reading, ValueState
from doimoi.indicators.service import finding
from doimoi.indicators.service.approved import paths_of
from doimoi.plan.models import Period

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Wanted:
    """Which values, by codes that have been looked up within the caller's sight."""

    query: Select[ValueVersion]
    period: str | None


def wanted(db: Session, unit: str | None, indicator: str | None, period: str | None) -> Wanted:
    """The approved values of a unit and everything below it; `NotFound` for a code that names nothing in sight."""
    query = finding.in_force_query(db, unit, indicator, None)
    bare = period.rpartition(":")[2] if period is not None else None
    if period is not None:
        finding.values_query(db, None, None, period, None)  # refuses a code that no period can have
    order = (ValueVersion.indicator_id, ValueVersion.unit_key, Period.last_day)
    return Wanted(query.order_by(*order).execution_options(yield_per=ROWS_AT_ONCE), bare)


def exported(db: Session, what: Wanted) -> Iterator[ExportedValue]:
    """Each value with its standing. The whole history of a unit's indicator is read to judge any period of it."""
    calendars, paths = _calendars(db), paths_of(db, None)
    for _, group in groupby(db.scalars(what.query), key=lambda v: (v.indicator_id, v.unit_id)):
        values = list(group)
        readings = {v.period.code: Reading(v.numerator, v.denominator) for v in values}
        for value in values:
            if what.period is None or value.period.code == what.period:
                path = paths.get(value.indicator_id)
                yield _exported(value, readings, calendars[value.indicator.plan_id], path)


def _calendars(db: Session) -> dict[uuid.UUID, Calendar]:
    periods: dict[uuid.UUID, list[Period]] = defaultdict(list)
    for period in db.scalars(select(Period)):
        periods[period.plan_id].append(period)
    return {plan: Calendar(tuple(mine)) for plan, mine in periods.items()}


def _exported(
    value: ValueVersion, readings: dict[str, Reading], calendar: Calendar, path: Path | None
) -> ExportedValue:
    indicator: Indicator = value.indicator
    verdict = judge(indicator, readings, value.period, calendar, clock.today(), path)
    return ExportedValue(
        id=value.value_id,
        ward=value.unit.full_code.split(":")[0],
        unit=value.unit.full_code,
        unit_name=value.unit.name,
        indicator=indicator.code,
        indicator_name=indicator.name,
        measure=Measure(indicator.measure),
        unit_of_measure=indicator.unit_of_measure,
        period=value.period.code,
        first_day=value.period.first_day,
        last_day=value.period.last_day,
        numerator=value.numerator,
        denominator=value.denominator,
        rate=worth(indicator.measure, readings[value.period.code]),
        target=indicator.target_value,
        standing=verdict.standing,
        reason_code=verdict.reason_code,
        rule_version=verdict.rule_version,
        state=(ValueState.APPROVED if value.published_at is None else ValueState.PUBLISHED).value,
        version=value.value_edition,
        source=value.source,
        note=value.note,
        late=value.late,
        on_behalf=value.on_behalf,
        entered_by=value.entered_by_name,
        entered_at=value.entered_at,
        approved_by=value.reviewed_by_name,
        approved_at=value.reviewed_at,
    )


def lines(values: Iterator[ExportedValue], form: Format) -> Iterator[bytes]:
    """The values as bytes to send: a line of JSON each, or a sheet with a byte order mark, heads and semicolons."""
    if form is Format.NDJSON:
        for value in values:
            yield value.model_dump_json().encode() + b"\n"
        return
    names = list(ExportedValue.model_fields)
    yield BOM.encode() + line(names)
    for value in values:
        yield line([cell(getattr(value, name)) for name in names])
