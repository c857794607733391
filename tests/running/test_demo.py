"""The sample ward: it fills itself once, everybody printed can sign in, and it never touches real data."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from doimoi.access.rules import Role
from doimoi.core.vietnamese import fold
from doimoi.running.demo.people import ABOVE, PEOPLE
from doimoi.running.demo.values import LATE, SCHOOL_YEAR, VALUES
from tests.conftest import open_folder
from tests.running.product import Product, ended_after

SEED = Path(__file__).parents[2] / "backend" / "doimoi" / "plan" / "data" / "hong-an-2026.txt"


@pytest.fixture(scope="module")
def demo() -> Iterator[Product]:
    """The sample ward, serving."""
    with open_folder() as folder, ended_after(Product(folder, command="demo")) as made:
        made.start()
        yield made


def _printed(product: Product) -> dict[str, str]:
    """User name to password, as the start printed them."""
    return dict(re.findall(r"^  (\S+) +(\S+-\d{4}) ", product.said, re.MULTILINE))


def _enter(product: Product, username: str) -> httpx.Client:
    client = httpx.Client(base_url=f"{product.url}/api/v1", timeout=20)
    signed = client.post("/sessions", json={"username": username, "password": _printed(product)[username]})
    assert signed.status_code == 201, signed.text
    client.headers["Authorization"] = f"Bearer {signed.json()['access_token']}"
    return client


def test_everybody_who_is_printed_signs_in_with_their_role(demo: Product) -> None:
    assert set(_printed(demo)) == {p.username for p in (*PEOPLE, ABOVE)}
    assert {p.role for p in (*PEOPLE, ABOVE)} == set(Role)
    seen = set()
    for person in (*PEOPLE, ABOVE):
        if person.role in seen:
            continue
        seen.add(person.role)
        (held,) = _enter(demo, person.username).get("/me").json()["memberships"]
        assert held["role"] == person.role and held["unit"]["code"].endswith(person.unit.rpartition(":")[2])


def test_the_pages_are_told_that_the_data_are_samples(demo: Product) -> None:
    assert httpx.get(f"{demo.url}/api/v1/public/instance").json()["demo"] is True
    assert "DỮ LIỆU MẪU" in demo.said and str(demo.var) in demo.said


def test_the_overview_shows_several_standings_in_two_half_years(demo: Product) -> None:
    leader = _enter(demo, "lanh.dao")
    wanted = {
        "2026-H1": {"on_track", "no_data"},
        "2026-H2": {"achieved", "on_track", "at_risk", "off_track", "not_due"},
    }
    for period, words in wanted.items():
        overview = leader.get("/overview", params={"period": period}).json()
        assert words <= {word for word, count in overview["counts"].items() if count}
        entered = [i for g in overview["groups"] for i in g["indicators"] if i["current"]]
        assert len(entered) >= 10


def test_values_stand_in_every_state_with_their_history_and_trail(demo: Product) -> None:
    coordinator = _enter(demo, "dau.moi")
    values = coordinator.get("/indicator-values", params={"limit": 500}).json()["data"]
    assert {v["state"] for v in values} == {"draft", "submitted", "returned", "approved", "published"}
    given = [number for g in (*VALUES, *SCHOOL_YEAR, LATE) for number in (g.first, g.second) if number is not None]
    surveyed = [v for v in values if v["source"].startswith("survey:")]
    assert len(values) == len(given) + len(surveyed)
    assert [(v["indicator"]["code"], v["numerator"], v["denominator"]) for v in surveyed] == [("A4", "361", "370")]
    assert [v["late"] for v in values].count(True) == 1
    assert [len(v["versions"]) for v in values if len(v["versions"]) > 1] == [2]
    assert sum(v["evidence_count"] for v in values) >= 5
    returned = next(v for v in values if v["state"] == "returned")
    events = coordinator.get(f"/indicator-values/{returned['id']}/events").json()["data"]
    assert [e["move"] for e in events] == ["save", "submit", "return"]
    assert [e["at"] for e in events] == sorted({e["at"] for e in events})
    assert len({e["actor_name"] for e in events}) == 2
    trail = coordinator.get("/audit", params={"row": returned["id"]}).json()["data"]
    assert {r["actor"]["kind"] for r in trail} == {"person"}
    waiting = coordinator.get("/indicator-values", params={"reviewable": "true"}).json()["data"]
    assert any(v["unit"]["code"].startswith("11602:TCN") for v in waiting)


def test_assignments_stand_in_every_state_around_their_deadlines(demo: Product) -> None:
    leader = _enter(demo, "lanh.dao")
    counts = leader.get("/assignment-counts").json()
    assert [state for state, count in counts["states"].items() if not count] == []
    assert counts["overdue"] >= 1 and counts["soon"] >= 3
    assignments = leader.get("/assignments", params={"limit": 500}).json()["data"]
    logs = [leader.get(f"/assignments/{a['code']}/log").json()["data"] for a in assignments if a["percent"]]
    assert any(line["evidence"] for log in logs for line in log)
    work = _enter(demo, "can.bo.kthtdt").get("/my-work").json()["counts"]
    assert work["overdue"] and work["returned"] and work["week"]


def test_one_survey_is_sure_and_one_is_not(demo: Product) -> None:
    head = _enter(demo, "truong.ttpvhcc")
    rounds = head.get("/survey-rounds").json()["data"]
    assert all("DỮ LIỆU MẪU" in r["title"] for r in rounds)
    found = [head.get(f"/survey-rounds/{r['id']}/results").json() for r in rounds]
    read = {(r["satisfied"], r["count"], r["population"], r["verdict"]) for r in found}
    assert read == {(299, 312, 4800, "unsure"), (361, 370, 4800, "above")}


def test_a_question_is_answered_and_one_waits(demo: Product) -> None:
    said = _enter(demo, "giam.sat").get("/indicators/A2a/comments").json()["data"]
    assert [len(question["answers"]) for question in said] == [1, 0]


def test_nobody_is_left_signed_in_by_the_making(demo: Product) -> None:
    client = _enter(demo, "can.bo.vp")
    assert [s["current"] for s in client.get("/sessions").json()["data"]] == [True]


def test_a_second_start_changes_nothing_and_prints_the_same(demo: Product) -> None:
    before = _printed(demo)
    counted = _enter(demo, "dau.moi").get("/audit", params={"limit": 500, "object": "indicator_value"}).json()["data"]
    assert demo.end() == 0
    demo.start()
    assert _printed(demo) == before
    again = _enter(demo, "dau.moi").get("/audit", params={"limit": 500, "object": "indicator_value"}).json()["data"]
    assert again == counted


def test_real_data_are_refused_and_stay_as_they_are() -> None:
    with open_folder() as folder, ended_after(Product(folder)) as real:
        real.start()
        assert real.setup_token()
        assert real.end() == 0
        refused = real.run("demo")
        assert refused.returncode == 1
        assert "dữ liệu thật" in refused.stderr and "real data" in refused.stderr
        real.start()
        assert httpx.get(f"{real.url}/api/v1/public/instance").json()["demo"] is False
        assert real.setup_token()


def test_no_sample_person_bears_a_name_of_the_plan() -> None:
    plan = fold(SEED.read_text("utf-8"))
    assert [p.name for p in (*PEOPLE, ABOVE) if fold(p.name) in plan] == []
