"""An indicator unit by unit: what each gave, who is missing, and the sums of the units above them."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.core import clock
from doimoi.core.db import find
from doimoi.indicators.judging import judge, worth
from doimoi.indicators.models import Indicator, IndicatorValue, ValueVersion
from doimoi.indicators.rules import Measure, Reading, ValueState, of_ward, roll_up
from doimoi.indicators.schemas import ByUnitOut, ReadingOut, TrendPoint, UnitReadingOut, UnitSumOut
from doimoi.indicators.service.approved import in_force, paths_of
from doimoi.indicators.service.finding import calendar_of, gives, present_of
from doimoi.indicators.service.reading import TREND_POINTS
from doimoi.indicators.service.showing import reading_of, reading_out, unit_brief, verdict_out
from doimoi.plan.models import Period
from doimoi.plan.service import period_of, period_out


def by_unit(db: Session, indicator: Indicator, period_code: str | None) -> ByUnitOut:
    """Every unit that gives numbers for the indicator, with its approved number of the period or the lack of one.

    The lead stands first, then units in the order of the ward. `missing` counts sources that owe a number; the lead
    owes one only where there are no sources.
    """
    calendar = calendar_of(db, indicator)
    ward = find(db, Unit, indicator.unit_id)
    chosen = period_of(db, ward, period_code.rpartition(":")[2]) if period_code else present_of(calendar)
    period = calendar.matching(indicator.reporting, chosen) or chosen
    units = _units(db, ward)
    given = _given(db, indicator)
    mine = {
        value.unit_id: value
        for value in db.scalars(
            select(IndicatorValue).where(
                IndicatorValue.indicator_id == indicator.id, IndicatorValue.period_id == period.id
            )
        )
    }
    givers = sorted((u for u in units if gives(indicator, u)), key=lambda u: (u.id != indicator.lead_id, u.key))
    path = paths_of(db, [indicator.id]).get(indicator.id)
    spans = [p for p in calendar.of_kind(period.kind) if p.last_day <= period.last_day][-TREND_POINTS:]

    def line(unit: Unit) -> UnitReadingOut:
        readings, value = _readings(given.get(unit.id, {})), mine.get(unit.id)
        version = given.get(unit.id, {}).get(period.code)
        return UnitReadingOut(
            unit=unit_brief(unit),
            lead=unit.id == indicator.lead_id,
            reading=_out(indicator, period, readings.get(period.code)),
            state=_state(version, value),
            correcting=version is not None and value is not None and value.state not in ("approved", "published"),
            value_id=version.value_id if version else value.id if value else None,
            standing=verdict_out(judge(indicator, readings, period, calendar, clock.today(), path)),
            trend=[TrendPoint(period=p.code, rate=worth(indicator.measure, readings.get(p.code))) for p in spans],
        )

    sources = [unit for unit in givers if unit.id != indicator.lead_id]
    owing = sources or givers
    here = {unit: version for unit in given if (version := given[unit].get(period.code)) is not None}
    lead = here.get(indicator.lead_id)
    whole, _ = of_ward(
        reading_of(lead) if lead else None,
        [reading_of(here[unit.id]) for unit in sources if unit.id in here],
        Measure(indicator.measure),
    )
    return ByUnitOut(
        indicator=indicator.code,
        period=period_out(period),
        ward=_out(indicator, period, whole),
        units=[line(unit) for unit in givers],
        sums=_sums(indicator, period, units, sources, here),
        missing=sum(1 for unit in owing if unit.id not in here),
    )


def _units(db: Session, ward: Unit) -> Sequence[Unit]:
    """The ward's units that are in force today, in the order of their keys."""
    today = clock.today()
    query = select(Unit).where(Unit.key >= ward.key, Unit.key < ward.key_to, Unit.valid_from <= today)
    return db.scalars(query.where(Unit.valid_to.is_(None) | (Unit.valid_to > today)).order_by(Unit.key)).all()


def _given(db: Session, indicator: Indicator) -> dict[uuid.UUID, dict[str, ValueVersion]]:
    """The approved numbers of an indicator by unit and period code: one query."""
    found: dict[uuid.UUID, dict[str, ValueVersion]] = {}
    for version, code in db.execute(in_force().where(ValueVersion.indicator_id == indicator.id)):
        found.setdefault(version.unit_id, {})[code] = version
    return found


def _readings(versions: dict[str, ValueVersion]) -> dict[str, Reading]:
    return {code: reading_of(version) for code, version in versions.items()}


def _state(version: ValueVersion | None, value: IndicatorValue | None) -> ValueState | None:
    """The approved number's own state; before there is one, where the value is, as far as the caller sees it."""
    if version is not None:
        return ValueState.APPROVED if version.published_at is None else ValueState.PUBLISHED
    return ValueState(value.state) if value else None


def _sums(
    indicator: Indicator,
    period: Period,
    units: Iterable[Unit],
    sources: Sequence[Unit],
    here: dict[uuid.UUID, ValueVersion],
) -> list[UnitSumOut]:
    """For every unit with sources below it: the sum of what they gave, never a mean of percents."""
    sums = []
    for unit in units:
        below = [source for source in sources if unit.key < source.key < unit.key_to]
        if below:
            readings = [reading_of(here[source.id]) for source in below if source.id in here]
            addable = readings and indicator.measure != Measure.LEVEL
            together = roll_up(readings, Measure(indicator.measure)) if addable else None
            sums.append(
                UnitSumOut(
                    unit=unit_brief(unit),
                    reading=_out(indicator, period, together),
                    given=len(readings),
                    owing=len(below) - len(readings),
                )
            )
    return sums


def _out(indicator: Indicator, period: Period, reading: Reading | None) -> ReadingOut | None:
    return None if reading is None else reading_out(period.code, indicator.measure, reading)
