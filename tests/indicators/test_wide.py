"""After the first approval: planned ways, corrections, publication, units side by side, and what people say."""

import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, event, select, text
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, World

from doimoi.access.models import Unit
from doimoi.access.rules import Role, Scope
from doimoi.core import clock
from doimoi.indicators.models import Indicator, IndicatorValue
from doimoi.plan.models import Period, Plan

TODAY = "2027-07-20 03:00:00Z"
V1 = "/api/v1"
YEARS = (2026, 2027, 2028, 2029, 2030)


@dataclass
class Ward:
    """People of one ward, and a stranger."""

    officer: make.Person
    head: make.Person
    coordinator: make.Person
    leader: make.Person
    supervisor: make.Person
    reader: make.Person
    administrator: make.Person
    stranger: make.Person
    key: str


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day after the first half of 2027, which is still open."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(scope="module")
def ward(world: World) -> Ward:
    """A service centre, a coordinating office and three schools, with an indicator of every relevant kind."""
    with time_machine.travel(TODAY, tick=True), world.begin() as db:
        here, next_door = make.ward(db), make.ward(db, "11581")
        centre, office = make.unit(db, "TTPVHCC", here), make.unit(db, "VHXH", here)
        front = make.unit(db, "MTTQ", here)
        plan = make.plan(db, here)
        for code in ("A1", "A2a", "A3", "A5", "A6", "A7"):
            make.indicator(db, plan, centre, code)
        make.indicator(db, plan, centre, "A4", target_kind="above", target_value=95)
        steps = [{"code": str(n), "name": f"Bước {n}"} for n in range(1, 5)]
        make.indicator(
            db,
            plan,
            office,
            "B5",
            measure="milestone",
            target_kind="milestones",
            target_value=4,
            decimals=0,
            steps=steps,
            unit_of_measure="mốc",
        )
        make.indicator(db, plan, office, "B1a", source_units=["TDP", "TCN"], reporting="half_year")
        other = make.plan(db, next_door)
        make.indicator(db, other, make.unit(db, "VHXH", next_door), "A2a")
        return Ward(
            officer=make.person(db, centre, Role.OFFICER),
            head=make.person(db, centre, Role.HEAD),
            coordinator=make.person(db, office, Role.COORDINATOR),
            leader=make.person(db, here, Role.LEADER),
            supervisor=make.person(db, front, Role.SUPERVISOR),
            reader=make.person(db, make.city(db), Role.READER),
            administrator=make.person(db, office, Role.ADMINISTRATOR),
            stranger=make.person(db, make.unit_of(db, "11581:VHXH"), Role.COORDINATOR),
            key=make.key(db, centre, Scope.VALUES_READ),
        )


def match(version: int) -> dict[str, str]:
    """The header that names a version."""
    return {"If-Match": f'"{version}"'}


def way(*values: int | str, **more: object) -> dict[str, object]:
    """The body of a path that was set."""
    points = [{"year": y, "value": str(v)} for y, v in zip(YEARS, values, strict=True)]
    return {"points": points, "basis": "set", **more}


def approved(world: World, code: str, period: str, numbers: tuple[int, int | None], state: str = "approved") -> str:
    """An approved value of the service centre; its id."""
    with world.begin() as db:
        centre = make.unit_of(db, "11602:TTPVHCC")
        row = db.scalars(select(Indicator).where(Indicator.code == code, Indicator.unit_id == make.ward(db).id)).one()
        return str(make.value(db, centre, row, period, numbers, state).id)


def line(client: TestClient, code: str, period: str = "2027-H1") -> dict[str, Any]:
    """An indicator on the overview."""
    groups = client.get(f"{V1}/overview?period={period}&unit=11602").json()["groups"]
    found: dict[str, Any] = next(x for g in groups for x in g["indicators"] if x["code"] == code)
    return found


def exported(client: TestClient, code: str) -> list[dict[str, Any]]:
    """What the integrators' door says of an indicator."""
    answer = client.get(f"{V1}/exports/indicator-values?indicator={code}")
    return [json.loads(row) for row in answer.text.splitlines()]


def test_a_path_is_set_whole_and_judged_by(api: Api, world: World, ward: Ward) -> None:
    coordinator = api.as_(ward.coordinator)
    empty = coordinator.get(f"{V1}/indicators/A1/path").json()
    assert (empty["path"], empty["wanted"], empty["years"], empty["needs_reason"]) == (None, True, list(YEARS), False)
    assert (empty["proposal"]["start"], empty["proposal"]["points"][0]) == ("zero", {"year": 2026, "value": "20"})
    assert api.as_(ward.head).put(f"{V1}/indicators/A1/path", json=way(60, 70, 80, 90, 100)).status_code == 403
    assert api.as_(ward.stranger).put(f"{V1}/indicators/11602:A1/path", json=way(1, 2, 3, 4, 100)).status_code == 404
    first = coordinator.put(f"{V1}/indicators/A1/path", json=way(60, 70, 80, 90, 100))
    assert first.status_code == 200 and first.headers["etag"] == '"1"', first.text
    blind = coordinator.put(f"{V1}/indicators/A1/path", json=way(60, 70, 80, 90, 100))
    assert (blind.status_code, blind.json()["code"]) == (428, "version_missing")

    approved(world, "A1", "2027-H1", (640, 1000))
    seen = line(api.as_(ward.leader), "A1")
    assert (seen["plan_value"], seen["plan_basis"], seen["standing"]["standing"]) == ("65", "set", "at_risk")
    assert seen["standing"]["facts"]["plan"] == "65" and seen["standing"]["facts"]["plan_basis"] == "set"

    silent = coordinator.put(f"{V1}/indicators/A1/path", json=way(50, 60, 80, 90, 100), headers=match(1))
    assert (silent.status_code, silent.json()["code"]) == (422, "reason_missing")
    body = way(50, 60, 80, 90, 100, reason="Thiếu máy quét", baseline={"year": 2025, "value": "40"})
    second = coordinator.put(f"{V1}/indicators/A1/path", json=body, headers=match(1)).json()
    assert (second["path"]["number"], [h["number"] for h in second["history"]]) == (2, [1])
    assert second["path"]["set_by_name"] == ward.coordinator.name and second["path"]["reason"] == "Thiếu máy quét"
    stale = coordinator.put(f"{V1}/indicators/A1/path", json=body, headers=match(1))
    assert (stale.status_code, stale.json()["params"]) == (412, {"current": 2, "given": 1})
    assert line(api.as_(ward.leader), "A1")["standing"]["standing"] == "on_track"
    series = api.as_(ward.supervisor).get(f"{V1}/indicators/A1/series").json()
    assert [(p["period"], p["value"]) for p in series["plan"]][:3] == [
        ("2026-H2", "50"),
        ("2027-H1", "55"),
        ("2027-H2", "60"),
    ]
    assert series["plan_basis"] == "set" and series["baseline"] == {"year": 2025, "value": "40"}
    assert api.as_(ward.officer).get(f"{V1}/indicators/A1").json()["path"]["number"] == 2
    assert exported(api.as_(ward.key), "A1")[0]["standing"] == "on_track"
    trail = world.scalar("select count(*) from audit where tab = 'indicator_path' and op = 'insert'")
    assert trail == 2


def test_what_is_no_path_is_refused(api: Api, ward: Ward) -> None:
    coordinator = api.as_(ward.coordinator)
    for code, body, refusal, pointer in (
        ("A2a", way(60, 50, 80, 90, 100), "path_falls", "/points/1/value"),
        ("A2a", way(60, 70, 80, 90, 99), "path_misses_target", "/points/4/value"),
        ("A2a", {**way(60, 70, 80, 90, 100), "points": way(1, 1, 1, 1, 100)["points"][1:]}, "path_years", "/points"),  # type: ignore[index]
        ("B5", way("0.5", 1, 2, 3, 4), "not_whole", "/points/0/value"),
    ):
        answer = coordinator.put(f"{V1}/indicators/{code}/path", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, refusal), answer.text
        assert answer.json()["errors"][0]["pointer"] == pointer
    always = coordinator.put(f"{V1}/indicators/A4/path", json=way(95, 95, 95, 95, 95)).json()
    assert always["code"] == "path_not_wanted"
    assert line(coordinator, "A4")["plan_basis"] == "target" and line(coordinator, "A4")["plan_value"] == "95"


def test_two_who_plan_at_once_do_not_both_win(api: Api, ward: Ward) -> None:
    both = Barrier(2)

    def put() -> int:
        client = api.as_(ward.coordinator)
        both.wait()
        return client.put(f"{V1}/indicators/A7/path", json=way(20, 40, 60, 80, 100)).status_code

    with ThreadPoolExecutor(2) as pool:
        found = sorted(f.result() for f in [pool.submit(put), pool.submit(put)])
    assert found == [200, 428]


def test_lines_are_proposed_for_all_that_lack_a_path_and_only_for_them(api: Api, world: World, ward: Ward) -> None:
    approved(world, "A2a", "2026-H2", (584, 1000))
    coordinator = api.as_(ward.coordinator)
    before = coordinator.get(f"{V1}/overview").json()["without_path"]
    assert api.as_(ward.leader).post(f"{V1}/indicator-paths/proposals", json={}).status_code == 403
    done = coordinator.post(f"{V1}/indicator-paths/proposals", json={}).json()
    assert done["count"] == before == len(done["indicators"]) > 3
    assert (done["from_first_value"], done["from_zero"]) == (1, before - 1)
    assert "A1" not in done["indicators"] and "A4" not in done["indicators"]
    assert coordinator.get(f"{V1}/overview").json()["without_path"] == 0
    assert coordinator.post(f"{V1}/indicator-paths/proposals", json={}).json()["count"] == 0
    path = coordinator.get(f"{V1}/indicators/A2a/path").json()["path"]
    assert path["basis"] == "assumed" and [p["value"] for p in path["points"]] == [
        "58.4",
        "68.8",
        "79.2",
        "89.6",
        "100",
    ]
    assert line(coordinator, "A2a", "2026-H2")["standing"]["standing"] == "on_track"
    steps = coordinator.get(f"{V1}/indicators/B5/path").json()["path"]["points"]
    assert [p["value"] for p in steps] == ["0", "1", "2", "3", "4"]


def test_a_correction_waits_beside_the_figure_in_force(api: Api, world: World, ward: Ward) -> None:
    ident = approved(world, "A3", "2027-H1", (800, 1000), "published")
    at = f"{V1}/indicator-values/{ident}"
    officer, head, supervisor = api.as_(ward.officer), api.as_(ward.head), api.as_(ward.supervisor)
    body = {"numerator": "700", "denominator": "1000", "reason": "Đếm trùng 100 hồ sơ"}
    silent = officer.post(f"{at}/corrections", headers=match(1), json={**body, "reason": " "})
    assert silent.status_code == 422
    same = officer.post(f"{at}/corrections", headers=match(1), json={**body, "numerator": "800"})
    assert same.json()["code"] == "correction_changes_nothing"
    wrong = officer.post(f"{at}/corrections", headers=match(1), json={**body, "numerator": "1001"})
    assert wrong.json()["code"] == "numerator_above_denominator"
    assert supervisor.post(f"{at}/corrections", headers=match(1), json=body).status_code == 403

    waits = officer.post(f"{at}/corrections", headers=match(1), json=body).json()
    assert (waits["state"], waits["rate"], waits["correcting"]) == ("submitted", "70", True)
    assert [(v["rate"], v["replaced_at"]) for v in waits["versions"]] == [("80", None)]
    for client in (supervisor, head, api.as_(ward.reader)):
        seen = line(client, "A3")
        assert seen["current"]["rate"] == "80" and seen["current"]["published"]
        assert client.get(f"{V1}/indicators/A3/series").json()["points"][-1]["rate"] == "80"
    assert [(v["rate"], v["state"]) for v in exported(api.as_(ward.key), "A3")] == [("80", "published")]
    assert line(head, "A3")["correcting"] == 1 and line(supervisor, "A3")["correcting"] == 0
    assert supervisor.get(at).status_code == 404  # the numbers that wait are nobody's but the unit's
    assert officer.post(f"{at}/approvals", headers=match(2)).status_code == 403

    returned = head.post(f"{at}/returns", headers=match(2), json={"reason": "Thiếu sổ"}).json()
    assert returned["state"] == "returned" and returned["versions"][0]["replaced_at"] is None
    given_up = officer.post(f"{at}/withdrawals", headers=match(3)).json()
    assert (given_up["state"], given_up["rate"], given_up["correcting"]) == ("published", "80", False)
    assert given_up["entered"]["by_name"] == "Người Mẫu" and len(given_up["versions"]) == 1

    officer.post(f"{at}/corrections", headers=match(4), json=body)
    done = head.post(f"{at}/approvals", headers=match(5)).json()
    assert (done["state"], done["rate"], done["published"]) == ("approved", "70", None)
    old, new = done["versions"]
    assert (old["rate"], old["published"]["by_name"], new["rate"]) == ("80", "Lãnh Đạo Mẫu", "70")
    assert old["replaced_at"] is not None and new["reason"] == "Đếm trùng 100 hồ sơ"
    assert line(supervisor, "A3")["current"]["rate"] == "70" and not line(supervisor, "A3")["current"]["published"]
    assert [(v["rate"], v["version"]) for v in exported(api.as_(ward.key), "A3")] == [("70", 6)]
    moves = [e["move"] for e in head.get(f"{at}/events").json()["data"]]
    assert moves == ["correct", "return", "withdraw", "correct", "approve"]


def test_what_was_approved_cannot_be_rewritten_by_the_application(app: Any, world: World, ward: Ward) -> None:
    engine: Engine = app.state.sessions.kw["bind"]
    for statement in (
        "update value_version set numerator = 1",
        "delete from value_version",
        "insert into value_version select * from value_version",
        "update indicator_path set points = '{}'",
        "update indicator_comment set text = 'x'",
    ):
        with engine.connect() as connection, pytest.raises(Exception, match="permission denied"):
            connection.execute(text(statement))


def test_one_value_is_opened_again_in_a_frozen_period(api: Api, world: World, ward: Ward) -> None:
    ident = approved(world, "A5", "2026-H2", (500, 1000))
    with world.begin() as db:
        centre = make.unit_of(db, "11602:TTPVHCC")
        row = db.scalars(select(Indicator).where(Indicator.code == "A6")).one()
        draft = str(make.value(db, centre, row, "2026-H2", (1, 2), "draft").id)
    officer, head, coordinator = api.as_(ward.officer), api.as_(ward.head), api.as_(ward.coordinator)
    period = next(p for p in coordinator.get(f"{V1}/periods").json()["data"] if p["code"] == "2026-H2")
    freeze = coordinator.post(
        f"{V1}/periods/2026-H2/locks", headers=match(period["version"]), json={"reason": "Đã báo cáo"}
    )
    assert freeze.status_code == 200
    at = f"{V1}/indicator-values/{ident}"
    body = {"numerator": "510", "denominator": "1000", "reason": "Sót 10 hồ sơ"}
    refused = officer.post(f"{at}/corrections", headers=match(1), json=body)
    assert (refused.status_code, refused.json()["code"]) == (423, "period_locked")
    assert not officer.get(at).json()["may"]["correct"] and coordinator.get(at).json()["may"]["reopen"]
    assert head.post(f"{at}/reopenings", headers=match(1), json={"reason": "x"}).status_code == 403
    opened = coordinator.post(f"{at}/reopenings", headers=match(1), json={"reason": "Sót 10 hồ sơ"}).json()
    assert (opened["state"], opened["reopened"], opened["return_reason"]) == ("returned", True, "Sót 10 hồ sơ")
    assert line(api.as_(ward.supervisor), "A5", "2026-H2")["current"]["rate"] == "50"

    key = f"{V1}/indicator-values/by-key/TTPVHCC/A5/2026-H2"
    assert officer.get(f"{V1}/entry-sheets/TTPVHCC/2026-H2").json()["rows"][3]["may_edit"] is True
    mended = officer.put(key, headers=match(2), json={"numerator": "510", "denominator": "1000"})
    assert mended.status_code == 200, mended.text
    # The period stays frozen for every other value.
    assert officer.post(f"{V1}/indicator-values/{draft}/submissions", headers=match(1)).status_code == 423
    sent = officer.post(f"{at}/submissions", headers=match(3)).json()
    assert (sent["state"], sent["late"]) == ("submitted", False)
    done = head.post(f"{at}/approvals", headers=match(4)).json()
    assert (done["state"], done["rate"], done["reopened"]) == ("approved", "51", False)
    assert [v["reason"] for v in done["versions"]] == [None, "Sót 10 hồ sơ"]
    assert officer.post(f"{at}/corrections", headers=match(5), json=body).status_code == 423


def test_figures_are_published_by_those_who_may_several_at_once(api: Api, world: World, ward: Ward) -> None:
    one = approved(world, "A6", "2027-H1", (1, 2))
    two = approved(world, "A7", "2027-H1", (1, 2))
    with world.begin() as db:
        centre = make.unit_of(db, "11602:TTPVHCC")
        row = db.scalars(select(Indicator).where(Indicator.code == "A5")).one()
        waits = str(make.value(db, centre, row, "2027-H1", (1, 2), "submitted").id)
    leader = api.as_(ward.leader)
    for who in (ward.officer, ward.head, ward.supervisor, ward.administrator):
        assert api.as_(who).post(f"{V1}/publications", json={"value_ids": [one]}).status_code == 403
    assert api.as_(ward.stranger).post(f"{V1}/publications", json={"value_ids": [one]}).status_code in (403, 404)
    mixed = leader.post(f"{V1}/publications", json={"value_ids": [one, waits]})
    assert (mixed.status_code, mixed.json()["code"]) == (409, "move_forbidden")
    assert leader.get(f"{V1}/indicator-values/{one}").json()["state"] == "approved"
    for unclear in ({}, {"value_ids": [one], "period": "2027-H1"}, {"group": "a"}):
        assert leader.post(f"{V1}/publications", json=unclear).json()["code"] == "values_or_period"
    done = leader.post(f"{V1}/publications", json={"value_ids": [one]}).json()
    assert done == {"count": 1, "value_ids": [one]}
    rest = leader.post(f"{V1}/publications", json={"period": "2027-H1", "group": "a"}).json()
    assert two in rest["value_ids"] and waits not in rest["value_ids"] and one not in rest["value_ids"]
    shown = api.as_(ward.supervisor).get(f"{V1}/indicator-values/{two}").json()
    assert (shown["state"], shown["published"]["by_name"]) == ("published", ward.leader.name)
    assert line(leader, "A7")["current"]["published"] is True

    back = leader.post(f"{V1}/indicator-values/{two}/unpublications", headers=match(2), json={"reason": "Sai kỳ"})
    assert (back.json()["state"], back.json()["published"]) == ("approved", None)
    again = leader.post(f"{V1}/indicator-values/{two}/unpublications", headers=match(3), json={"reason": "Sai kỳ"})
    assert again.status_code == 409
    assert exported(api.as_(ward.key), "A7")[0]["state"] == "approved"


def test_a_large_move_needs_a_word(api: Api, world: World, ward: Ward) -> None:
    with world.begin() as db:
        row = make.indicator(db, db.scalars(select(Plan).where(Plan.code == "KH-11602")).one(), _centre(db), "A8")
        make.value(db, _centre(db), row, "2026-H2", (50, 100))
    officer = api.as_(ward.officer)
    key = f"{V1}/indicator-values/by-key/TTPVHCC/A8/2027-H1"
    value = officer.put(key, json={"numerator": "70", "denominator": "100"}).json()
    at = f"{V1}/indicator-values/{value['id']}"
    refused = officer.post(f"{at}/submissions", headers=match(1))
    assert (refused.status_code, refused.json()["code"]) == (422, "jump_needs_note")
    assert refused.json()["params"] == {"points": "20", "way": "up"}
    assert refused.json()["errors"][0]["pointer"] == "/note"
    officer.put(key, headers=match(1), json={"numerator": "699", "denominator": "1000"})
    assert officer.post(f"{at}/submissions", headers=match(2)).status_code == 200
    officer.post(f"{at}/withdrawals", headers=match(3))
    officer.put(key, headers=match(4), json={"numerator": "7", "denominator": "100", "note": "Đổi cách đếm"})
    assert officer.post(f"{at}/submissions", headers=match(5)).status_code == 200
    officer.post(f"{at}/withdrawals", headers=match(6))
    # Nothing occurred: an answer, and no move of anything.
    officer.put(key, headers=match(7), json={"numerator": "0", "denominator": "0"})
    nothing = officer.post(f"{at}/submissions", headers=match(8)).json()
    assert (nothing["state"], nothing["rate"], nothing["standing"]["reason_code"]) == (
        "submitted",
        None,
        "nothing_occurred",
    )


def _centre(db: Any) -> Unit:
    return make.unit_of(db, "11602:TTPVHCC")


def test_of_two_reviewers_at_once_one_decides(api: Api, world: World, ward: Ward) -> None:
    with world.begin() as db:
        second = make.person(db, _centre(db), Role.HEAD)
        row = make.indicator(db, db.scalars(select(Plan).where(Plan.code == "KH-11602")).one(), _centre(db), "A9")
        ids = [str(make.value(db, _centre(db), row, p, (1, 2), "submitted").id) for p in ("2026-H2", "2027-H1")]
        db.execute(text("update period set locked_on = null where code = '2026-H2'"))
    for ident in ids:
        both = Barrier(2)

        def decide(who: make.Person, move: str, ident: str = ident, both: Barrier = both) -> int:
            client = api.as_(who)
            both.wait()
            body = {"reason": "Thiếu sổ"} if move == "returns" else None
            return client.post(f"{V1}/indicator-values/{ident}/{move}", headers=match(1), json=body).status_code

        with ThreadPoolExecutor(2) as pool:
            found = [pool.submit(decide, ward.head, "approvals"), pool.submit(decide, second, "returns")]
            codes = sorted(f.result() for f in found)
        assert codes == [200, 412]
        steps = world.scalar("select count(*) from value_event where value_id = cast(:v as uuid)", v=ident)
        assert steps == 1


def test_a_period_closed_while_typing_takes_nothing_more(api: Api, world: World, ward: Ward) -> None:
    with world.begin() as db:
        row = make.indicator(db, db.scalars(select(Plan).where(Plan.code == "KH-11602")).one(), _centre(db), "A10")
        make.value(db, _centre(db), row, "2027-H1", (1, 2), "draft")
    officer, coordinator = api.as_(ward.officer), api.as_(ward.coordinator)
    key = f"{V1}/indicator-values/by-key/TTPVHCC/A10/2027-H1"
    typed = officer.get(key).json()
    version = next(p for p in coordinator.get(f"{V1}/periods").json()["data"] if p["code"] == "2027-H1")["version"]
    both = Barrier(9)

    def save(n: int) -> tuple[int, str]:
        client = api.as_(ward.officer)
        both.wait()
        answer = client.put(key, headers={"If-Match": "*"}, json={"numerator": str(n), "denominator": "20"})
        return answer.status_code, clock.now().isoformat()

    def freeze() -> int:
        both.wait()
        body = {"reason": "Hết hạn"}
        return coordinator.post(f"{V1}/periods/2027-H1/locks", headers=match(version), json=body).status_code

    with ThreadPoolExecutor(9) as pool:
        saved = [pool.submit(save, n) for n in range(8)]
        assert pool.submit(freeze).result() == 200
        codes = {f.result()[0] for f in saved}
    assert codes <= {200, 412, 423}
    locked = world.scalar("select max(at) from audit where tab = 'period' and op = 'update'")
    last = world.scalar(
        "select max(a.at) from audit a where a.tab = 'indicator_value' and a.row_id = :v", v=typed["id"]
    )
    assert last <= locked or 200 not in codes
    refused = officer.put(key, headers={"If-Match": "*"}, json={"numerator": "1", "denominator": "20"})
    assert (refused.status_code, refused.json()["code"]) == (423, "period_locked")
    with world.begin() as db:
        db.execute(text("update period set locked_on = null where code = '2027-H1'"))


def test_units_stand_side_by_side_and_sums_are_sums(api: Api, world: World, ward: Ward) -> None:
    with world.begin() as db:
        here = make.ward(db)
        groups = [make.unit(db, f"TDP-0{n}", here) for n in (1, 2)]
        teams = [make.unit(db, f"TCN-0{n}", groups[0]) for n in (1, 2)]
        row = db.scalars(select(Indicator).where(Indicator.code == "B1a")).one()
        make.value(db, groups[1], row, "2027-H1", (5, 10))
        make.value(db, teams[0], row, "2027-H1", (1, 100))
        make.value(db, teams[1], row, "2027-H1", (9, 10))
        make.value(db, groups[0], row, "2027-H1", (3, 4), "submitted")
    seen = api.as_(ward.supervisor).get(f"{V1}/indicators/B1a/by-unit?period=2027-H1").json()
    assert [u["unit"]["short_name"] for u in seen["units"]] == ["VHXH", "TDP-01", "TCN-01", "TCN-02", "TDP-02"]
    assert [u["lead"] for u in seen["units"]] == [True, False, False, False, False]
    rates = {u["unit"]["short_name"]: u["reading"] and u["reading"]["rate"] for u in seen["units"]}
    assert rates == {"VHXH": None, "TDP-01": None, "TCN-01": "1", "TCN-02": "90", "TDP-02": "50"}
    assert seen["missing"] == 1 and seen["ward"]["numerator"] == "15" and seen["ward"]["denominator"] == "120"
    sums = {s["unit"]["short_name"]: (s["reading"]["rate"], s["given"], s["owing"]) for s in seen["sums"]}
    assert sums["TDP-01"] == ("9.09", 2, 0)  # 10 of 110, and not the mean of 1 % and 90 %
    assert sums["11602"] == ("12.5", 3, 1)
    states = {u["unit"]["short_name"]: u["state"] for u in seen["units"]}
    assert states["TDP-01"] is None and states["TDP-02"] == "approved"
    whole = api.as_(ward.coordinator).get(f"{V1}/indicators/B1a/by-unit?period=2027-H1").json()
    assert {u["unit"]["short_name"]: u["state"] for u in whole["units"]}["TDP-01"] == "submitted"
    assert api.as_(ward.stranger).get(f"{V1}/indicators/11602:B1a/by-unit").status_code == 404


def test_people_talk_about_an_indicator(api: Api, ward: Ward) -> None:
    supervisor, officer, leader = api.as_(ward.supervisor), api.as_(ward.officer), api.as_(ward.leader)
    address = f"{V1}/indicators/A4/comments"
    asked = supervisor.post(address, json={"text": "Vì sao mẫu số giảm?"})
    assert asked.status_code == 201, asked.text
    comment = asked.json()
    assert (comment["author_unit"], comment["author_role"], comment["may_resolve"]) == ("MTTQ", "supervisor", True)
    answered = officer.post(address, json={"text": "Do gộp hai quầy.", "answers": comment["id"]}).json()
    assert [a["text"] for a in answered["answers"]] == ["Do gộp hai quầy."] and not answered["may_resolve"]
    deeper = leader.post(address, json={"text": "Đã rõ.", "answers": answered["answers"][0]["id"]}).json()
    assert deeper["id"] == comment["id"] and [a["author_role"] for a in deeper["answers"]] == ["officer", "leader"]
    elsewhere = officer.post(f"{V1}/indicators/A5/comments", json={"text": "x", "answers": comment["id"]})
    assert elsewhere.status_code == 404

    listed = api.as_(ward.reader).get(f"{V1}/indicators/11602:A4/comments").json()["data"]
    assert [(c["text"], len(c["answers"]), c["may_resolve"]) for c in listed] == [("Vì sao mẫu số giảm?", 2, False)]
    for who in (ward.reader, ward.administrator):
        assert api.as_(who).post(f"{V1}/indicators/11602:A4/comments", json={"text": "x"}).status_code == 403
    assert api.as_(ward.key).get(address).status_code == 403
    assert api.as_(ward.stranger).get(f"{V1}/indicators/11602:A4/comments").status_code == 404
    assert api.as_(ward.stranger).post(f"{V1}/indicators/11602:A4/comments", json={"text": "x"}).status_code == 404

    at = f"{V1}/comments/{comment['id']}/resolutions"
    assert officer.post(at, headers=match(1)).status_code == 403
    assert api.as_(ward.stranger).post(at, headers=match(1)).status_code == 404
    settled = supervisor.post(at, headers=match(1)).json()
    assert settled["resolved"]["by_name"] == ward.supervisor.name and not settled["may_resolve"]
    assert supervisor.post(at, headers=match(2)).json()["code"] == "comment_settled"


def test_the_overview_is_flat_over_the_years(api: Api, app: Any, world: World) -> None:
    """One request, as many statements for five years of forty indicators as for one, and a small answer."""
    with time_machine.travel("2031-01-10 03:00:00Z", tick=True), world.begin() as db:
        here = make.ward(db, "11583")
        units = [make.unit(db, f"TRUONG-{n:02}", here) for n in range(1, 13)]
        lead = make.unit(db, "VHXH", here)
        plan = make.plan(db, here)
        rows = [
            make.indicator(
                db, plan, lead, f"{'AB'[n % 2]}{n}x", source_units=["TRUONG"], name="Tỷ lệ hồ sơ số hóa " * 6
            )
            for n in range(42)
        ]
        halves = db.scalars(select(Period).where(Period.plan_id == plan.id, Period.kind == "half_year")).all()
        first = sorted(halves, key=lambda p: p.last_day)[:1]
        leader = make.person(db, here, Role.LEADER)

    def fill(periods: list[Period]) -> None:
        with world.begin() as db:
            db.add_all(
                IndicatorValue(
                    unit_id=unit.id,
                    indicator_id=row.id,
                    period_id=period.id,
                    numerator=row.ordinal % 40,
                    denominator=40,
                    state="approved",
                    entered_by=unit.id,
                    entered_by_name="Người Mẫu",
                    reviewed_by_name="Trưởng Mẫu",
                    reviewed_at=clock.now(),
                )
                for period in periods
                for row in rows
                for unit in units
            )

    statements: list[str] = []
    engine: Engine = app.state.sessions.kw["bind"]

    def count(*given: Any) -> None:
        statements.append(given[2])

    def asked() -> tuple[int, int, dict[str, Any]]:
        statements.clear()
        event.listen(engine, "before_cursor_execute", count)
        try:
            answer = api.as_(leader).get(f"{V1}/overview?period=2030-H2")
        finally:
            event.remove(engine, "before_cursor_execute", count)
        assert answer.status_code == 200
        return len(statements), len(gzip.compress(answer.content, 6)), answer.json()

    with time_machine.travel("2031-01-10 03:00:00Z", tick=True):
        with world.begin() as db:
            leader = make.Person(leader.account_id, make.sign_in(db, leader.account_id), leader.name, leader.username)
        fill(first)
        few, small, _ = asked()
        fill([p for p in halves if p not in first])
        many, large, body = asked()
    assert many == few < 15
    assert large < 60_000 and large < small * 3
    lines = [x for g in body["groups"] for x in g["indicators"]]
    assert len(lines) == 42 and max(len(x["trend"]) for x in lines) <= 10
    assert lines[0]["current"]["by_units"] == 12
    print(f"overview of 42 indicators, {len(halves)} periods, 12 units: {large} bytes gz, {many} statements")
