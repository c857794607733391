"""Who hears of what happens to a value, and of what is said about an indicator."""

from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor, Role
from doimoi.indicators.models import Indicator, IndicatorComment, IndicatorValue
from doimoi.notices.rules import DOERS, NoticeKind, NoticeSubject, shortened
from doimoi.notices.service import Readable, To, Told, tell
from doimoi.plan.models import Period


def submitted(db: Session, actor: Actor, value: IndicatorValue) -> None:
    """Its reviewers: the heads over its unit, and the coordinator only where none of them may review it."""
    what = _of_value(db, actor, value, NoticeKind.VALUE_SUBMITTED, None, bundled=True)
    by, readable = (value.entered_by, value.submitted_by), _values_of(value)
    over = [value.unit_key]
    if not tell(db, what, To(directors=[Role.HEAD], over=over, but=by), readable):
        tell(db, what, To(directors=[Role.COORDINATOR], over=over, but=by), readable)


def approved(db: Session, actor: Actor, value: IndicatorValue) -> None:
    """Who submitted it."""
    what = _of_value(db, actor, value, NoticeKind.VALUE_APPROVED, None, bundled=True)
    tell(db, what, To(accounts=[value.submitted_by]), _values_of(value))


def given_back(db: Session, actor: Actor, value: IndicatorValue, kind: NoticeKind, reason: str | None) -> None:
    """Who submitted it and who wrote it."""
    what = _of_value(db, actor, value, kind, reason)
    tell(db, what, To(accounts=[value.submitted_by, value.entered_by]), _values_of(value))


def said(db: Session, actor: Actor, indicator: Indicator, comment: IndicatorComment) -> None:
    """An answer goes to whose comment it answers; a comment to the unit that leads the indicator."""
    what = _of_indicator(db, actor, indicator, comment, NoticeKind.COMMENT)
    heard = Readable(Act.COMMENT_READ, [indicator.unit_key], opened=True)
    parent = db.get(IndicatorComment, comment.answers) if comment.answers else None
    if parent is not None:
        answer = Told(NoticeKind.ANSWER, what.subject, what.subject_id, what.facts)
        tell(db, answer, To(accounts=[parent.author]), heard)
    elif (lead := db.get(Unit, indicator.lead_id)) is not None:
        tell(db, what, To(roles=DOERS, homes=[lead.key]), heard)


def urged(db: Session, actor: Actor, indicator: Indicator, unit: Unit, comment: IndicatorComment) -> None:
    """Those who enter the unit's numbers."""
    what = _of_indicator(db, actor, indicator, comment, NoticeKind.URGED)
    what.facts.update(unit=unit.short_name, unit_code=unit.full_code)
    readable = Readable(Act.VALUE_READ, [unit.key])
    if not tell(db, what, To(roles=DOERS, homes=[unit.key]), readable):
        tell(db, what, To(roles=[Role.CONTRIBUTOR], homes=[unit.key]), readable)


def _values_of(value: IndicatorValue) -> Readable:
    return Readable(Act.VALUE_READ, [value.unit_key])


def _of_value(
    db: Session, actor: Actor, value: IndicatorValue, kind: NoticeKind, words: str | None, *, bundled: bool = False
) -> Told:
    indicator, unit = db.get_one(Indicator, value.indicator_id), db.get_one(Unit, value.unit_id)
    period = db.get_one(Period, value.period_id)
    facts = {
        "code": indicator.code,
        "title": indicator.short_name,
        "unit": unit.short_name,
        "unit_code": unit.full_code,
        "period": period.code,
        "by_name": actor.name,
        "text": shortened(words),
    }
    return Told(kind, NoticeSubject.VALUE, value.id, facts, f"{unit.id}:{period.code}" if bundled else None)


def _of_indicator(db: Session, actor: Actor, indicator: Indicator, comment: IndicatorComment, kind: NoticeKind) -> Told:
    facts = {
        "code": indicator.code,
        "title": indicator.short_name,
        "by_name": actor.name,
        "text": shortened(comment.text),
    }
    return Told(kind, NoticeSubject.INDICATOR, indicator.id, facts)
