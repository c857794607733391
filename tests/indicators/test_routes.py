"""A value's life through HTTP: entered, handed in, returned, mended, approved, read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, World

from doimoi.access.models import Account, Unit
from doimoi.access.rules import Role, Scope
from doimoi.indicators.models import Indicator
from doimoi.plan.models import Plan

TODAY = "2026-11-25 03:00:00Z"


@dataclass
class Ward:
    """People and indicators of one ward."""

    officer: make.Person
    colleague: make.Person
    head: make.Person
    coordinator: make.Person
    leader: make.Person
    supervisor: make.Person
    stranger: make.Person
    reader: make.Person
    key: str
    writer: str
    stranger_key: str


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(scope="module")
def ward(world: World) -> Ward:
    """The ward with its service centre, its coordinating office, a school, and a ward next door."""
    with time_machine.travel(TODAY, tick=True), world.begin() as db:
        here, next_door = make.ward(db), make.ward(db, "11581")
        centre, office = make.unit(db, "TTPVHCC", here), make.unit(db, "VHXH", here)
        chair, front = make.unit(db, "UBND", here), make.unit(db, "MTTQ", here)
        for code in ("TRUONG-01", "TRUONG-02"):
            make.unit(db, code, here)
        plan = make.plan(db, here)
        make.indicator(db, plan, centre, "A2a")
        make.indicator(db, plan, centre, "A4", target_kind="above", target_value=95)
        make.indicator(
            db,
            plan,
            office,
            "B5",
            measure="milestone",
            target_kind="milestones",
            target_value=3,
            unit_of_measure="mốc",
            numerator_label=None,
            denominator_label=None,
            decimals=0,
            steps=[{"code": str(n), "name": f"Bước {n}"} for n in (1, 2, 3)],
        )
        make.indicator(db, plan, office, "B1a", source_units=["TRUONG"], reporting="school_year")
        make.indicator(db, plan, make.unit(db, "CAP", here), "D1", group_code="b")
        other = make.plan(db, next_door)
        make.indicator(db, other, make.unit(db, "VHXH", next_door), "A2a")
        leader = make.person(db, here, Role.LEADER)
        make.give(db, leader.account_id, chair, Role.OFFICER)
        return Ward(
            officer=make.person(db, centre, Role.OFFICER),
            colleague=make.person(db, centre, Role.OFFICER),
            head=make.person(db, centre, Role.HEAD),
            coordinator=make.person(db, office, Role.COORDINATOR),
            leader=leader,
            supervisor=make.person(db, front, Role.SUPERVISOR),
            stranger=make.person(db, make.unit(db, "VP", next_door), Role.HEAD),
            reader=make.person(db, make.city(db), Role.READER),
            key=make.key(db, centre, Scope.VALUES_READ),
            writer=make.key(db, centre, Scope.VALUES_WRITE),
            stranger_key=make.key(db, next_door, Scope.VALUES_READ),
        )


def _address(indicator: str = "A2a", period: str = "2026-H2", unit: str = "TTPVHCC") -> str:
    return f"/api/v1/indicator-values/by-key/{unit}/{indicator}/{period}"


def _match(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def _put(client: TestClient, body: dict[str, object], version: int | None = None, **place: str) -> dict[str, object]:
    answer = client.put(_address(**place), json=body, headers=_match(version) if version else {})
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, object] = answer.json()
    return found


def test_the_whole_life_of_a_value(api: Api, ward: Ward) -> None:
    officer, head, leader = api.as_(ward.officer), api.as_(ward.head), api.as_(ward.leader)
    first = officer.put(_address(), json={"numerator": "1740", "denominator": "2980", "note": "Sổ một cửa"})
    assert first.status_code == 201 and first.headers["etag"] == '"1"'
    value = first.json()
    assert (value["rate"], value["state"], value["entered"]["by_name"]) == ("58.39", "draft", ward.officer.name)
    assert value["standing"]["standing"] == "not_due" and value["may"]["submit"] and not value["may"]["review"]
    at = f"/api/v1/indicator-values/{value['id']}"
    assert leader.get(_address()).json()["state"] == "draft"
    assert api.as_(ward.supervisor).get(_address()).status_code == 404

    sent = officer.post(f"{at}/submissions", headers=_match(1)).json()
    assert (sent["state"], sent["version"], sent["late"]) == ("submitted", 2, False)
    assert officer.post(f"{at}/approvals", headers=_match(2)).status_code == 403
    returned = head.post(f"{at}/returns", headers=_match(2), json={"reason": "Không khớp sổ"}).json()
    assert (returned["state"], returned["return_reason"]) == ("returned", "Không khớp sổ")
    mended = _put(officer, {"numerator": "1750", "denominator": "2980"}, 3)
    assert mended["state"] == "returned" and mended["return_reason"] == "Không khớp sổ"
    assert officer.post(f"{at}/submissions", headers=_match(4)).json()["state"] == "submitted"
    approved = head.post(f"{at}/approvals", headers=_match(5)).json()
    assert (approved["state"], approved["rate"], approved["reviewed"]["by_name"]) == (
        "approved",
        "58.72",
        ward.head.name,
    )
    assert not approved["may"]["edit"]
    assert officer.put(_address(), json={"numerator": "1"}, headers=_match(6)).json()["code"] == "move_forbidden"

    seen = api.as_(ward.supervisor).get(_address()).json()
    assert seen["state"] == "approved" and not any(seen["may"][m] for m in ("edit", "submit", "withdraw", "review"))
    events = leader.get(f"{at}/events").json()["data"]
    assert [e["move"] for e in events] == ["save", "submit", "return", "save", "submit", "approve"]
    assert [e["numerator"] for e in events] == ["1740", "1740", "1740", "1750", "1750", "1750"]
    assert events[2]["reason"] == "Không khớp sổ" and events[2]["actor_name"] == ward.head.name


def test_nobody_reviews_their_own_entry(api: Api, ward: Ward) -> None:
    head = api.as_(ward.head)
    value = _put(head, {"numerator": "950", "denominator": "1000"}, indicator="A4")
    sent = head.post(f"/api/v1/indicator-values/{value['id']}/submissions", headers=_match(1)).json()
    assert sent["may"] == {
        "edit": False,
        "submit": False,
        "withdraw": True,
        "review": False,
        "review_blocked": "own_entry",
        "correct": False,
        "reopen": False,
        "publish": False,
        "unpublish": False,
    }
    for move, body in (("approvals", None), ("returns", {"reason": "x"})):
        answer = head.post(f"/api/v1/indicator-values/{value['id']}/{move}", headers=_match(2), json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "own_entry")
    # The unit's only head entered it, so the coordinator stands in.
    listed = api.as_(ward.coordinator).get("/api/v1/indicator-values?reviewable=true").json()["data"]
    assert [(v["id"], v["may"]["review"]) for v in listed] == [(value["id"], True)]
    done = api.as_(ward.coordinator).post(f"/api/v1/indicator-values/{value['id']}/approvals", headers=_match(2))
    assert done.status_code == 200 and done.json()["standing"]["standing"] == "at_risk"


def test_the_coordinator_does_not_review_where_a_head_is_free(api: Api, world: World, ward: Ward) -> None:
    with world.begin() as db:
        other = make.unit(db, "KTHTDT", make.ward(db))
        head, officer = make.person(db, other, Role.HEAD), make.person(db, other)
        row = make.value(db, other, make.indicator(db, _plan(db), other, "B2"), state="submitted", by=officer)
    coordinator = api.as_(ward.coordinator)
    listed = coordinator.get("/api/v1/indicator-values?reviewable=true&unit=KTHTDT").json()["data"]
    assert listed == []
    assert api.as_(head).get("/api/v1/indicator-values?reviewable=true").json()["data"][0]["id"] == str(row.id)
    answer = coordinator.post(f"/api/v1/indicator-values/{row.id}/approvals", headers=_match(1))
    assert (answer.status_code, answer.json()["code"]) == (403, "head_reviews")
    assert coordinator.get(f"/api/v1/indicator-values/{row.id}").json()["may"]["review_blocked"] == "head_reviews"
    with world.begin() as db:
        db.get_one(Account, head.account_id).active = False
    assert coordinator.post(f"/api/v1/indicator-values/{row.id}/approvals", headers=_match(1)).status_code == 200


def _plan(db: Session) -> Plan:
    return db.scalars(select(Plan).where(Plan.code == "KH-11602")).one()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"numerator": "36", "denominator": "34"}, 422, "numerator_above_denominator"),
        ({"numerator": "1", "denominator": "0"}, 422, "denominator_zero"),
        ({"numerator": "-1"}, 422, "number_out_of_range"),
        ({"numerator": "1.5"}, 422, "not_whole"),
        ({"numerator": "1e400"}, 422, "out_of_range"),
        ({"numerator": "NaN"}, 422, "out_of_range"),
        ({"numerator": "1.234,5"}, 422, "bad_format"),
        ({"numerator": 1, "surprise": 2}, 422, "unknown_field"),
        ({"note": "a\u0000b"}, 422, "text_control"),
    ],
)
def test_what_cannot_be_true_is_refused_at_its_field(
    api: Api, ward: Ward, body: dict[str, object], status: int, code: str
) -> None:
    client = api.as_(ward.colleague)
    before = client.get("/api/v1/indicator-values?indicator=A2a&period=2027-H1").json()["data"]
    answer = client.put(_address(period="2026-H2", indicator="A4"), json=body, headers={"If-Match": "*"})
    assert answer.status_code == status, answer.text
    assert code in [answer.json()["code"], *(e["code"] for e in answer.json()["errors"])]
    assert all(e["pointer"].startswith("/") for e in answer.json()["errors"])
    assert client.get("/api/v1/indicator-values?indicator=A2a&period=2027-H1").json()["data"] == before


def test_versions_keep_two_people_from_overwriting_each_other(api: Api, world: World, ward: Ward) -> None:
    with world.begin() as db:
        centre = make.unit_of(db, "11602:TTPVHCC")
        make.indicator(db, _plan(db), centre, "A3")
    one, two = api.as_(ward.officer), api.as_(ward.colleague)
    _put(one, {"numerator": "1", "denominator": "2"}, indicator="A3")
    blind = two.put(_address("A3"), json={"numerator": "2", "denominator": "2"})
    assert (blind.status_code, blind.json()["code"]) == (428, "version_missing")
    _put(two, {"numerator": "2", "denominator": "2"}, 1, indicator="A3")
    stale = one.put(_address("A3"), json={"numerator": "0", "denominator": "2"}, headers=_match(1))
    assert (stale.status_code, stale.json()["code"]) == (412, "version_conflict")
    assert stale.json()["params"] == {"current": 2, "given": 1}
    assert one.get(_address("A3")).json()["numerator"] == "2"


def test_a_write_repeated_with_its_key_happens_once(api: Api, world: World, ward: Ward) -> None:
    with world.begin() as db:
        centre = make.unit_of(db, "11602:TTPVHCC")
        make.indicator(db, _plan(db), centre, "A5")
    tool = api.as_(ward.writer)
    body = {"numerator": "3", "denominator": "4"}
    assert tool.put(_address("A5"), json=body).json()["code"] == "idempotency_key_missing"
    first = tool.put(_address("A5"), json=body, headers={"Idempotency-Key": "k-1"})
    again = tool.put(_address("A5"), json=body, headers={"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (201, 201) and first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = tool.put(_address("A5"), json={"numerator": "4", "denominator": "4"}, headers={"Idempotency-Key": "k-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    at = f"/api/v1/indicator-values/{first.json()['id']}"
    headers = {"Idempotency-Key": "k-2", **_match(1)}
    assert tool.post(f"{at}/submissions", headers=headers).json()["state"] == "submitted"
    assert tool.post(f"{at}/approvals", headers={"Idempotency-Key": "k-3", **_match(2)}).status_code == 403


def test_strangers_see_nothing_and_are_told_nothing(api: Api, ward: Ward) -> None:
    missing = api.as_(ward.stranger).get("/api/v1/indicator-values/0198f7a0-0000-7000-8000-000000000000")
    value = api.as_(ward.leader).get(_address()).json()
    for who in (ward.stranger, ward.stranger_key):
        client = api.as_(who)
        answer = client.get(f"/api/v1/indicator-values/{value['id']}")
        assert answer.status_code == 404 == missing.status_code
        assert answer.json()["code"] == missing.json()["code"]
        assert client.get("/api/v1/indicator-values").json()["data"] == []
        assert client.get(_address(unit="11602:TTPVHCC")).status_code == 404
        assert client.get("/api/v1/overview?unit=11602").status_code == 404
        assert [i["code"] for i in client.get("/api/v1/indicators").json()["data"]] == ["A2a"]
    approve = api.as_(ward.stranger).post(f"/api/v1/indicator-values/{value['id']}/approvals", headers=_match(6))
    assert approve.status_code == 404
    put = api.as_(ward.stranger).put(_address(unit="11602:TTPVHCC"), json={"numerator": "1"})
    assert put.status_code == 404


def test_a_locked_period_takes_nothing_until_it_is_opened(api: Api, ward: Ward) -> None:
    coordinator, officer = api.as_(ward.coordinator), api.as_(ward.officer)
    period = next(p for p in coordinator.get("/api/v1/periods").json()["data"] if p["code"] == "2026")
    assert officer.post("/api/v1/periods/2026/locks", headers=_match(1), json={"reason": "x"}).status_code == 403
    locked = coordinator.post("/api/v1/periods/2026/locks", headers=_match(period["version"]), json={"reason": "Chốt"})
    assert locked.status_code == 200 and not locked.json()["is_open"]
    opened = coordinator.post("/api/v1/periods/2026/unlockings", headers=_match(2), json={"reason": "Mở lại"})
    assert opened.json()["is_open"]
    future = officer.put(_address(period="2030-H2"), json={"numerator": "1", "denominator": "2"})
    assert (future.status_code, future.json()["code"]) == (409, "period_not_open")


def test_the_overview_shows_every_indicator_with_value_or_gap(api: Api, ward: Ward) -> None:
    seen = api.as_(ward.leader).get("/api/v1/overview").json()
    assert seen["period"]["code"] == "2026-H2" and seen["unit"]["code"] == "11602"
    lines = {line["code"]: line for group in seen["groups"] for line in group["indicators"]}
    assert lines["A2a"]["current"]["rate"] == "58.72" and lines["A2a"]["standing"]["standing"] == "not_due"
    assert lines["A2a"]["lead"]["short_name"] == "TTPVHCC"
    assert lines["B5"]["current"] is None and lines["B5"]["lead"]["short_name"] == "VHXH"
    assert sum(seen["counts"].values()) == len(lines)
    for group in seen["groups"]:
        assert sum(group["counts"].values()) == len(group["indicators"])
    assert api.as_(ward.reader).get("/api/v1/overview").json()["code"] == "ambiguous_code"
    above = api.as_(ward.reader).get("/api/v1/overview?unit=11602").json()
    assert {x["code"] for g in above["groups"] for x in g["indicators"]} == set(lines)
    only = api.as_(ward.leader).get("/api/v1/overview?unit=VHXH").json()
    assert {x["code"] for g in only["groups"] for x in g["indicators"]} == {"B5", "B1a"}


def test_numbers_of_schools_add_up_and_the_leads_own_number_comes_first(api: Api, world: World, ward: Ward) -> None:
    with world.begin() as db:
        schools = [make.unit_of(db, f"11602:TRUONG-0{n}") for n in (1, 2)]
        row = db.scalars(select(Indicator).where(Indicator.code == "B1a")).one()
        for school, numbers in zip(schools, ((1, 4), (2, 4)), strict=True):
            make.value(db, school, row, "2026-SY", numbers)
    leader = api.as_(ward.leader)

    def current() -> dict[str, object]:
        groups = leader.get("/api/v1/overview").json()["groups"]
        found: dict[str, object] = next(x["current"] for g in groups for x in g["indicators"] if x["code"] == "B1a")
        return found

    assert (current()["numerator"], current()["denominator"], current()["by_units"]) == ("3", "8", 2)
    with world.begin() as db:
        make.value(db, db.get_one(Unit, row.lead_id), row, "2026-SY", (5, 8))
    assert (current()["numerator"], current()["rate"], current()["by_units"]) == ("5", "62.5", 1)


def test_the_entry_sheet_has_the_units_own_lines(api: Api, ward: Ward) -> None:
    sheet = api.as_(ward.officer).get("/api/v1/entry-sheets/TTPVHCC/2026-H2").json()
    rows = {row["indicator"]["code"]: row for row in sheet["rows"]}
    assert {"A2a", "A4"} <= set(rows) and "B5" not in rows
    assert not rows["A2a"]["may_edit"] and rows["A2a"]["value"]["state"] == "approved"
    assert sheet["today"] == date(2026, 11, 25).isoformat()
    school = api.as_(ward.coordinator).get("/api/v1/entry-sheets/TRUONG-01/2026-SY").json()
    assert [row["indicator"]["code"] for row in school["rows"]] == ["B1a"]
    assert not any(
        row["may_edit"] for row in api.as_(ward.leader).get("/api/v1/entry-sheets/TTPVHCC/2026-H2").json()["rows"]
    )
    assert api.as_(ward.officer).get("/api/v1/entry-sheets/TTPVHCC/2026-H9").json()["code"] == "period_code_invalid"


def test_the_coordinator_enters_for_others_and_it_is_marked(api: Api, ward: Ward) -> None:
    client = api.as_(ward.coordinator)
    value = _put(client, {"numerator": "3"}, unit="VHXH", indicator="B5")
    assert not value["on_behalf"]
    value = _put(client, {"numerator": "1", "denominator": "3"}, unit="CAP", indicator="D1")
    assert value["on_behalf"]
    refused = client.put(_address("A2a", unit="TRUONG-02"), json={"numerator": "1", "denominator": "3"})
    assert (refused.status_code, refused.json()["code"]) == (422, "unit_gives_no_numbers")
    wrong = client.put(_address("B1a", unit="TRUONG-02"), json={"numerator": "1", "denominator": "3"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "period_does_not_fit")


def test_an_indicator_is_found_without_marks_and_shows_its_sheet(api: Api, ward: Ward) -> None:
    client = api.as_(ward.officer)
    assert [i["code"] for i in client.get("/api/v1/indicators?q=ty le MAU a4").json()["data"]] == ["A4"]
    sheet = client.get("/api/v1/indicators/11602:A2a").json()
    assert sheet["clause"]["text"] == "Câu của kế hoạch." and sheet["register"] == "sổ mẫu"
    series = client.get("/api/v1/indicators/A2a/series").json()
    assert [(p["period"], p["rate"], p["state"]) for p in series["points"]] == [("2026-H2", "58.72", "approved")]
    assert client.get("/api/v1/indicators/Z9").status_code == 404
