"""What answers prove, without a database: intervals, verdicts, small cells, floods, questionnaires."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doimoi.surveys import questionnaire, rules
from doimoi.surveys.questionnaire import (
    TEMPLATES,
    AnswerEmpty,
    AnswerInvalid,
    QuestionnaireInvalid,
    fitting,
    read,
)
from doimoi.surveys.rules import Channel, RoundMove, RoundState, Tally, Verdict

NINETY_FIVE = Decimal(95)
ONE_STOP = read(TEMPLATES["one_stop_3"])


def tally(satisfied: int, total: int) -> Tally:
    """Answers of which so many are satisfied."""
    return Tally((0, 0, total - satisfied, satisfied, 0))


@pytest.mark.parametrize(
    ("satisfied", "total", "population", "low", "high", "verdict"),
    [
        (299, 312, 4800, "93.1", "97.5", Verdict.UNSURE),
        (361, 370, 4800, "95.5", "98.7", Verdict.ABOVE),
        (299, 312, None, "93.0", "97.5", Verdict.UNSURE),
        (280, 312, 4800, "86.0", "92.6", Verdict.BELOW),
        (100, 100, None, "96.3", "100.0", Verdict.ABOVE),
        (10, 10, None, "72.2", "100.0", Verdict.UNSURE),
        (0, 50, None, "0.0", "7.1", Verdict.BELOW),
        (9, 9, None, "70.1", "100.0", Verdict.HIDDEN),
        (96, 100, 100, "96.0", "96.0", Verdict.ABOVE),
        (95, 100, 100, "95.0", "95.0", Verdict.BELOW),
        (96, 100, 50, "90.2", "98.4", Verdict.UNSURE),
    ],
)
def test_the_interval_and_what_it_says_of_95_percent(
    satisfied: int, total: int, population: int | None, low: str, high: str, verdict: Verdict
) -> None:
    bounds = rules.interval(satisfied, total, population)
    assert bounds is not None
    assert (f"{bounds.low:.1f}", f"{bounds.high:.1f}") == (low, high)
    assert rules.verdict(tally(satisfied, total), population, NINETY_FIVE) is verdict


def test_no_answers_prove_nothing() -> None:
    assert rules.interval(0, 0, 4800) is None
    assert rules.verdict(Tally(), None, NINETY_FIVE) is Verdict.HIDDEN
    assert (Tally().rate, Tally().mean) == (None, None)


def test_the_mean_is_of_five_and_the_rate_of_the_two_highest_levels() -> None:
    answers = Tally((2, 2, 9, 131, 168))
    assert (answers.total, answers.satisfied) == (312, 299)
    assert rules.percent(answers.rate) == Decimal("95.833333")
    assert rules.percent(answers.mean) == Decimal("4.477564")


@pytest.mark.parametrize(
    ("population", "wanted"), [(4800, 370), (10_000, 385), (1, 1), (100, 80), (None, 400), (10**8, 400)]
)
def test_how_many_answers_are_wanted(population: int | None, wanted: int) -> None:
    assert rules.wanted(population) == wanted


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(1, 10_000))
def test_an_interval_holds_its_rate_and_narrows_with_the_population(answers: tuple[int, int], more: int) -> None:
    satisfied, total = answers
    rate = Fraction(100 * satisfied, total)
    open_ended = rules.interval(satisfied, total, None)
    finite = rules.interval(satisfied, total, total + more)
    assert open_ended is not None
    assert finite is not None
    slack = Fraction(1, 10**19)
    assert 0 <= Fraction(open_ended.low) <= rate + slack
    assert rate - slack <= Fraction(open_ended.high) <= 100
    assert Fraction(finite.low) <= rate + slack
    assert Fraction(finite.high) >= rate - slack
    assert finite.high - finite.low <= open_ended.high - open_ended.low + Decimal(1).scaleb(-19)


@given(st.integers(10, 2000), st.integers(0, 2000), st.sampled_from([None, 2500, 100_000]))
def test_a_verdict_never_contradicts_its_rate(total: int, missed: int, population: int | None) -> None:
    answers = tally(max(0, total - missed), total)
    rate = answers.rate
    assert rate is not None
    said = rules.verdict(answers, population, NINETY_FIVE)
    assert not (said is Verdict.ABOVE and rate <= 95)
    assert not (said is Verdict.BELOW and rate > 95)


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ({"kiosk": 190, "qr": 84, "house": 38}, {"kiosk", "qr", "house"}),
        ({"kiosk": 190, "qr": 84, "house": 8}, {"kiosk"}),
        ({"kiosk": 190, "qr": 8, "house": 8}, {"kiosk"}),
        ({"kiosk": 190, "qr": 4, "house": 4}, set()),
        ({"kiosk": 190, "qr": 84, "house": 0}, {"kiosk", "qr", "house"}),
        ({"kiosk": 190, "qr": 9, "house": 0}, {"house"}),
        ({"kiosk": 3}, set()),
        ({}, set()),
    ],
)
def test_small_groups_are_hidden_and_so_is_what_would_give_them_away(groups: dict[str, int], shown: set[str]) -> None:
    assert rules.shown(groups) == shown


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=1), st.integers(0, 60)))
def test_what_is_hidden_can_never_be_worked_out(groups: dict[str, int]) -> None:
    shown = rules.shown(groups)
    hidden = {group: count for group, count in groups.items() if group not in shown}
    assert all(groups[group] == 0 or groups[group] >= 10 for group in shown)
    if hidden and any(groups[group] for group in shown):
        assert len(hidden) > 1
        assert sum(hidden.values()) >= 10


def test_an_address_may_answer_as_often_as_people_plausibly_do() -> None:
    assert [rules.is_flood(Channel.QR, n) for n in (1, 3, 4)] == [False, False, True]
    assert [rules.is_flood(Channel.KIOSK, n) for n in (4, 20, 21)] == [False, False, True]


def test_a_round_opens_once_and_closes_once() -> None:
    assert rules.move(RoundState.DRAFT, RoundMove.OPEN) is RoundState.OPEN
    assert rules.move(RoundState.OPEN, RoundMove.CLOSE) is RoundState.CLOSED
    allowed = set(rules.LIFECYCLE)
    for state in RoundState:
        for move in RoundMove:
            if (state, move) not in allowed:
                with pytest.raises(rules.RoundMoveForbidden):
                    rules.move(state, move)


def test_only_what_was_shown_counts() -> None:
    assert fitting(ONE_STOP, {"q3": "Tốt", "q1": 2, "q2": ["waiting", "attitude"]}) == {
        "q1": 2,
        "q2": ["attitude", "waiting"],
        "q3": "Tốt",
    }
    assert fitting(ONE_STOP, {"q1": 4, "q2": ["waiting"]}) == {"q1": 4}
    assert fitting(ONE_STOP, {"q1": None, "q2": ["waiting"], "q3": "Tốt"}) == {"q3": "Tốt"}
    assert ONE_STOP.instrument == "one_stop_3 v1"


@pytest.mark.parametrize(
    "answers",
    [
        {"q1": 0},
        {"q1": 6},
        {"q1": True},
        {"q1": "4"},
        {"q1": 2, "q2": "waiting"},
        {"q1": 2, "q2": ["nowhere"]},
        {"q1": 2, "q2": ["waiting", "waiting"]},
        {"q1": 4, "q3": 5},
        {"q1": 4, "q3": "x" * 501},
        {"q1": 4, "q9": 1},
        {"q1": 5, "q2": ["nowhere"]},
    ],
)
def test_answers_that_do_not_fit_are_refused(answers: dict[str, object]) -> None:
    with pytest.raises(AnswerInvalid):
        fitting(ONE_STOP, answers)


@pytest.mark.parametrize("answers", [{}, {"q1": None}, {"q2": ["waiting"]}, {"q3": ""}])
def test_a_form_without_an_answer_is_none(answers: dict[str, object]) -> None:
    with pytest.raises(AnswerEmpty):
        fitting(ONE_STOP, answers)


def question(code: str, kind: str = "level5", **more: Any) -> dict[str, Any]:
    """A question of a questionnaire."""
    return {"code": code, "kind": kind, "text": {"vi": "Câu", "en": "Question"}, **more}


def options(*codes: str) -> list[dict[str, Any]]:
    """Options with these codes."""
    return [{"code": code, "label": {"vi": code, "en": code}} for code in codes]


@pytest.mark.parametrize(
    ("questions", "reason"),
    [
        ([question("a", "text")], "no_level"),
        ([question("t", "text"), question("a", show_when={"question": "t", "op": "chosen"})], "no_level"),
        ([question("a"), question("a", "text")], "code_twice"),
        ([question("a"), question("b", "one")], "options"),
        ([question("a"), question("b", "one", options=options("x"))], "options"),
        ([question("a"), question("b", "many", options=options("x", "x"))], "options"),
        ([question("a", options=options("x", "y"))], "options"),
        ([question("a"), question("b", "text", show_when={"question": "b", "op": "chosen"})], "show_when"),
        ([question("a"), question("b", show_when={"question": "a", "op": "at_most", "value": 9})], "show_when"),
        ([question("a"), question("b", show_when={"question": "a", "op": "chosen", "value": 2})], "show_when"),
        (
            [
                question("a"),
                question("b", "one", options=options("x", "y")),
                question("c", show_when={"question": "b", "op": "equals", "value": "z"}),
            ],
            "show_when",
        ),
    ],
)
def test_questions_that_do_not_hold_together_are_refused(questions: list[dict[str, Any]], reason: str) -> None:
    with pytest.raises(QuestionnaireInvalid) as refusal:
        read({"code": "mau", "version": 1, "questions": questions})
    assert refusal.value.params["reason"] == reason


def test_a_question_may_follow_any_kind_of_answer() -> None:
    asked = read(
        {
            "code": "mau",
            "version": 2,
            "questions": [
                question("a"),
                question("b", "one", options=options("x", "y")),
                question(
                    "c", "many", options=options("x", "y"), show_when={"question": "b", "op": "equals", "value": "x"}
                ),
                question("d", "text", show_when={"question": "c", "op": "chosen", "value": "y"}),
                question("e", "text", show_when={"question": "d", "op": "chosen"}),
            ],
        }
    )
    assert fitting(asked, {"a": 5, "b": "x", "c": ["y"], "d": "vì", "e": "nữa"}).keys() == set("abcde")
    assert fitting(asked, {"a": 5, "b": "y", "c": ["y"], "d": "vì", "e": "nữa"}).keys() == set("ab")
    assert fitting(asked, {"a": 5, "b": "x", "c": ["x"], "d": "vì", "e": "nữa"}).keys() == set("abc")
    assert asked.headline.code == "a"
    assert questionnaire.SATISFIED == 4
