"""What happens to a figure after its approval: corrected, opened again, published, taken back from the public."""

import uuid
from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from doimoi.access.rules import Act, Actor
from doimoi.core import clock
from doimoi.core.db import find_to_change
from doimoi.core.errors import DomainError, NotAllowed, NotFound
from doimoi.indicators import rules
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.indicators.rules import Move, MoveForbidden, Reading, ValueState
from doimoi.indicators.schemas import PublicationIn
from doimoi.indicators.service import telling
from doimoi.indicators.service.finding import one_indicator
from doimoi.indicators.service.saving import check_jump, check_numbers, keep, open_value
from doimoi.notices.rules import NoticeKind
from doimoi.plan.service import one_period


class ValuesOrPeriod(DomainError):
    """What is published is named value by value, or as a period: not both, not neither."""

    status, code = 422, "values_or_period"


def correct(
    db: Session,
    actor: Actor,
    ident: uuid.UUID,
    version: int | None,
    reading: Reading,
    note: str | None,
    reason: str,
) -> IndicatorValue:
    """Hand in other numbers for an approved value, saying why; the approved ones stay in force until these are."""
    value, indicator, period = open_value(db, ident, version)
    state = rules.move(ValueState(value.state), Move.CORRECT)
    why = rules.check_reason(reason)
    check_numbers(indicator, reading, complete=True)
    rules.check_correction(Reading(value.numerator, value.denominator), reading, same_note=note == value.note)
    check_jump(db, value, indicator, period, reading, note)
    value.numerator, value.denominator, value.note = reading.numerator, reading.denominator, note
    value.entered_by, value.entered_by_name, value.entered_at = actor.id, actor.name, clock.now()
    value.submitted_by, value.submitted_by_name, value.submitted_at = actor.id, actor.name, clock.now()
    value.on_behalf = not actor.is_home(value.unit_key)
    value.state, value.correction_reason, value.return_reason = state.value, why, None
    keep(db, actor, value, Move.CORRECT, why)
    telling.submitted(db, actor, value)
    return value


def reopen(db: Session, actor: Actor, ident: uuid.UUID, version: int | None, reason: str) -> IndicatorValue:
    """Give one approved value back to its unit to be mended, also in a frozen period and in that one only."""
    value = find_to_change(db, IndicatorValue, ident, version)
    if not actor.may(Act.VALUE_REOPEN, value.unit_key):
        raise NotAllowed
    state = rules.move(ValueState(value.state), Move.REOPEN)
    why = rules.check_reason(reason)
    value.state, value.reopened, value.return_reason, value.correction_reason = state.value, True, why, why
    keep(db, actor, value, Move.REOPEN, why)
    telling.given_back(db, actor, value, NoticeKind.VALUE_REOPENED, why)
    return value


def unpublish(db: Session, actor: Actor, ident: uuid.UUID, version: int | None, reason: str) -> IndicatorValue:
    """Take a published figure back from the public, saying why; also while a correction of it waits."""
    value = find_to_change(db, IndicatorValue, ident, version)
    if value.published_at is None:
        raise MoveForbidden(state=value.state, move=Move.UNPUBLISH.value)
    if value.state == ValueState.PUBLISHED:
        value.state = rules.move(ValueState.PUBLISHED, Move.UNPUBLISH).value
    value.published_by = value.published_by_name = value.published_at = None
    return keep(db, actor, value, Move.UNPUBLISH, rules.check_reason(reason))


def publish(db: Session, actor: Actor, what: PublicationIn) -> list[IndicatorValue]:
    """Let approved figures be shown to everybody: those named, all of them or none, or every one of a period.

    Of named ones `NotFound` when one is beyond sight, `NotAllowed` beyond act, `MoveForbidden` when one is not
    approved; of a period those are taken that are approved and that the caller acts for.
    """
    if what.value_ids is not None and what.period is None and what.group is None and what.indicator is None:
        return _publish_named(db, actor, what.value_ids)
    if what.value_ids is not None or what.period is None:
        raise ValuesOrPeriod(pointer="/period")
    wanted = (IndicatorValue.period_id == one_period(db, what.period).id) & (
        IndicatorValue.state == ValueState.APPROVED.value
    )
    if what.group is not None:
        of_group = select(Indicator.id).where(Indicator.group_code == what.group)
        wanted &= IndicatorValue.indicator_id.in_(of_group)
    if what.indicator is not None:
        wanted &= IndicatorValue.indicator_id == one_indicator(db, what.indicator).id
    # Somebody may have begun to correct one of them while we waited for it: that one is left out.
    values = [v for v in _held(db, wanted) if v.state == ValueState.APPROVED]
    return [_publish(db, actor, v) for v in values if actor.may(Act.VALUE_PUBLISH, v.unit_key)]


def _publish_named(db: Session, actor: Actor, idents: Collection[uuid.UUID]) -> list[IndicatorValue]:
    values = _held(db, IndicatorValue.id.in_(idents))
    if len(values) != len(set(idents)):
        raise NotFound
    return [_publish(db, actor, value) for value in values]


def _held(db: Session, wanted: ColumnElement[bool]) -> list[IndicatorValue]:
    """Values that nobody else changes until the transaction ends (those the caller acts for; the rest only read)."""
    ids = list(db.scalars(select(IndicatorValue.id).where(wanted).order_by(IndicatorValue.id)))
    db.execute(
        select(IndicatorValue.id).where(IndicatorValue.id.in_(ids)).order_by(IndicatorValue.id).with_for_update()
    )
    return list(db.scalars(select(IndicatorValue).where(IndicatorValue.id.in_(ids)).order_by(IndicatorValue.id)))


def _publish(db: Session, actor: Actor, value: IndicatorValue) -> IndicatorValue:
    if not actor.may(Act.VALUE_PUBLISH, value.unit_key):
        raise NotAllowed
    value.state = rules.move(ValueState(value.state), Move.PUBLISH).value
    value.published_by, value.published_by_name, value.published_at = actor.id, actor.name, clock.now()
    return keep(db, actor, value, Move.PUBLISH)
