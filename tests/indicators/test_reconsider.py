"""A reviewer takes a decision back: at once and their own, or not at all."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, World

from doimoi.access.rules import Role
from doimoi.core.errors import DomainError
from doimoi.indicators.rules import NotOwnReview, ReviewReplaced, ReviewSettled, check_reconsider

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
ME, OTHER = uuid.uuid4(), uuid.uuid4()


@pytest.mark.parametrize(
    ("reviewer", "ago", "entered_ago", "refusal"),
    [
        (ME, 0, 600, None),
        (ME, 60, 600, None),
        (ME, 61, 600, ReviewSettled),
        (OTHER, 5, 600, NotOwnReview),
        (None, 5, 600, NotOwnReview),
        (ME, 30, 10, ReviewSettled),
    ],
)
def test_a_decision_is_taken_back_within_a_minute_by_its_maker(
    reviewer: uuid.UUID | None, ago: int, entered_ago: int, refusal: type[DomainError] | None
) -> None:
    reviewed, entered = NOW - timedelta(seconds=ago), NOW - timedelta(seconds=entered_ago)
    if refusal is None:
        check_reconsider(ME, reviewer, reviewed, entered, NOW, replaced=False)
    else:
        with pytest.raises(refusal):
            check_reconsider(ME, reviewer, reviewed, entered, NOW, replaced=False)


def test_an_approval_that_replaced_another_figure_stands() -> None:
    with pytest.raises(ReviewReplaced):
        check_reconsider(ME, ME, NOW, NOW - timedelta(hours=1), NOW, replaced=True)


@dataclass
class Office:
    """Who enters and who reviews in one unit."""

    officer: make.Person
    head: make.Person
    deputy: make.Person


@pytest.fixture(scope="module")
def office(world: World) -> Office:
    """One unit with an officer and two heads; the clock stands."""
    with time_machine.travel(NOW, tick=True), world.begin() as db:
        here = make.ward(db)
        centre = make.unit(db, "TTPVHCC", here)
        plan = make.plan(db, here)
        for code in ("A2a", "A2b", "A4"):
            make.indicator(db, plan, centre, code)
        return Office(
            make.person(db, centre, Role.OFFICER),
            make.person(db, centre, Role.HEAD),
            make.person(db, centre, Role.HEAD),
        )


def _match(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def _handed_in(officer: TestClient, code: str) -> str:
    body = {"numerator": "1740", "denominator": "2980"}
    made = officer.put(f"/api/v1/indicator-values/by-key/TTPVHCC/{code}/2026-H2", json=body)
    assert made.status_code == 201, made.text
    at = f"/api/v1/indicator-values/{made.json()['id']}"
    assert officer.post(f"{at}/submissions", headers=_match(1)).status_code == 200
    return at


def test_an_approval_taken_back_waits_for_review_again(api: Api, office: Office) -> None:
    with time_machine.travel(NOW, tick=True) as clock:
        officer, head, deputy = api.as_(office.officer), api.as_(office.head), api.as_(office.deputy)
        at = _handed_in(officer, "A2a")
        early = head.post(f"{at}/review-withdrawals", headers=_match(2))
        assert (early.status_code, early.json()["code"]) == (409, "move_forbidden")
        assert head.post(f"{at}/approvals", headers=_match(2)).json()["state"] == "approved"
        assert officer.post(f"{at}/review-withdrawals", headers=_match(3)).status_code == 403
        others = deputy.post(f"{at}/review-withdrawals", headers=_match(3))
        assert (others.status_code, others.json()["code"]) == (403, "not_own_review")
        assert head.post(f"{at}/review-withdrawals", headers=_match(2)).status_code == 412

        clock.shift(10)
        back = head.post(f"{at}/review-withdrawals", headers=_match(3)).json()
        assert (back["state"], back["reviewed"], back["may"]["review"]) == ("submitted", None, True)
        assert officer.get(at).json()["may"]["withdraw"] and not back["correcting"] and back["versions"] == []
        series = officer.get("/api/v1/indicators/A2a/series").json()
        assert [point["state"] for point in series["points"]] != ["approved"]
        moves = [event["move"] for event in officer.get(f"{at}/events").json()["data"]]
        assert moves == ["save", "submit", "approve", "reconsider"]

        again = head.post(f"{at}/approvals", headers=_match(4)).json()
        assert again["state"] == "approved" and [v["number"] for v in again["versions"]] == [1]
        clock.shift(61)
        late = head.post(f"{at}/review-withdrawals", headers=_match(5))
        assert (late.status_code, late.json()["code"]) == (409, "review_settled")
        assert "60 giây" in late.json()["detail"]


def test_a_return_is_taken_back_until_the_unit_mends_it(api: Api, office: Office) -> None:
    with time_machine.travel(NOW, tick=True) as clock:
        officer, head = api.as_(office.officer), api.as_(office.head)
        at = _handed_in(officer, "A2b")
        assert head.post(f"{at}/returns", headers=_match(2), json={"reason": "Sai sổ"}).json()["state"] == "returned"
        back = head.post(f"{at}/review-withdrawals", headers=_match(3)).json()
        assert (back["state"], back["return_reason"]) == ("submitted", None)

        assert head.post(f"{at}/returns", headers=_match(4), json={"reason": "Sai sổ"}).json()["state"] == "returned"
        clock.shift(5)
        mended = officer.put(
            "/api/v1/indicator-values/by-key/TTPVHCC/A2b/2026-H2",
            json={"numerator": "1750", "denominator": "2980"},
            headers=_match(5),
        )
        assert mended.status_code == 200
        late = head.post(f"{at}/review-withdrawals", headers=_match(6))
        assert (late.status_code, late.json()["code"]) == (409, "review_settled")


def test_the_approval_of_a_correction_is_not_taken_back(api: Api, office: Office) -> None:
    with time_machine.travel(NOW, tick=True):
        officer, head = api.as_(office.officer), api.as_(office.head)
        at = _handed_in(officer, "A4")
        assert head.post(f"{at}/approvals", headers=_match(2)).status_code == 200
        corrected = {"numerator": "1745", "denominator": "2980", "reason": "Sót 5 hồ sơ"}
        assert officer.post(f"{at}/corrections", headers=_match(3), json=corrected).json()["state"] == "submitted"
        assert head.post(f"{at}/approvals", headers=_match(4)).status_code == 200
        kept = head.post(f"{at}/review-withdrawals", headers=_match(5))
        assert (kept.status_code, kept.json()["code"]) == (409, "review_replaced")
        assert [v["numerator"] for v in head.get(at).json()["versions"]] == ["1740", "1745"]
