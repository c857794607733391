"""What people of the ward say about an indicator: comments, answers, and whether a comment is settled."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import GRANTS, Act, Actor
from doimoi.access.units import unit_by_code
from doimoi.core import clock
from doimoi.core.db import find
from doimoi.core.errors import DomainError, NotAllowed, NotFound, StaleVersion
from doimoi.indicators.models import Indicator, IndicatorComment
from doimoi.indicators.schemas import AnswerOut, CommentIn, CommentOut, DoneBy, UrgeIn
from doimoi.indicators.service import telling
from doimoi.indicators.service.finding import UnitGivesNoNumbers, gives
from doimoi.notices.rules import AlreadyUrged, NotAbove, may_urge
from doimoi.words.notices import URGE


class CommentSettled(DomainError):
    """The comment is settled already."""

    status, code = 409, "comment_settled"


def comments_query(indicator: Indicator) -> Select[IndicatorComment]:
    """The comments of an indicator, without the answers to them."""
    return select(IndicatorComment).where(
        IndicatorComment.indicator_id == indicator.id, IndicatorComment.answers.is_(None)
    )


def say(db: Session, actor: Actor, indicator: Indicator, given: CommentIn) -> IndicatorComment:
    """A new comment, or an answer: the answer to an answer stands under the comment it began with."""
    answers = None
    if given.answers is not None:
        parent = find(db, IndicatorComment, given.answers)
        if parent.indicator_id != indicator.id:
            raise NotFound
        answers = parent.answers or parent.id
    comment = _new(db, actor, indicator, given.text)
    comment.answers = answers
    db.add(comment)
    db.flush()
    telling.said(db, actor, indicator, comment)
    return find(db, IndicatorComment, answers) if answers else comment


def urge(db: Session, actor: Actor, indicator: Indicator, given: UrgeIn) -> IndicatorComment:
    """Remind a unit of its numbers, in the indicator's discussion; once a day by each person."""
    unit = unit_by_code(db, given.unit, "/unit")
    if not gives(indicator, unit):
        raise UnitGivesNoNumbers(pointer="/unit", unit=unit.full_code, indicator=indicator.code)
    if not may_urge(actor, unit.key):
        raise NotAbove(pointer="/unit")
    comment = _new(db, actor, indicator, given.text or URGE)
    comment.urged_id, comment.urged_unit, comment.urged_on = unit.id, unit.short_name, clock.today()
    before = select(IndicatorComment.id).where(
        IndicatorComment.indicator_id == indicator.id,
        IndicatorComment.urged_id == unit.id,
        IndicatorComment.author == actor.id,
        IndicatorComment.urged_on == comment.urged_on,
    )
    if db.scalars(before).first() is not None:
        raise AlreadyUrged
    db.add(comment)
    db.flush()
    telling.urged(db, actor, indicator, unit, comment)
    return comment


def _new(db: Session, actor: Actor, indicator: Indicator, words: str) -> IndicatorComment:
    role, unit = _speaks_as(db, actor, indicator)
    return IndicatorComment(
        unit_id=indicator.unit_id,
        indicator_id=indicator.id,
        author=actor.id,
        author_name=actor.name,
        author_unit=unit,
        author_role=role,
        text=words,
    )


def resolve(db: Session, actor: Actor, ident: uuid.UUID, version: int | None) -> IndicatorComment:
    """Mark a comment as settled; its author may, and who acts for the ward."""
    comment = find(db, IndicatorComment, ident)
    if not _may_resolve(actor, comment):
        raise NotAllowed
    if version is not None and version != comment.version:
        raise StaleVersion(current=comment.version, given=version)
    if comment.answers is not None or comment.resolved_at is not None:
        raise CommentSettled
    comment.resolved_by_name, comment.resolved_at = actor.name, clock.now()
    db.flush()
    return comment


def shown(db: Session, actor: Actor, comments: Sequence[IndicatorComment]) -> list[CommentOut]:
    """Comments with their answers, which are read in one query."""
    answers: dict[uuid.UUID, list[AnswerOut]] = defaultdict(list)
    query = select(IndicatorComment).where(IndicatorComment.answers.in_([c.id for c in comments]))
    for answer in db.scalars(query.order_by(IndicatorComment.id)):
        if answer.answers is not None:
            answers[answer.answers].append(AnswerOut.model_validate(answer))
    return [
        CommentOut(
            **AnswerOut.model_validate(comment).model_dump(),
            version=comment.version,
            urged_unit=comment.urged_unit,
            resolved=_settled(comment),
            may_resolve=comment.resolved_at is None and _may_resolve(actor, comment),
            answers=answers[comment.id],
        )
        for comment in comments
    ]


def _settled(comment: IndicatorComment) -> DoneBy | None:
    if comment.resolved_at is None or comment.resolved_by_name is None:
        return None
    return DoneBy(by_name=comment.resolved_by_name, at=comment.resolved_at)


def _may_resolve(actor: Actor, comment: IndicatorComment) -> bool:
    writes = Act.COMMENT_WRITE in actor.acts()
    return writes and (comment.author == actor.id or actor.may(Act.COMMENT_WRITE, comment.unit_key))


def _speaks_as(db: Session, actor: Actor, indicator: Indicator) -> tuple[str, str]:
    """The role and the unit in which somebody speaks here: one that may write, in this ward."""
    ward = find(db, Unit, indicator.unit_id)
    for reach in actor.reaches:
        if reach.role and Act.COMMENT_WRITE in GRANTS[reach.role] and ward.key <= reach.home < ward.key_to:
            unit = db.scalars(select(Unit).where(Unit.key == reach.home)).one_or_none()
            if unit is not None:
                return reach.role.value, unit.short_name
    raise NotAllowed
