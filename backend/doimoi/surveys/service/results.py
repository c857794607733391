"""What a round proves: one reading of its answers by way and level, and the decision about those held back."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import ColumnElement, CursorResult, Text, cast, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from doimoi.access.rules import Actor
from doimoi.core.db import find_to_change
from doimoi.surveys import questionnaire, rules
from doimoi.surveys.models import SurveyAnswer, SurveyReview, SurveyRound
from doimoi.surveys.questionnaire import Question, QuestionKind, Questionnaire
from doimoi.surveys.rules import AnswerState, Channel, Tally
from doimoi.surveys.schemas import (
    ChannelOut,
    DecisionIn,
    HeldOut,
    IntervalOut,
    OptionCount,
    OptionOut,
    QuestionCount,
    ResultsOut,
    ShareOut,
    WordsOut,
)


def any_of(codes: list[str]) -> ColumnElement[bool]:
    """Whether one of these questions was answered."""
    return SurveyAnswer.answers.op("?|", is_comparison=True)(cast(codes, ARRAY(Text)))


@dataclass
class Counted:
    """The answers of a round, counted."""

    tallies: dict[Channel, Tally] = field(default_factory=dict)
    unfinished: int = 0
    skipped: int = 0
    rejected: int = 0
    held: int = 0

    @property
    def all(self) -> Tally:
        """Every valid answer."""
        whole = Tally()
        for tally in self.tallies.values():
            whole = whole.plus(tally)
        return whole


def counted(db: Session, of: SurveyRound) -> Counted:
    """Count a round's answers by way and level: one query, however many there are."""
    headline = questionnaire.read(of.questionnaire).headline.code
    level = SurveyAnswer.answers[headline].as_integer()
    query = (
        select(SurveyAnswer.channel, SurveyAnswer.state, SurveyAnswer.complete, level, func.count())
        .where(SurveyAnswer.round_id == of.id)
        .group_by(SurveyAnswer.channel, SurveyAnswer.state, SurveyAnswer.complete, level)
    )
    found = Counted()
    levels: dict[Channel, list[int]] = {channel: [0] * questionnaire.LEVELS for channel in Channel}
    for channel, state, complete, chosen, count in db.execute(query):
        if state == AnswerState.QUARANTINED:
            found.held += count
        elif state == AnswerState.REJECTED:
            found.rejected += count
        elif not complete:
            found.unfinished += count
        elif chosen is None:
            found.skipped += count
        else:
            levels[Channel(channel)][chosen - 1] += count
    for channel, (a, b, c, d, e) in levels.items():
        found.tallies[channel] = Tally((a, b, c, d, e))
    return found


def results(db: Session, of: SurveyRound) -> ResultsOut:
    """The rate of a round with its interval, its verdict and its parts; small figures are left out."""
    asked = questionnaire.read(of.questionnaire)
    count = counted(db, of)
    whole = count.all
    visible = whole.total >= rules.MIN_CELL
    parts = rules.shown({c.value: t.total for c, t in count.tallies.items()})
    wanted = rules.wanted(of.population)
    return ResultsOut(
        **_share(whole, of.population, visible).model_dump(),
        count=whole.total,
        mean=rules.percent(whole.mean) if visible else None,
        levels=list(whole.levels) if visible else None,
        target=of.target,
        verdict=rules.verdict(whole, of.population, of.target),
        population=of.population,
        population_short=of.population is not None and whole.total > of.population,
        wanted=wanted,
        missing=max(0, wanted - whole.total),
        unfinished=count.unfinished,
        skipped=count.skipped,
        rejected=count.rejected,
        channels=[
            ChannelOut(
                **_share(tally, None, visible and channel.value in parts).model_dump(),
                channel=channel,
                count=tally.total,
            )
            for channel, tally in count.tallies.items()
        ],
        questions=_options(db, of, asked),
        comments=_comments(db, of) if visible else None,
        held=_held(db, of),
        instrument=asked.instrument,
        formula=rules.FORMULA,
    )


def _share(tally: Tally, population: int | None, visible: bool) -> ShareOut:
    """A rate with its interval. A part of the population has no known size, so it goes without the correction."""
    bounds = rules.interval(tally.satisfied, tally.total, population)
    if not visible or bounds is None:
        return ShareOut(satisfied=None, rate=None, interval=None)
    return ShareOut(satisfied=tally.satisfied, rate=rules.percent(tally.rate), interval=IntervalOut(**_rounded(bounds)))


def _rounded(bounds: rules.Interval) -> dict[str, Decimal | None]:
    return {"low": rules.percent(bounds.low), "high": rules.percent(bounds.high)}


def valid(of: SurveyRound) -> tuple[ColumnElement[bool], ...]:
    """Which answers of a round count, as conditions."""
    return (
        SurveyAnswer.round_id == of.id,
        SurveyAnswer.state == AnswerState.COUNTED.value,
        SurveyAnswer.complete.is_(True),
    )


def written(of: SurveyRound) -> list[str]:
    """The codes of a round's questions that are answered in words."""
    return [q.code for q in questionnaire.read(of.questionnaire).questions if q.kind is QuestionKind.TEXT]


def _options(db: Session, of: SurveyRound, asked: Questionnaire) -> list[QuestionCount]:
    """How often each option was chosen, question by question: one query for all."""
    chosen: dict[str, dict[str, int]] = defaultdict(dict)
    answered: dict[str, int] = defaultdict(int)
    wanted = {q.code for q in asked.questions if q.kind in (QuestionKind.ONE, QuestionKind.MANY)}
    if not wanted:
        return []
    query = text(
        "select e.key as question, o.option, count(*) from survey_answer a, jsonb_each(a.answers) e,"
        " lateral (select '' as option union all select jsonb_array_elements_text("
        "   case jsonb_typeof(e.value) when 'array' then e.value else jsonb_build_array(e.value) end)) o"
        " where a.round_id = :round and a.state = 'counted' and a.complete and e.key = any (:wanted) group by 1, 2"
    )
    for question, option, count in db.execute(query, {"round": of.id, "wanted": list(wanted)}):
        if option:
            chosen[question][option] = count
        else:
            answered[question] = count
    return [_question_count(q, answered[q.code], chosen[q.code]) for q in asked.questions if q.code in wanted]


def _question_count(question: Question, answered: int, chosen: dict[str, int]) -> QuestionCount:
    options = [
        OptionCount(**OptionOut.model_validate(option).model_dump(), count=chosen.get(option.code, 0))
        for option in question.options
    ]
    return QuestionCount(
        code=question.code,
        text=WordsOut.model_validate(question.text),
        count=answered,
        options=options if answered >= rules.MIN_CELL else None,
    )


def _comments(db: Session, of: SurveyRound) -> int:
    query = select(func.count()).where(*valid(of), any_of(written(of)))
    return db.execute(query).scalar_one()


def _held(db: Session, of: SurveyRound) -> list[HeldOut]:
    query = (
        select(SurveyAnswer.channel, SurveyAnswer.day, func.count())
        .where(SurveyAnswer.round_id == of.id, SurveyAnswer.state == AnswerState.QUARANTINED.value)
        .group_by(SurveyAnswer.channel, SurveyAnswer.day)
        .order_by(SurveyAnswer.day, SurveyAnswer.channel)
    )
    return [HeldOut(channel=Channel(c), day=day, count=count) for c, day, count in db.execute(query)]


def decide(db: Session, actor: Actor, ident: uuid.UUID, given: DecisionIn) -> int:
    """Let answers that were held back count, or set them aside; how many there were. The reason is kept."""
    row = find_to_change(db, SurveyRound, ident)
    change = (
        update(SurveyAnswer)
        .where(SurveyAnswer.round_id == row.id, SurveyAnswer.state == AnswerState.QUARANTINED.value)
        .values(state=given.decision)
    )
    if given.channel is not None:
        change = change.where(SurveyAnswer.channel == given.channel.value)
    if given.day is not None:
        change = change.where(SurveyAnswer.day == given.day)
    done = db.execute(change.execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    if done.rowcount:
        db.add(
            SurveyReview(
                unit_id=row.unit_id,
                round_id=row.id,
                decision=given.decision,
                count=done.rowcount,
                reason=given.reason,
                by=actor.id,
                by_name=actor.name,
            )
        )
        db.flush()
    return done.rowcount
