"""Entering a value, and the moves of its life up to approval: submit, withdraw, return, approve."""

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
from doimoi.indicators.service import telling
from doimoi.indicators.service.approved import jumped, version_in_force
from doimoi.indicators.service.finding import calendar_of, check_fits
from doimoi.indicators.service.reviewers import reviewers_of
from doimoi.notices.rules import NoticeKind
from doimoi.plan.models import Period
from doimoi.plan.service import hold

KEPT = (
    *("numerator", "denominator", "note", "source", "on_behalf", "late"),
    *("entered_by", "entered_by_name", "entered_at"),
    *("submitted_by", "submitted_by_name", "submitted_at"),
    *("reviewed_by", "reviewed_by_name", "reviewed_at"),
)
"""What comes back with the approved numbers when their correction is given up."""


def save(
    db: Session,
    actor: Actor,
    place: tuple[Unit, Indicator, Period],
    reading: Reading,
    note: str | None,
    version: int | None,
    *,
    versioned: bool,
    source: str = "manual",
) -> tuple[IndicatorValue, bool]:
    """Write a draft, or mend a returned value; whether it is new.

    `source` says where the numbers come from: typed in, or `survey:<code>`. `versioned`: the caller named the version
    it changes (None for any); a value that stands is not overwritten blindly.
    """
    unit, indicator, period = place
    check_fits(indicator, unit, period)
    check_numbers(indicator, reading, complete=False)
    query = select(IndicatorValue.id).where(
        IndicatorValue.unit_id == unit.id,
        IndicatorValue.indicator_id == indicator.id,
        IndicatorValue.period_id == period.id,
    )
    standing = db.scalars(query).one_or_none()
    if standing is None:
        if versioned and version is not None:
            raise StaleVersion(current=None, given=version)
        check_open(db, period)
        value = _new(db, actor, place)
    else:
        if not versioned:
            raise VersionMissing
        value, _, _ = open_value(db, standing, version)
    value.state = rules.move(ValueState(value.state), Move.SAVE).value
    value.numerator, value.denominator, value.note = reading.numerator, reading.denominator, note
    value.entered_by, value.entered_by_name, value.entered_at = actor.id, actor.name, clock.now()
    value.source = source
    value.on_behalf = not actor.is_home(unit.key)
    keep(db, actor, value, Move.SAVE)
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
    value, indicator, period = open_value(db, ident, version)
    state = rules.move(ValueState(value.state), Move.SUBMIT)
    reading = Reading(value.numerator, value.denominator)
    check_numbers(indicator, reading, complete=True)
    check_jump(db, value, indicator, period, reading, value.note)
    first = version_in_force(db, value.id) is None
    value.state = state.value
    value.submitted_by, value.submitted_by_name, value.submitted_at = actor.id, actor.name, clock.now()
    if first:  # a figure mended after its approval does not become late by that
        value.late = clock.today() > period.entry_due_on
    keep(db, actor, value, Move.SUBMIT)
    telling.submitted(db, actor, value)
    return value


def withdraw(db: Session, actor: Actor, ident: uuid.UUID, version: int | None) -> IndicatorValue:
    """Take back what one submitted, before anybody reviewed it; what was approved before it comes back."""
    value, _, _ = open_value(db, ident, version)
    kept = version_in_force(db, value.id)
    before = ValueState(value.state)
    state = rules.withdrawn(before, kept=kept is not None, published=value.published_at is not None)
    if before is ValueState.SUBMITTED:
        rules.check_withdrawer(actor.id, value.entered_by, value.submitted_by)
    if kept is None:
        value.submitted_by = value.submitted_by_name = value.submitted_at = None
    else:
        for name in KEPT:
            setattr(value, name, getattr(kept, name))
        value.reopened, value.correction_reason, value.return_reason = False, None, None
    value.state = state.value
    return keep(db, actor, value, Move.WITHDRAW)


def approve(db: Session, actor: Actor, ident: uuid.UUID, version: int | None) -> IndicatorValue:
    """Let a submitted value stand; from now on the whole ward and those above it may read it."""
    return _review(db, actor, ident, version, Move.APPROVE, None)


def give_back(db: Session, actor: Actor, ident: uuid.UUID, version: int | None, reason: str) -> IndicatorValue:
    """Return a submitted value to its unit, saying what to mend."""
    return _review(db, actor, ident, version, Move.RETURN, rules.check_reason(reason))


def _review(
    db: Session, actor: Actor, ident: uuid.UUID, version: int | None, move: Move, reason: str | None
) -> IndicatorValue:
    value, _, _ = open_value(db, ident, version)
    state = rules.move(ValueState(value.state), move)
    block = reviewers_of(db, actor)(value)
    if block is not None:
        raise block
    value.state, value.return_reason = state.value, reason
    value.reviewed_by, value.reviewed_by_name, value.reviewed_at = actor.id, actor.name, clock.now()
    if move is Move.APPROVE:
        # Published were the numbers before; these wait for that anew.
        value.reopened, value.published_by, value.published_by_name, value.published_at = False, None, None, None
    keep(db, actor, value, move, reason)
    if move is Move.APPROVE:
        telling.approved(db, actor, value)
    else:
        telling.given_back(db, actor, value, NoticeKind.VALUE_RETURNED, reason)
    return value


def reconsider(db: Session, actor: Actor, ident: uuid.UUID, version: int | None) -> IndicatorValue:
    """Take one's own approval or return back within a minute: the value waits for review as before."""
    value, _, _ = open_value(db, ident, version)
    before = ValueState(value.state)
    state = rules.move(before, Move.RECONSIDER)
    kept = version_in_force(db, value.id)
    rules.check_reconsider(
        actor.id,
        value.reviewed_by,
        value.reviewed_at,
        value.entered_at,
        clock.now(),
        replaced=before is ValueState.APPROVED and kept is not None and kept.number > 1,
    )
    value.state, value.return_reason = state.value, None
    value.reviewed_by = value.reviewed_by_name = value.reviewed_at = None
    return keep(db, actor, value, Move.RECONSIDER)


def check_numbers(indicator: Indicator, reading: Reading, *, complete: bool) -> None:
    """Refuse numbers that cannot be true of the indicator; with `complete` also numbers that are missing."""
    rules.check_reading(
        Measure(indicator.measure),
        reading,
        whole=comes_whole(indicator),
        highest=highest_of(indicator),
        complete=complete,
    )


def check_jump(
    db: Session, value: IndicatorValue, indicator: Indicator, period: Period, reading: Reading, note: str | None
) -> None:
    """Refuse a large move of a ratio that nobody explains."""
    if indicator.measure == Measure.RATIO and not note:
        before = calendar_of(db, indicator).before(period)
        rules.check_jump(jumped(db, value.unit_id, indicator.id, before, reading), note)


def check_open(db: Session, period: Period, *, reopened: bool = False) -> None:
    """Refuse a period that is not open, and keep it as it is until this change is done.

    `reopened`: this value alone was opened again, so that a freeze of the period does not count.
    """
    locked_on = hold(db, period)
    rules.check_entry(period.first_day, None if reopened else locked_on, clock.today())


def open_value(db: Session, ident: uuid.UUID, version: int | None) -> tuple[IndicatorValue, Indicator, Period]:
    """A value that the caller may change, in a period that is not frozen (or opened again by itself)."""
    value = find_to_change(db, IndicatorValue, ident, version)
    indicator, period = find(db, Indicator, value.indicator_id), find(db, Period, value.period_id)
    check_open(db, period, reopened=value.reopened)
    return value, indicator, period


def keep(db: Session, actor: Actor, value: IndicatorValue, move: Move, reason: str | None = None) -> IndicatorValue:
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
