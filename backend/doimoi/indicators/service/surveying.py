"""A survey's rate as the value of an indicator: entered and submitted in one step, with its source and its doubt."""

import uuid
from decimal import Decimal

from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.core.db import find
from doimoi.core.errors import DomainError, NotAllowed
from doimoi.indicators.models import IndicatorValue
from doimoi.indicators.rules import Measure, Reading
from doimoi.indicators.service import finding, saving
from doimoi.surveys import questionnaire
from doimoi.surveys import rules as surveys
from doimoi.surveys.models import SurveyRound
from doimoi.surveys.service.results import counted
from doimoi.words.surveys import UNKNOWN_POPULATION, VALUE_NOTE


class SurveyPeriodDiffers(DomainError):
    """The survey was made for another period. Params: period."""

    status, code = 422, "survey_period_differs"


class SurveyMeasureDiffers(DomainError):
    """A survey gives a ratio, and the indicator is something else. Params: indicator."""

    status, code = 422, "survey_measure_differs"


def put(
    db: Session,
    actor: Actor,
    round_id: uuid.UUID,
    codes: tuple[str, str],
    version: int | None,
    *,
    versioned: bool,
) -> tuple[IndicatorValue, bool]:
    """Give the round's satisfied out of valid answers as its unit's value and submit it; whether the value is new.

    `codes`: of indicator and period. `ResultsHidden` below ten answers, `QuarantinePending` while some are held back;
    everything else that entering and submitting by hand would refuse is refused here too.
    """
    of = find(db, SurveyRound, round_id)
    if not all(actor.may(act, of.unit_key) for act in (Act.SURVEY_READ, Act.VALUE_WRITE, Act.VALUE_SUBMIT)):
        raise NotAllowed
    unit, indicator, period = finding.place(db, find(db, Unit, of.unit_id).full_code, *codes)
    if Measure(indicator.measure) is not Measure.RATIO:
        raise SurveyMeasureDiffers(pointer="/indicator", indicator=indicator.code)
    if period.id != of.period_id:
        raise SurveyPeriodDiffers(pointer="/period", period=of.period.code)
    answers = counted(db, of)
    tally = answers.all
    if answers.held:
        raise surveys.QuarantinePending(count=answers.held)
    if tally.total < surveys.MIN_CELL:
        raise surveys.ResultsHidden(count=tally.total, least=surveys.MIN_CELL)
    value, new = saving.save(
        db,
        actor,
        (unit, indicator, period),
        Reading(Decimal(tally.satisfied), Decimal(tally.total)),
        _note(of, tally),
        version,
        versioned=versioned,
        source=f"survey:{of.code}",
    )
    return saving.submit(db, actor, value.id, value.version), new


def _note(of: SurveyRound, tally: surveys.Tally) -> str:
    """What the number cannot say itself: how many answered out of how many, and how far it may be off."""
    bounds = surveys.interval(tally.satisfied, tally.total, of.population)
    assert bounds is not None
    return VALUE_NOTE.format(
        title=of.title,
        satisfied=tally.satisfied,
        total=tally.total,
        low=_vietnamese(bounds.low),
        high=_vietnamese(bounds.high),
        population=of.population or UNKNOWN_POPULATION,
        instrument=questionnaire.read(of.questionnaire).instrument,
        formula=surveys.FORMULA,
    )


def _vietnamese(percent: Decimal) -> str:
    return f"{percent:.1f}".replace(".", ",")
