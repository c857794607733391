"""The words of judging: a table for every kind of target, and what must hold for any numbers."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doimoi.indicators.rules import (
    RULE_VERSION,
    Measure,
    Observed,
    PeriodFacts,
    Reading,
    TargetDef,
    TargetKind,
    Verdict,
    standing,
)

FIRST_HALF = PeriodFacts("2027-H1", date(2027, 6, 14), date(2026, 12, 15), date(2027, 12, 14))
YEAR = PeriodFacts("2027", date(2027, 12, 14), date(2026, 12, 15), date(2027, 12, 14))
LAST = PeriodFacts("2030", date(2030, 12, 14), date(2029, 12, 15), date(2030, 12, 14))
AFTER = date(2031, 1, 5)
RANK = {"breached": 0, "off_track": 1, "at_risk": 2, "not_due": 2, "on_track": 3, "achieved": 4}


def judged(
    kind: str,
    value: str | Reading | None,
    *,
    target: str | None = "100",
    plan: str | None = None,
    baseline: str | None = None,
    period: PeriodFacts = FIRST_HALF,
    today: date = date(2027, 6, 20),
    measure: Measure = Measure.COUNT,
    broken: str | None = None,
) -> Verdict:
    """A verdict, numbers as text."""

    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    reading = value if isinstance(value, Reading) or value is None else Reading(Decimal(value))
    observed = Observed(reading, broken) if reading else None
    definition = TargetDef(TargetKind(kind), measure, number(target))
    return standing(definition, observed, number(plan), number(baseline), period, today)


@pytest.mark.parametrize(
    ("kind", "given", "word", "reason"),
    [
        ("at_least", {"value": "100", "plan": "60"}, "achieved", "target_reached"),
        ("at_least", {"value": "60", "plan": "60"}, "on_track", "plan_reached"),
        ("at_least", {"value": "59.99", "plan": "60"}, "at_risk", "plan_nearly_reached"),
        ("at_least", {"value": "54", "plan": "60"}, "at_risk", "plan_nearly_reached"),
        ("at_least", {"value": "53.999", "plan": "60"}, "off_track", "plan_missed"),
        # Counted from the baseline the same 59 of 60 is half of the way only.
        ("at_least", {"value": "59", "plan": "60", "baseline": "58"}, "off_track", "plan_missed"),
        ("at_least", {"value": "59", "plan": None}, "not_due", "no_plan"),
        ("at_least", {"value": "59", "target": None}, "not_due", "no_target"),
        ("at_least", {"value": None, "plan": "60"}, "no_data", "value_missing"),
        ("at_least", {"value": None, "today": date(2027, 6, 14)}, "not_due", "period_not_over"),
        ("above", {"value": "95.01", "target": "95"}, "on_track", "kept"),
        ("above", {"value": "95", "target": "95"}, "at_risk", "nearly_kept"),
        ("above", {"value": "93", "target": "95"}, "at_risk", "nearly_kept"),
        ("above", {"value": "92.99", "target": "95"}, "off_track", "not_kept"),
        ("above", {"value": "99", "target": "95", "period": LAST, "today": AFTER}, "achieved", "kept_to_the_end"),
        (
            "above",
            {"value": "99", "target": "95", "period": LAST, "today": AFTER, "broken": "2027-H1"},
            "on_track",
            "kept_now_broken_before",
        ),
        ("zero", {"value": "0", "target": None}, "on_track", "kept"),
        ("zero", {"value": "1", "target": None}, "breached", "occurred"),
        ("maintain", {"value": "1", "target": "1"}, "on_track", "kept"),
        ("maintain", {"value": "0", "target": "1"}, "off_track", "not_kept"),
        ("per_year_at_least", {"value": "0", "target": "2", "today": date(2027, 6, 14)}, "not_due", "year_too_young"),
        ("per_year_at_least", {"value": "2", "target": "2"}, "on_track", "year_reached"),
        (
            "per_year_at_least",
            {"value": "1", "target": "2", "period": YEAR, "today": date(2027, 9, 15)},
            "at_risk",
            "year_pace_missed",
        ),
        (
            "per_year_at_least",
            {"value": "1", "target": "2", "period": YEAR, "today": date(2027, 12, 15)},
            "off_track",
            "year_missed",
        ),
        ("milestones", {"value": "4", "target": "4", "plan": "2"}, "achieved", "target_reached"),
        ("milestones", {"value": "1", "target": "4", "plan": "2"}, "off_track", "plan_missed"),
        ("levels", {"value": "1", "target": "3", "plan": "2"}, "at_risk", "plan_nearly_reached"),
        ("levels", {"value": "0", "target": "3", "plan": "1"}, "off_track", "plan_missed"),
    ],
)
def test_the_rules(kind: str, given: dict[str, object], word: str, reason: str) -> None:
    verdict = judged(kind, **given)  # type: ignore[arg-type]
    assert (verdict.standing.value, verdict.reason_code, verdict.rule_version) == (word, reason, RULE_VERSION)


def test_nothing_out_of_nothing_is_neither_good_nor_bad() -> None:
    verdict = judged("at_least", Reading(Decimal(0), Decimal(0)), plan="60", measure=Measure.RATIO)
    assert (verdict.standing.value, verdict.reason_code) == ("no_data", "nothing_occurred")


def test_a_share_just_short_of_all_is_not_all() -> None:
    verdict = judged("at_least", Reading(Decimal(33332), Decimal(33333)), plan="100", measure=Measure.RATIO)
    assert verdict.facts["value"] == "100" or verdict.facts["value"] == "100.00"  # as shown, rounded
    assert verdict.standing.value == "at_risk"  # as judged, exact
    assert verdict.facts["gap"] == "0.01" and verdict.facts["needed"] == "1"


numbers = st.decimals(0, 200, places=2)


@given(
    kind=st.sampled_from(["at_least", "above", "maintain", "milestones"]),
    low=numbers,
    high=numbers,
    target=st.decimals(1, 100, places=1),
    plan=st.decimals(0, 100, places=1),
    baseline=st.none() | st.decimals(0, 100, places=1),
)
def test_more_is_never_judged_worse(
    kind: str, low: Decimal, high: Decimal, target: Decimal, plan: Decimal, baseline: Decimal | None
) -> None:
    low, high = sorted((low, high))
    words = [
        judged(kind, str(v), target=str(target), plan=str(plan), baseline=None if baseline is None else str(baseline))
        for v in (low, high)
    ]
    assert RANK[words[0].standing.value] <= RANK[words[1].standing.value]


@given(top=st.integers(0, 10**9), bottom=st.integers(1, 10**9), times=st.integers(2, 1000))
def test_a_share_is_judged_by_its_fraction_alone(top: int, bottom: int, times: int) -> None:
    top = min(top, bottom)
    words = {
        judged(
            "at_least",
            Reading(Decimal(a), Decimal(b)),
            target="100",
            plan="66.7",
            measure=Measure.RATIO,
        ).standing
        for a, b in ((top, bottom), (top * times, bottom * times))
    }
    assert len(words) == 1
    assert (words.pop().value == "achieved") == (top == bottom)


@given(value=st.decimals(0, 100, places=4), plan=st.decimals(1, 90, places=2), baseline=st.decimals(0, 90, places=2))
def test_the_edge_of_at_risk_is_exactly_nine_tenths_of_the_way(
    value: Decimal, plan: Decimal, baseline: Decimal
) -> None:
    start = Fraction(baseline) if baseline < plan else Fraction(0)
    progress = (Fraction(value) - start) / (Fraction(plan) - start)
    word = judged("at_least", str(value), plan=str(plan), baseline=str(baseline)).standing.value
    if value >= 100:
        assert word == "achieved"
    elif value >= plan:
        assert word == "on_track"
    else:
        assert word == ("at_risk" if progress >= Fraction(9, 10) else "off_track")
