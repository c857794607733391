"""The life of an assignment through HTTP: given, acknowledged, worked on, handed in, returned, accepted, reopened."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from tests import make
from tests.assignments.ground import TODAY, V1, Ground, at, lay, match, ok, submit
from tests.conftest import Api, World

from doimoi.access.models import Unit
from doimoi.access.rules import Role


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    """The wards and their people."""
    with time_machine.travel(TODAY, tick=True), world.begin() as db:
        return lay(db)


def given(world: World, ground: Ground, *cooperating: Unit, **fields: Any) -> str:
    """A new assignment led by Văn phòng; its code."""
    with world.begin() as db:
        return make.assignment(db, ground.vp, *cooperating, **fields).code


def test_three_fields_make_an_assignment(api: Api, ground: Ground) -> None:
    coordinator = api.as_(ground.coordinator)
    made = coordinator.post(
        f"{V1}/assignments",
        json={"title": "Mua máy quét", "lead": "VP", "deadline": {"kind": "dated", "on": "2026-12-31"}},
    )
    assert made.status_code == 201 and made.headers["etag"] == '"1"'
    body = made.json()
    assert (body["code"], body["state"], body["lead"]["code"]) == ("NV-001", "not_started", "11602:VP")
    assert (body["days_left"], body["lateness"], body["percent"]) == (36, "in_time", 0)
    assert body["deadline"] == {
        "kind": "dated",
        "due_on": "2026-12-31",
        "every": None,
        "month": None,
        "day": None,
        "days": None,
        "text": None,
    }
    assert [unit["part"] for unit in body["units"]] == ["lead"] and body["may"]["edit"]
    assert api.as_(ground.officer).get(at("NV-001")).json()["may"]["acknowledge"] is True


def test_a_unit_works_its_assignment_to_acceptance(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground, ground.cap)
    officer, police, leader = api.as_(ground.officer), api.as_(ground.police), api.as_(ground.leader)
    received = ok(officer.post(at(code, "acknowledgements"), json={}))
    assert [bool(u["acknowledged"]) for u in received["units"]] == [True, False]
    ok(police.post(at(code, "acknowledgements"), json={}))
    worked = ok(officer.post(at(code, "progress"), json={"text": "Đã dạy lớp 1", "percent": 70}))
    assert (worked["state"], worked["percent"], worked["unanswered"]) == ("in_progress", 70, 0)
    ok(police.post(at(code, "progress"), json={"text": "Đã cử hai người"}))
    assert police.post(at(code, "progress"), json={"text": "Xong", "percent": 100}).json()["code"] == "percent_of_lead"
    handed = submit(officer, code)
    assert (handed["state"], handed["completed_on"], handed["late"]) == ("submitted", "2026-11-25", None)
    version = handed["version"]
    returned = ok(leader.post(at(code, "returns"), json={"reason": "Thiếu biên bản"}, headers=match(version)))
    assert (returned["state"], returned["state_reason"], returned["completed_on"]) == (
        "returned",
        "Thiếu biên bản",
        None,
    )
    mended = ok(officer.post(at(code, "progress"), json={"text": "Đã bổ sung", "percent": 95}))
    assert mended["state"] == "returned" and mended["state_reason"] == "Thiếu biên bản"
    again = submit(officer, code)
    done = ok(leader.post(at(code, "acceptances"), json={}, headers=match(again["version"])))
    assert (done["state"], done["late"], done["percent"], done["lateness"]) == ("accepted", False, 100, "done_in_time")
    log = ok(leader.get(at(code, "log")))["data"]
    assert [line["move"] for line in log] == [
        "acknowledge",
        "acknowledge",
        "progress",
        "remark",
        "submit",
        "return",
        "progress",
        "submit",
        "accept",
    ]
    assert log[3]["unit"]["code"] == "11602:CAP" and log[2]["percent"] == 70


def test_lateness_is_fixed_by_the_day_of_handing_in(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground, due_on=date(2026, 11, 24))
    officer, leader = api.as_(ground.officer), api.as_(ground.leader)
    assert ok(officer.get(at(code)))["lateness"] == "overdue"
    on_the_day = given(world, ground, due_on=date(2026, 11, 25))
    for each in (code, on_the_day):
        submit(officer, each)
    with time_machine.travel("2026-12-20 03:00:00Z", tick=True), world.begin() as db:
        leader = api.as_(make.person(db, ground.ward, Role.LEADER))
    with time_machine.travel("2026-12-20 03:00:00Z", tick=True):
        for each, late in ((code, True), (on_the_day, False)):
            version = ok(leader.get(at(each)))["version"]
            done = ok(leader.post(at(each, "acceptances"), json={}, headers=match(version)))
            assert (done["late"], done["lateness"]) == (late, "done_late" if late else "done_in_time")
        version = done["version"]
        moved = leader.patch(
            at(on_the_day),
            json={"deadline": {"kind": "dated", "on": "2026-11-01"}, "reason": "Sửa"},
            headers=match(version),
        )
        assert moved.json()["code"] == "assignment_move_forbidden"


def test_nobody_accepts_what_they_handed_in(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground)
    coordinator, head = api.as_(ground.coordinator), api.as_(ground.head)
    handed = submit(coordinator, code)
    blocked = ok(coordinator.get(at(code)))["may"]
    assert blocked["accept"] is False and blocked["decide_blocked"] == "own_submission"
    here = match(handed["version"])
    assert coordinator.post(at(code, "acceptances"), json={}, headers=here).json()["code"] == "own_submission"
    assert head.post(at(code, "acceptances"), json={}, headers=here).json()["code"] == "superior_decides"
    assert api.as_(ground.officer).post(at(code, "acceptances"), json={}, headers=here).status_code == 403
    assert ok(api.as_(ground.leader).get(at(code, "log")))["data"][0]["on_behalf"] is True
    ok(api.as_(ground.leader).post(at(code, "acceptances"), json={}, headers=here))


def test_a_head_gives_and_accepts_below_and_leaves_the_wards_alone(api: Api, world: World, ground: Ground) -> None:
    head, member = api.as_(ground.head), api.as_(ground.member)
    made = ok(
        head.post(
            f"{V1}/assignments",
            json={"title": "Quét 200 hồ sơ", "lead": "TS", "deadline": {"kind": "none", "text": "Thường xuyên"}},
        )
    )
    handed = submit(member, str(made["code"]))
    version = handed["version"]
    assert ok(head.post(at(str(made["code"]), "acceptances"), json={}, headers=match(version)))["late"] is False
    beyond = head.post(
        f"{V1}/assignments", json={"title": "Việc của công an", "lead": "CAP", "deadline": {"kind": "none"}}
    )
    assert (beyond.status_code, beyond.json()["errors"][0]["pointer"]) == (403, "/lead")
    code = given(world, ground)
    cancelled = head.post(at(code, "cancellations"), json={"reason": "Không cần"}, headers=match(1))
    assert cancelled.json()["code"] == "given_by_ward"
    assert api.as_(ground.leader).get(at(code)).json()["may"]["cancel"] is True
    assert head.get(at(code)).json()["may"]["cancel"] is False


def test_two_reviewers_at_once(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground)
    version = int(str(submit(api.as_(ground.officer), code)["version"]))
    leader, coordinator = api.as_(ground.leader), api.as_(ground.coordinator)
    ok(leader.post(at(code, "returns"), json={"reason": "Chưa đủ"}, headers=match(version)))
    second = coordinator.post(at(code, "acceptances"), json={}, headers=match(version))
    assert second.status_code == 412 and second.json()["params"]["current"] == version + 1
    assert ok(leader.get(at(code)))["state"] == "returned"
    assert leader.post(at(code, "acceptances"), json={}).status_code == 428


def test_a_longer_deadline_is_asked_for_and_decided(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground)
    officer, leader = api.as_(ground.officer), api.as_(ground.leader)
    ask = {"new_due_on": "2026-12-20", "reason": "Giảng viên đổi lịch"}
    assert officer.post(at(code, "extensions"), json={**ask, "new_due_on": "2026-12-12"}).json()["code"] == (
        "deadline_not_later"
    )
    asked = ok(officer.post(at(code, "extensions"), json=ask))
    assert asked["deadline"]["due_on"] == "2026-12-12"
    assert officer.post(at(code, "extensions"), json=ask).json()["code"] == "extension_undecided"
    extension = asked["extensions"][0]["id"]
    decide = at(code, "extensions", str(extension), "decisions")
    assert officer.post(decide, json={"granted": True}).status_code == 403
    assert leader.post(decide, json={"granted": False}).json()["code"] == "reason_missing"
    granted = ok(leader.post(decide, json={"granted": True}))
    assert granted["deadline"]["due_on"] == "2026-12-20" and granted["first_due_on"] == "2026-12-12"
    assert leader.post(decide, json={"granted": False, "reason": "x"}).json()["code"] == "extension_decided"
    log = ok(leader.get(at(code, "log")))["data"]
    assert (log[-1]["old_due_on"], log[-1]["new_due_on"]) == ("2026-12-12", "2026-12-20")


def test_a_manager_moves_a_deadline_only_with_a_reason(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground)
    coordinator = api.as_(ground.coordinator)
    change = {"deadline": {"kind": "dated", "on": "2026-12-30"}}
    assert coordinator.patch(at(code), json=change, headers=match(1)).json()["code"] == "reason_missing"
    moved = ok(coordinator.patch(at(code), json={**change, "reason": "Chờ kinh phí"}, headers=match(1)))
    assert moved["deadline"]["due_on"] == "2026-12-30" and moved["first_due_on"] == "2026-12-12"
    bad = coordinator.patch(at(code), json={"deadline": {"kind": "dated"}, "reason": "x"}, headers=match(2))
    assert (bad.json()["code"], bad.json()["errors"][0]["pointer"]) == ("deadline_incomplete", "/deadline/on")


def test_what_a_unit_declines_goes_to_another(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground, ground.cap)
    declined = ok(api.as_(ground.officer).post(at(code, "declines"), json={"reason": "Không đúng chức năng"}))
    assert (declined["state"], declined["state_reason"]) == ("declined", "Không đúng chức năng")
    coordinator = api.as_(ground.coordinator)
    handed = ok(coordinator.patch(at(code), json={"lead": "CAP"}, headers=match(declined["version"])))
    assert (handed["lead"]["code"], handed["state"], handed["cooperating"]) == ("11602:CAP", "not_started", [])
    assert [bool(u["acknowledged"]) for u in handed["units"]] == [False]
    assert api.as_(ground.officer).get(at(code)).status_code == 404
    assert api.as_(ground.police).get(at(code)).json()["may"]["acknowledge"] is True
    kept = "select unit_key = (select key from unit where id = unit_id) from assignment where code = :c"
    assert world.scalar(kept, c=code) is True


def test_a_cooperating_unit_sees_answers_and_changes_nothing(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground, ground.cap)
    police = api.as_(ground.police)
    seen = ok(police.get(at(code)))
    assert [u["mine"] for u in seen["units"]] == [False, True]
    assert police.post(at(code, "submissions"), json={}, headers=match(1)).status_code == 403
    assert police.post(at(code, "extensions"), json={"new_due_on": "2027-01-01", "reason": "x"}).status_code == 403
    declined = ok(police.post(at(code, "declines"), json={"reason": "Chưa có người"}))
    assert (declined["state"], declined["units"][1]["decline_reason"]) == ("not_started", "Chưa có người")
    assert police.post(at(code, "acknowledgements"), json={}).json()["code"] == "already_acknowledged"
    assert api.as_(ground.stranger).get(at(code)).status_code == 404


def test_difficulties_are_raised_and_resolved(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground, ground.cap)
    told = ok(api.as_(ground.police).post(at(code, "difficulties"), json={"text": "Thiếu máy", "proposal": "Mượn"}))
    difficulty = told["difficulties"][0]
    assert difficulty["unit"]["code"] == "11602:CAP" and difficulty["resolved"] is None
    resolve = at(code, "difficulties", difficulty["id"], "resolutions")
    assert api.as_(ground.officer).post(resolve, json={"resolution": "Đã mượn"}).status_code == 403
    solved = ok(api.as_(ground.leader).post(resolve, json={"resolution": "Đã cấp hai máy"}))
    assert solved["difficulties"][0]["resolution"] == "Đã cấp hai máy"
    assert api.as_(ground.leader).post(resolve, json={"resolution": "x"}).json()["code"] == "difficulty_resolved"


def test_paused_cancelled_reopened(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground)
    coordinator = api.as_(ground.coordinator)
    paused = ok(coordinator.post(at(code, "pauses"), json={"reason": "Chờ thành phố"}, headers=match(1)))
    assert (paused["state"], paused["lateness"]) == ("paused", "stopped")
    assert api.as_(ground.officer).post(at(code, "progress"), json={"text": "x"}).status_code == 409
    ok(coordinator.post(at(code, "resumptions"), json={}, headers=match(2)))
    ended = ok(coordinator.post(at(code, "cancellations"), json={"reason": "Trùng"}, headers=match(3)))
    assert (ended["state"], ended["days_left"]) == ("cancelled", None)
    opened = ok(coordinator.post(at(code, "reopenings"), json={"reason": "Làm tiếp"}, headers=match(4)))
    assert opened["state"] == "in_progress"


def test_a_recurring_one_goes_from_day_to_day(api: Api, ground: Ground) -> None:
    coordinator, officer = api.as_(ground.coordinator), api.as_(ground.officer)
    made = ok(
        coordinator.post(
            f"{V1}/assignments",
            json={"title": "Báo cáo 6 tháng", "lead": "VP", "deadline": {"kind": "recurring", "every": "half_year"}},
        )
    )
    code = str(made["code"])
    assert made["deadline"]["due_on"] == "2026-12-14"
    done = ok(officer.post(at(code, "progress"), json={"text": "Đã gửi báo cáo", "occurrence_done": True}))
    assert done["deadline"]["due_on"] == "2027-06-14"
    assert done["occurrences"] == [
        {"due_on": "2027-06-14", "done_on": None, "late": False},
        {"due_on": "2026-12-14", "done_on": "2026-11-25", "late": False},
    ]
    assert (done["state"], done["percent"]) == ("in_progress", 0)
    assert officer.post(at(code, "extensions"), json={"new_due_on": "2028-01-01", "reason": "x"}).json()["code"] == (
        "deadline_not_dated"
    )


def test_a_tool_of_the_unit_posts_progress_and_never_accepts(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground)
    tool, own = api.as_(ground.key), {"Idempotency-Key": "lan-1"}
    first = tool.post(at(code, "progress"), json={"text": "Tự động: 340/1000 hồ sơ", "percent": 34}, headers=own)
    again = tool.post(at(code, "progress"), json={"text": "Tự động: 340/1000 hồ sơ", "percent": 34}, headers=own)
    assert ok(first)["percent"] == 34 and again.json() == first.json()
    assert len(ok(tool.get(at(code, "log")))["data"]) == 1
    for door, body in (("acceptances", {}), ("returns", {"reason": "x"}), ("cancellations", {"reason": "x"})):
        answer = tool.post(at(code, door), json=body, headers={**match(2), "Idempotency-Key": door})
        assert answer.status_code == 403, door
    assert tool.get(f"{V1}/assignments?limit=500").status_code == 200
    assert api.as_(ground.reading_key).get(at(code)).status_code == 403
    with world.begin() as db:
        other = make.assignment(db, ground.cap).code
    assert tool.get(at(other)).status_code == 404


def test_a_supervisor_reads_unfinished_work_that_names_the_own_unit(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        front = make.unit_of(db, "11602:MTTQ")
        led = make.assignment(db, front).code
        joined = make.assignment(db, ground.vp, front).code
        others = make.assignment(db, ground.vp, ground.cap).code
    ok(api.as_(ground.officer).post(at(joined, "progress"), json={"text": "Đã họp"}))
    supervisor = api.as_(ground.supervisor)
    listed = {row["code"] for row in ok(supervisor.get(f"{V1}/assignments?limit=200&state=not_started"))["data"]}
    assert led in listed and others not in listed
    assert [line["text"] for line in ok(supervisor.get(at(joined, "log")))["data"]] == ["Đã họp"]
    seen = ok(supervisor.get(at(joined)))
    assert [name for name, allowed in seen["may"].items() if allowed] == []
    assert supervisor.post(at(joined, "progress"), json={"text": "Ghi thử"}).status_code == 403
    assert supervisor.get(at(others)).status_code == supervisor.get(at(others, "log")).status_code == 404
    # No longer named, no longer seen.
    version = ok(api.as_(ground.coordinator).get(at(joined)))["version"]
    ok(api.as_(ground.coordinator).patch(at(joined), json={"cooperating": []}, headers=match(version)))
    assert supervisor.get(at(joined)).status_code == 404


def test_accepted_work_is_open_to_the_ward_but_not_its_log(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground, state="in_progress")
    supervisor, reader = api.as_(ground.supervisor), api.as_(ground.reader)
    assert supervisor.get(at(code)).status_code == 404
    version = int(str(submit(api.as_(ground.officer), code)["version"]))
    ok(api.as_(ground.leader).post(at(code, "acceptances"), json={}, headers=match(version)))
    for client in (supervisor, reader):
        assert ok(client.get(at(code)))["state"] == "accepted"
        assert ok(client.get(at(code, "log")))["data"] == []
    assert api.as_(ground.administrator).get(at(code)).status_code == 403


def test_the_log_is_never_changed(world: World) -> None:
    held = "select has_table_privilege('doimoi_app', 'assignment_entry', :what)"
    granted = {what for what in ("select", "insert", "update", "delete") if world.scalar(held, what=what)}
    assert granted == {"select", "insert"}
    assert not world.scalar("select has_any_column_privilege('doimoi_app', 'assignment_entry', 'update')")


def test_values_are_bounded(api: Api, ground: Ground) -> None:
    coordinator = api.as_(ground.coordinator)
    base = {"title": "Việc", "lead": "VP", "deadline": {"kind": "none"}}
    for wrong, pointer in (
        ({"title": ""}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"deadline": {"kind": "someday"}}, "/deadline/kind"),
        ({"deadline": {"kind": "dated", "on": "2026-02-31"}}, "/deadline/on"),
        ({"cooperating": ["VP"]}, "/cooperating"),
        ({"indicators": ["ZZ9"]}, "/indicators/0"),
        ({"clause": "IX.9"}, "/clause"),
        ({"lead": "NOBODY"}, "/lead"),
        ({"state": "accepted"}, "/state"),
    ):
        answer = coordinator.post(f"{V1}/assignments", json={**base, **wrong})
        assert answer.status_code in (404, 422), wrong
        assert answer.json()["errors"][0]["pointer"] == pointer, wrong
