"""Entering a value, and the moves of its life: submit, withdraw, return, approve."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.core import clock
from doimoi.core.db import find, find_to_change
from doimoi.core.errors import NotAllowed, StaleVersion, VersionMissing
from doimoi.indicators import rules
from doimoi.indicators.judging import comes_whole, highest_of
from doimoi.indicators.models import Indicator, IndicatorValue, ValueEvent
from doimoi.indicators.rules import Measure, Move, Reading, ValueState
from doimoi.indicators.service.finding import check_fits
from doimoi.indicators.service.reviewers import reviewers_of
from doimoi.plan.models import Period


def save(
    db: Session,
    actor: Actor,
    place: tuple[Unit, Indicator, Period],
    reading: Reading,
    note: str | None,
    version: int | None,
    *,
    versioned: bool,
) -> tuple[IndicatorValue, bool]:
    """Write a draft, or mend a returned value; whether it is new.

    `versioned`: the caller named the version it changes (None for any); a value that stands is not overwritten blindly.
    """
    unit, indicator, period = place
    check_fits(indicator, unit, period)
    rules.check_entry(period.first_day, period.locked_on, clock.today())
    _check_reading(indicator, reading, complete=False)
    query = select(IndicatorValue.id).where(
        IndicatorValue.unit_id == unit.id,
        IndicatorValue.indicator_id == indicator.id,
        IndicatorValue.period_id == period.id,
    )
    standing = db.scalars(query).one_or_none()
    if standing is None:
        if versioned and version is not None:
            raise StaleVersion(current=None, given=version)
        value = _new(db, actor, place)
    else:
        if not versioned:
            raise VersionMissing
        value = find_to_change(db, IndicatorValue, standing, version)
    value.state = rules.move(ValueState(value.state), Move.SAVE).value
    value.numerator, value.denominator, value.note = reading.numerator, reading.denominator, note
    value.entered_by, value.entered_by_name, value.entered_at = actor.id, actor.name, clock.now()
    value.on_behalf = not actor.is_home(unit.key)
    _keep(db, actor, value, Move.SAVE)
    return value, standing is None


def _new(db: Session, actor: Actor, place: tuple[Unit, Indicator, Period]) -> IndicatorValue:
    unit, indicator, period = place
    if not actor.may(Act.VALUE_WRITE, unit.key):
        raise NotAllowed
    value = IndicatorValue(
        unit_id=unit.id,
        indicator_id=indicator.id,
        period_id=period.id,
        state=ValueState.DRAFT.value,
        entered_by=actor.id,
        entered_by_name=actor.name,
    )
    db.add(value)
    return value


def submit(db: Session, actor: Actor, ident: uuid.UUID, version: int | None) -> IndicatorValue:
    """Hand a complete value to whoever reviews the unit."""
    value, indicator, period = _open(db, ident, version)
    state = rules.move(ValueState(value.state), Move.SUBMIT)
    _check_reading(indicator, Reading(value.numerator, value.denominator), complete=True)
    value.state = state.value
    value.submitted_by, value.submitted_by_name, value.submitted_at = actor.id, actor.name, clock.now()
    value.late = clock.today() > period.entry_due_on
    return _keep(db, actor, value, Move.SUBMIT)


def withdraw(db: Session, actor: Actor, ident: uuid.UUID, version: int | None) -> IndicatorValue:
    """Take back what one submitted, before anybody reviewed it."""
    value, _, _ = _open(db, ident, version)
    state = rules.move(ValueState(value.state), Move.WITHDRAW)
    rules.check_withdrawer(actor.id, value.entered_by, value.submitted_by)
    value.state = state.value
    value.submitted_by = value.submitted_by_name = value.submitted_at = None
    return _keep(db, actor, value, Move.WITHDRAW)


def approve(db: Session, actor: Actor, ident: uuid.UUID, version: int | None) -> IndicatorValue:
    """Let a submitted value stand; from now on the whole ward and those above it may read it."""
    return _review(db, actor, ident, version, Move.APPROVE, None)


def give_back(db: Session, actor: Actor, ident: uuid.UUID, version: int | None, reason: str) -> IndicatorValue:
    """Return a submitted value to its unit, saying what to mend."""
    return _review(db, actor, ident, version, Move.RETURN, rules.check_reason(reason))


def _review(
    db: Session, actor: Actor, ident: uuid.UUID, version: int | None, move: Move, reason: str | None
) -> IndicatorValue:
    value, _, _ = _open(db, ident, version)
    state = rules.move(ValueState(value.state), move)
    block = reviewers_of(db, actor)(value)
    if block is not None:
        raise block
    value.state, value.return_reason = state.value, reason
    value.reviewed_by, value.reviewed_by_name, value.reviewed_at = actor.id, actor.name, clock.now()
    return _keep(db, actor, value, move, reason)


def _check_reading(indicator: Indicator, reading: Reading, *, complete: bool) -> None:
    rules.check_reading(
        Measure(indicator.measure),
        reading,
        whole=comes_whole(indicator),
        highest=highest_of(indicator),
        complete=complete,
    )


def _open(db: Session, ident: uuid.UUID, version: int | None) -> tuple[IndicatorValue, Indicator, Period]:
    """A value that the caller may change, in a period that is not frozen."""
    value = find_to_change(db, IndicatorValue, ident, version)
    indicator, period = find(db, Indicator, value.indicator_id), find(db, Period, value.period_id)
    rules.check_entry(period.first_day, period.locked_on, clock.today())
    return value, indicator, period


def _keep(db: Session, actor: Actor, value: IndicatorValue, move: Move, reason: str | None = None) -> IndicatorValue:
    """Write the value and one line of its history."""
    value.updated_at = clock.now()
    db.flush()
    db.add(
        ValueEvent(
            unit_id=value.unit_id,
            value_id=value.id,
            actor=actor.id,
            actor_name=actor.name,
            at=value.updated_at,
            move=move.value,
            state=value.state,
            version=value.version,
            numerator=value.numerator,
            denominator=value.denominator,
            note=value.note,
            reason=reason,
        )
    )
    db.flush()
    return value
