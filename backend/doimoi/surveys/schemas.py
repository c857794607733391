"""What the addresses of surveys take and give."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from doimoi.access.schemas import UnitBrief
from doimoi.core.fields import Amount, Code, Day, In, Line, Out, Prose
from doimoi.surveys.questionnaire import MAX_QUESTIONS, Op, QuestionKind
from doimoi.surveys.rules import Channel, RoundState, Verdict

ShortCode = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[0-9a-z_]+$")]
Population = Annotated[StrictInt, Field(ge=1, le=100_000_000)]
Target = Annotated[Amount, Field(ge=0, le=100)]


class WordsIn(In):
    """A text in both languages."""

    vi: Line
    en: Line


class OptionIn(In):
    """Something to choose."""

    code: ShortCode
    label: WordsIn


class ShowWhenIn(In):
    """The earlier answer after which a question is asked."""

    question: ShortCode
    op: Op
    value: Annotated[StrictInt, Field(ge=1, le=5)] | ShortCode | None = None


class QuestionIn(In):
    """One question; only `one` and `many` have options."""

    code: ShortCode
    kind: QuestionKind
    text: WordsIn
    options: Annotated[list[OptionIn], Field(max_length=20)] = []
    show_when: ShowWhenIn | None = None


class QuestionnaireIn(In):
    """Questions in order; the first of five levels gives the rate."""

    code: ShortCode
    version: Annotated[StrictInt, Field(ge=1, le=1000)] = 1
    title: WordsIn
    questions: Annotated[list[QuestionIn], Field(min_length=1, max_length=MAX_QUESTIONS)]


class WordsOut(Out):
    """A text in both languages."""

    vi: str
    en: str


class OptionOut(Out):
    """Something to choose."""

    code: str
    label: WordsOut


class ShowWhenOut(Out):
    """The earlier answer after which a question is asked."""

    question: str
    op: Op
    value: int | str | None


class QuestionOut(Out):
    """One question."""

    code: str
    kind: QuestionKind
    text: WordsOut
    options: list[OptionOut]
    show_when: ShowWhenOut | None


class QuestionnaireOut(Out):
    """Questions in order."""

    code: str
    version: int
    title: WordsOut
    questions: list[QuestionOut]


class RoundIn(In):
    """A new round. Its questions come from a template, or whole."""

    unit: Code
    period: Code
    title: Line | None = None
    template: ShortCode = "one_stop_3"
    questionnaire: QuestionnaireIn | None = None
    population: Population | None = None
    target: Target = Decimal(95)
    opens_on: Day | None = None
    closes_on: Day | None = None


class RoundChange(In):
    """What may change about a round at any time, whole: never its questions, its unit or its period."""

    title: Line
    population: Population | None
    target: Target
    opens_on: Day
    closes_on: Day | None


class RoundPeriod(Out):
    """The period that a round is for."""

    code: str
    label: str


class RoundMay(Out):
    """What the caller may do with a round now."""

    manage: bool
    give_value: bool


class RoundOut(Out):
    """A round with the addresses of its ways of answering. `taking` says whether it takes answers today."""

    id: uuid.UUID
    unit: UnitBrief
    period: RoundPeriod
    title: str
    state: RoundState
    taking: bool
    opens_on: date
    closes_on: date | None
    population: int | None
    target: Amount
    wanted: int
    instrument: str
    code: str
    link: str
    kiosk_link: str
    house_link: str
    created_by_name: str
    created_at: datetime
    version: int
    may: RoundMay


class RoundDetail(RoundOut):
    """A round with its questions."""

    questionnaire: QuestionnaireOut


class IntervalOut(Out):
    """Where the true rate lies with 95 % confidence, in percent."""

    low: Amount
    high: Amount


class ShareOut(Out):
    """A rate with what it was made from; all three are null where the figure is hidden."""

    satisfied: int | None
    rate: Amount | None
    interval: IntervalOut | None


class ChannelOut(ShareOut):
    """The valid answers of one way of answering."""

    channel: Channel
    count: int


class OptionCount(Out):
    """How many chose an option."""

    code: str
    label: WordsOut
    count: int


class QuestionCount(Out):
    """The answers to a question with options; `options` is null where too few answered it."""

    code: str
    text: WordsOut
    count: int
    options: list[OptionCount] | None


class HeldOut(Out):
    """Answers of one way and day that were held back and wait to be looked at."""

    channel: Channel
    day: date
    count: int


class ResultsOut(ShareOut):
    """What a round proves so far. `mean` is the mean level of 1 to 5; `missing` is how many answers are still wanted.

    `unfinished` forms and those that skipped the first question are kept but count in no figure. `population_short`
    says that more people answered than the population that was entered, so the interval takes no account of it.
    """

    count: int
    mean: Amount | None
    levels: list[int] | None
    target: Amount
    verdict: Verdict
    population: int | None
    population_short: bool
    wanted: int
    missing: int
    unfinished: int
    skipped: int
    rejected: int
    channels: list[ChannelOut]
    questions: list[QuestionCount]
    comments: int | None
    held: list[HeldOut]
    instrument: str
    formula: str


class SurveyCommentOut(Out):
    """What somebody wrote, and on which day."""

    text: str
    day: date
    channel: Channel


class DecisionIn(In):
    """Whether answers that were held back count; all of them, or those of one way or day."""

    decision: Literal["counted", "rejected"]
    reason: Prose
    channel: Channel | None = None
    day: Day | None = None


class DecisionOut(Out):
    """How many answers the decision was about."""

    decision: Literal["counted", "rejected"]
    count: int


class PublicSurvey(Out):
    """A survey as the people who answer it see it."""

    code: str
    channel: Channel
    title: str
    unit: str
    ward: str | None
    closes_on: date | None
    questionnaire: QuestionnaireOut


Level = Annotated[StrictInt, Field(ge=1, le=5)]
Written = Annotated[Prose, Field(max_length=500)]


class AnswerIn(In):
    """One filled form. The client makes the id, one for each form, and sends it again when it heard no answer."""

    client_id: uuid.UUID
    answers: Annotated[
        dict[ShortCode, Level | Written | Annotated[list[ShortCode], Field(max_length=20)]],
        Field(min_length=1, max_length=MAX_QUESTIONS),
    ]
    abandoned: StrictBool = False


class ThanksOut(Out):
    """The form is recorded, once, however often it was sent."""

    thanks: bool
