"""Rounds: made, changed, opened and closed by their unit."""

import secrets
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.access.schemas import UnitBrief
from doimoi.access.units import unit_by_code
from doimoi.core import clock
from doimoi.core.db import find_to_change
from doimoi.core.errors import NotAllowed, NotFound
from doimoi.plan.models import Period
from doimoi.plan.service import period_of, ward_of
from doimoi.surveys import questionnaire, rules
from doimoi.surveys.models import SurveyRound
from doimoi.surveys.rules import RoundMove, RoundState
from doimoi.surveys.schemas import RoundChange, RoundIn, RoundMay, RoundOut, RoundPeriod


def create(db: Session, actor: Actor, given: RoundIn) -> SurveyRound:
    """A round in preparation, from a template or with its own questions."""
    unit = unit_by_code(db, given.unit, pointer="/unit")
    if not actor.may(Act.SURVEY_MANAGE, unit.key):
        raise NotAllowed
    ward = ward_of(db, unit)
    prefix, _, bare = given.period.rpartition(":")
    if prefix and prefix != ward.full_code:
        raise NotFound(pointer="/period")
    period = period_of(db, ward, bare)
    questions = _questions(given)
    opens_on = given.opens_on or max(clock.today(), period.first_day)
    rules.check_dates(opens_on, given.closes_on)
    made = SurveyRound(
        unit_id=unit.id,
        period_id=period.id,
        code=_code(),
        kiosk_code=_code(),
        house_code=_code(),
        title=given.title or f"{questions['title']['vi'].split(' (')[0]} - {period.label}",
        questionnaire=questions,
        population=given.population,
        target=given.target,
        state=RoundState.DRAFT.value,
        opens_on=opens_on,
        closes_on=given.closes_on,
        created_by_name=actor.name,
    )
    db.add(made)
    db.flush()
    db.refresh(made)
    return made


def _questions(given: RoundIn) -> dict[str, Any]:
    if given.questionnaire is not None:
        raw = given.questionnaire.model_dump(mode="json")
    elif given.template in questionnaire.TEMPLATES:
        raw = questionnaire.TEMPLATES[given.template]
    else:
        raise NotFound(pointer="/template")
    questionnaire.read(raw)
    return raw


def _code() -> str:
    return "".join(secrets.choice(rules.CODE_ALPHABET) for _ in range(rules.CODE_LENGTH))


def change(db: Session, ident: uuid.UUID, version: int | None, given: RoundChange) -> SurveyRound:
    """Mend what may change at any time: the name, the days, the population and the target."""
    row = find_to_change(db, SurveyRound, ident, version)
    rules.check_dates(given.opens_on, given.closes_on)
    row.title, row.population, row.target = given.title, given.population, given.target
    row.opens_on, row.closes_on = given.opens_on, given.closes_on
    db.flush()
    return row


def open_(db: Session, ident: uuid.UUID, version: int | None) -> SurveyRound:
    """Let people answer. From now on the questions are as they are."""
    row = find_to_change(db, SurveyRound, ident, version)
    state = rules.move(RoundState(row.state), RoundMove.OPEN)
    if row.closes_on is not None and row.closes_on < clock.today():
        raise rules.RoundDatesWrong(pointer="/closes_on")
    row.state = state.value
    db.flush()
    return row


def close(db: Session, ident: uuid.UUID, version: int | None) -> SurveyRound:
    """End a round for good: what told forms apart is thrown away and the answers are mixed."""
    row = find_to_change(db, SurveyRound, ident, version)
    row.state = rules.move(RoundState(row.state), RoundMove.CLOSE).value
    db.flush()
    db.execute(text("select doimoi.settle_survey(:round)"), {"round": row.id})
    return row


def rounds_out(db: Session, actor: Actor, rows: Sequence[SurveyRound], origin: str) -> list[RoundOut]:
    """Rounds as they are shown, their units and periods read in one query each."""
    units = {u.id: u for u in db.query(Unit).where(Unit.id.in_({r.unit_id for r in rows}))}
    periods = {p.id: p for p in db.query(Period).where(Period.id.in_({r.period_id for r in rows}))}
    return [_round_out(actor, row, units[row.unit_id], periods[row.period_id], origin) for row in rows]


def _round_out(actor: Actor, row: SurveyRound, unit: Unit, period: Period, origin: str) -> RoundOut:
    state = RoundState(row.state)
    return RoundOut(
        id=row.id,
        unit=UnitBrief(code=unit.full_code, name=unit.name, short_name=unit.short_name, level=unit.level),
        period=RoundPeriod(code=period.code, label=period.label),
        title=row.title,
        state=state,
        taking=rules.takes_answers(state, row.opens_on, row.closes_on, clock.today()),
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        population=row.population,
        target=row.target,
        wanted=rules.wanted(row.population),
        instrument=questionnaire.read(row.questionnaire).instrument,
        code=row.code,
        link=f"{origin}/k/{row.code}",
        kiosk_link=f"{origin}/kiosk/{row.kiosk_code}",
        house_link=f"{origin}/k/{row.house_code}",
        created_by_name=row.created_by_name,
        created_at=row.created_at,
        version=row.version,
        may=RoundMay(
            manage=actor.may(Act.SURVEY_MANAGE, row.unit_key),
            give_value=actor.may(Act.VALUE_SUBMIT, row.unit_key),
        ),
    )
