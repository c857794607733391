"""What a questionnaire may ask, which question is shown after which answer, and which answers fit it.

A questionnaire is kept as JSON and read into these classes; a round keeps the copy that it was opened with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from doimoi.core.errors import DomainError

LEVELS: Final = 5
SATISFIED: Final = 4
"""From this level on somebody counts as satisfied (the two highest of five)."""
MAX_QUESTIONS: Final = 30
MAX_TEXT: Final = 500

Answers = dict[str, int | str | list[str]]


class QuestionKind(StrEnum):
    """How a question is answered: one of five levels, one option, several options, or words."""

    LEVEL5 = "level5"
    ONE = "one"
    MANY = "many"
    TEXT = "text"


class Op(StrEnum):
    """How a show-when rule compares an earlier answer: `chosen` means that any answer was given, or that option."""

    EQUALS = "equals"
    AT_MOST = "at_most"
    CHOSEN = "chosen"


class QuestionnaireInvalid(DomainError):
    """The questions do not hold together. Params: reason, question."""

    status, code = 422, "questionnaire_invalid"


class AnswerInvalid(DomainError):
    """An answer does not fit its question. Params: question."""

    status, code = 422, "answer_invalid"


class AnswerEmpty(DomainError):
    """Not one question was answered."""

    status, code = 422, "answer_empty"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose."""

    code: str
    label: Words


@dataclass(frozen=True, slots=True)
class ShowWhen:
    """The earlier answer after which a question is asked."""

    question: str
    op: Op
    value: int | str | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Only `one` and `many` have options."""

    code: str
    kind: QuestionKind
    text: Words
    options: tuple[Option, ...] = ()
    show_when: ShowWhen | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions in order. The first of five levels is the one that the rate is made from."""

    code: str
    version: int
    questions: tuple[Question, ...]

    @property
    def headline(self) -> Question:
        """The question that the rate is made from."""
        return next(q for q in self.questions if q.kind is QuestionKind.LEVEL5)

    @property
    def instrument(self) -> str:
        """What was asked, for telling series apart: `one_stop_3 v1`."""
        return f"{self.code} v{self.version}"


def read(raw: Mapping[str, Any]) -> Questionnaire:
    """A questionnaire from its JSON; `QuestionnaireInvalid` says in `reason` what does not hold together."""
    found = Questionnaire(raw["code"], raw["version"], tuple(_question(q) for q in raw["questions"]))
    if not any(q.kind is QuestionKind.LEVEL5 and q.show_when is None for q in found.questions):
        raise QuestionnaireInvalid(pointer="/questionnaire/questions", reason="no_level", question="-")
    if found.headline.show_when is not None:
        raise QuestionnaireInvalid(pointer="/questionnaire/questions", reason="no_level", question=found.headline.code)
    for place, question in enumerate(found.questions):
        _check(question, {q.code: q for q in found.questions[:place]}, f"/questionnaire/questions/{place}")
    return found


def _question(raw: Mapping[str, Any]) -> Question:
    rule = raw.get("show_when")
    return Question(
        code=raw["code"],
        kind=QuestionKind(raw["kind"]),
        text=Words(**raw["text"]),
        options=tuple(Option(o["code"], Words(**o["label"])) for o in raw.get("options") or ()),
        show_when=ShowWhen(rule["question"], Op(rule["op"]), rule.get("value")) if rule else None,
    )


def _check(question: Question, earlier: Mapping[str, Question], pointer: str) -> None:
    """Refuse a question that nobody could answer, or that is shown after something that was never asked."""
    chosen = question.kind in (QuestionKind.ONE, QuestionKind.MANY)
    codes = [option.code for option in question.options]
    if question.code in earlier:
        raise QuestionnaireInvalid(pointer=f"{pointer}/code", reason="code_twice", question=question.code)
    if chosen != bool(codes) or (chosen and len(codes) < 2) or len(set(codes)) != len(codes):
        raise QuestionnaireInvalid(pointer=f"{pointer}/options", reason="options", question=question.code)
    rule = question.show_when
    if rule is not None and (rule.question not in earlier or not _compares(rule, earlier[rule.question])):
        raise QuestionnaireInvalid(pointer=f"{pointer}/show_when", reason="show_when", question=question.code)


def _compares(rule: ShowWhen, asked: Question) -> bool:
    """Whether a rule can ever hold for the question that it looks at."""
    if asked.kind is QuestionKind.LEVEL5:
        level = isinstance(rule.value, int) and 1 <= rule.value <= LEVELS
        return level if rule.op is not Op.CHOSEN else rule.value is None
    if asked.kind is QuestionKind.TEXT or rule.op is Op.AT_MOST:
        return asked.kind is QuestionKind.TEXT and rule.op is Op.CHOSEN and rule.value is None
    if rule.op is Op.CHOSEN and rule.value is None:
        return True
    return rule.value in {option.code for option in asked.options}


def fitting(asked: Questionnaire, given: Mapping[str, object]) -> Answers:
    """The answers that count, in the order of the questions.

    Answers to questions that were not shown are left out without a word: a page without scripts shows them all.
    `AnswerInvalid` for one that does not fit, `AnswerEmpty` when nothing is left.
    """
    codes = {question.code for question in asked.questions}
    for code in given:
        if code not in codes:
            raise AnswerInvalid(pointer=f"/answers/{code}", question=code)
    kept: Answers = {}
    for question in asked.questions:
        answer = given.get(question.code)
        if answer is None or answer == "" or answer == []:
            continue
        checked = _fitting(question, answer)
        if question.show_when is None or _holds(question.show_when, kept):
            kept[question.code] = checked
    if not kept:
        raise AnswerEmpty(pointer="/answers")
    return kept


def _fitting(question: Question, answer: object) -> int | str | list[str]:
    codes = [option.code for option in question.options]
    match question.kind, answer:
        case QuestionKind.LEVEL5, int() if 1 <= answer <= LEVELS and not isinstance(answer, bool):
            return answer
        case QuestionKind.TEXT, str() if len(answer) <= MAX_TEXT:
            return answer
        case QuestionKind.ONE, str() if answer in codes:
            return answer
        case QuestionKind.MANY, list() if len(set(map(str, answer))) == len(answer) and set(answer) <= set(codes):
            return [code for code in codes if code in answer]
    raise AnswerInvalid(pointer=f"/answers/{question.code}", question=question.code)


def _holds(rule: ShowWhen, answers: Answers) -> bool:
    answer = answers.get(rule.question)
    if answer is None:
        return False
    if rule.op is Op.AT_MOST:
        return isinstance(answer, int) and isinstance(rule.value, int) and answer <= rule.value
    if rule.value is None:
        return True
    return rule.value in answer if isinstance(answer, list) else answer == rule.value


TEMPLATES: Final[dict[str, dict[str, Any]]] = {
    "one_stop_3": {
        "code": "one_stop_3",
        "version": 1,
        "title": {"vi": "Hài lòng một cửa (3 câu)", "en": "One-stop satisfaction (3 questions)"},
        "questions": [
            {
                "code": "q1",
                "kind": "level5",
                "text": {
                    "vi": "Ông/bà có hài lòng với lần giải quyết thủ tục hôm nay không?",
                    "en": "Are you satisfied with how your paperwork was handled today?",
                },
            },
            {
                "code": "q2",
                "kind": "many",
                "text": {"vi": "Điều gì cần tốt hơn?", "en": "What should be better?"},
                "options": [
                    {"code": "attitude", "label": {"vi": "Thái độ của cán bộ", "en": "The officer's manner"}},
                    {"code": "waiting", "label": {"vi": "Thời gian chờ", "en": "Waiting time"}},
                    {"code": "guidance", "label": {"vi": "Hướng dẫn hồ sơ", "en": "Guidance on the papers"}},
                    {"code": "deadline", "label": {"vi": "Trả kết quả đúng hẹn", "en": "Results on time"}},
                    {"code": "online", "label": {"vi": "Nộp hồ sơ trực tuyến", "en": "Filing online"}},
                    {"code": "place", "label": {"vi": "Nơi tiếp dân", "en": "The reception place"}},
                ],
                "show_when": {"question": "q1", "op": "at_most", "value": 3},
            },
            {
                "code": "q3",
                "kind": "text",
                "text": {
                    "vi": "Ông/bà muốn góp ý thêm điều gì?",
                    "en": "Is there anything else you would like to say?",
                },
            },
        ],
    },
}
"""Questionnaires that a round can start from."""
