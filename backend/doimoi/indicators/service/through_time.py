"""An indicator through time: what was reached and what was planned, period by period."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.core import clock
from doimoi.indicators.judging import Calendar, judge, plan_of_period
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.indicators.paths import Path, PathBasis
from doimoi.indicators.rules import PLAN_ENDS_ON, STANDS, Reading, ValueState
from doimoi.indicators.schemas import PlanPoint, SeriesOut, SeriesPoint
from doimoi.indicators.service.approved import paths_of
from doimoi.indicators.service.finding import calendar_of, present_of
from doimoi.indicators.service.gathering import gather
from doimoi.indicators.service.showing import baseline_out, reading_of, reading_out, verdict_out


def series(db: Session, indicator: Indicator) -> SeriesOut:
    """The ward's reading of an indicator in each of its periods; one that waits for review is shown as such."""
    calendar = calendar_of(db, indicator)
    gathered = gather(db, [indicator])[indicator.id]
    points = []
    pending = _pending(db, indicator)
    for period in calendar.of_kind(indicator.reporting):
        reading = gathered.readings.get(period.code)
        state = ValueState.PUBLISHED if gathered.published.get(period.code) else ValueState.APPROVED
        if reading is None and period.id in pending:
            reading, state = pending[period.id]
        if reading is not None:
            points.append(
                SeriesPoint(
                    **reading_out(period.code, indicator.measure, reading).model_dump(),
                    label=period.label,
                    last_day=period.last_day,
                    state=state,
                )
            )
    present = calendar.matching(indicator.reporting, present_of(calendar)) or present_of(calendar)
    path = paths_of(db, [indicator.id]).get(indicator.id)
    verdict = judge(indicator, gathered.readings, present, calendar, clock.today(), path)
    plan, basis = _planned(indicator, path, calendar)
    return SeriesOut(
        indicator=indicator.code,
        points=points,
        plan=plan,
        plan_basis=basis,
        baseline=baseline_out(path.baseline) if path and path.baseline else None,
        standing=verdict_out(verdict),
    )


def _planned(indicator: Indicator, path: Path | None, calendar: Calendar) -> tuple[list[PlanPoint], PathBasis | None]:
    """What is planned for each period of the indicator's kind that ends within the plan, and whose word that is."""
    points, of = [], None
    for period in calendar.of_kind(indicator.reporting):
        value, basis = plan_of_period(indicator, path, period)
        if value is not None and period.last_day <= PLAN_ENDS_ON:
            points.append(PlanPoint(period=period.code, label=period.label, last_day=period.last_day, value=value))
            of = basis
    return points, of


def _pending(db: Session, indicator: Indicator) -> dict[uuid.UUID, tuple[Reading, ValueState]]:
    """What the lead unit has entered and nobody approved yet, by period, as far as the caller sees it."""
    query = select(IndicatorValue).where(
        IndicatorValue.indicator_id == indicator.id,
        IndicatorValue.unit_id == indicator.lead_id,
        IndicatorValue.state.in_([state.value for state in ValueState if state not in STANDS]),
    )
    return {v.period_id: (reading_of(v), ValueState(v.state)) for v in db.scalars(query)}
