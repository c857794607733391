"""Who is told of what, through HTTP: those whose turn it is, never the one who acts, and no stranger."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from sqlalchemy import text
from tests import make
from tests.assignments.ground import TODAY, V1, Ground, at, lay, match, ok, submit
from tests.conftest import Api, World

from doimoi.access.rules import Role

ANY = {"If-Match": "*"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@dataclass
class Place:
    """The wards, and everybody's notices."""

    api: Api
    world: World
    ground: Ground

    def as_(self, name: str) -> Any:
        """A client that calls as somebody of the ground."""
        return self.api.as_(getattr(self.ground, name))

    def heard(self) -> dict[str, list[str]]:
        """The kinds of unread notices of everybody who has some; they are read by this."""
        people = {name: who for name, who in vars(self.ground).items() if isinstance(who, make.Person)}
        found = {}
        for name, who in people.items():
            client = self.api.as_(who)
            rows = ok(client.get(f"{V1}/notices?unread=true"))["data"]
            if rows:
                found[name] = [row["kind"] for row in rows]
                ok(client.post(f"{V1}/notices/receipts"))
        return found

    def last(self, name: str) -> Any:
        """Somebody's newest notice."""
        return ok(self.as_(name).get(f"{V1}/notices?limit=1"))["data"][0]


@pytest.fixture(scope="module")
def module_place(api: Api, world: World) -> Place:
    """Two wards, the first with an indicator that Văn phòng leads."""
    with time_machine.travel(TODAY, tick=True), world.begin() as db:
        ground = lay(db)
        make.indicator(db, make.plan(db, ground.ward), ground.vp, "A2a", source_units=["TS", "CAP"])
        return Place(api, world, ground)


@pytest.fixture
def place(module_place: Place) -> Place:
    """The same with nothing told yet."""
    with module_place.world.begin() as db:
        db.execute(text("delete from notice"))
    return module_place


def value(place: Place, unit: str, by: str, period: str = "2026-H2") -> Any:
    """A value that somebody entered for a unit."""
    path = f"{V1}/indicator-values/by-key/11602:{unit}/A2a/{period}"
    body = {"numerator": "1", "denominator": "2", "note": "mẫu"}
    return ok(place.as_(by).put(path, json=body, headers=ANY))


def moved(place: Place, by: str, ident: str, move: str, body: Any = None) -> Any:
    """A move of a value."""
    return place.as_(by).post(f"{V1}/indicator-values/{ident}/{move}", json=body, headers=ANY)


def drop_values(place: Place) -> None:
    """Begin with no figures."""
    with place.world.begin() as db:
        for table in ("value_event", "value_version", "indicator_value"):
            db.execute(text("delete from " + table))


def test_a_value_goes_to_its_reviewer_and_back(place: Place) -> None:
    drop_values(place)
    ident = value(place, "VP", "officer")["id"]
    assert place.heard() == {}
    ok(moved(place, "colleague", ident, "submissions"))
    told = place.last("head")
    assert (told["kind"], told["subject"], told["subject_id"], told["count"]) == ("value_submitted", "value", ident, 1)
    facts = {name: fact for name, fact in told["facts"].items() if fact is not None}
    assert facts == {
        "code": "A2a",
        "title": "Chỉ tiêu A2a",
        "unit": "VP",
        "unit_code": "11602:VP",
        "period": "2026-H2",
        "by_name": place.ground.colleague.name,
    }
    assert place.heard() == {"head": ["value_submitted"]}
    ok(moved(place, "head", ident, "returns", {"reason": "Thiếu minh chứng"}))
    assert place.last("officer")["facts"]["text"] == "Thiếu minh chứng"
    assert place.heard() == {"officer": ["value_returned"], "colleague": ["value_returned"]}
    value(place, "VP", "officer")
    ok(moved(place, "officer", ident, "submissions"))
    ok(moved(place, "head", ident, "approvals"))
    assert place.heard() == {"head": ["value_submitted"], "officer": ["value_approved"]}
    ok(moved(place, "coordinator", ident, "reopenings", {"reason": "Sai sổ"}))
    assert place.heard() == {"officer": ["value_reopened"]}


def test_where_no_head_can_review_the_coordinator_is_told(place: Place) -> None:
    drop_values(place)
    ok(moved(place, "police", value(place, "CAP", "police")["id"], "submissions"))
    assert place.heard() == {"coordinator": ["value_submitted"]}
    ok(moved(place, "head", value(place, "VP", "head")["id"], "submissions"))
    assert place.heard() == {"coordinator": ["value_submitted"]}
    ok(moved(place, "member", value(place, "TS", "member")["id"], "submissions"))
    assert place.heard() == {"head": ["value_submitted"]}


def test_a_refused_move_tells_nobody(place: Place) -> None:
    drop_values(place)
    ident = value(place, "VP", "officer")["id"]
    assert moved(place, "officer", ident, "approvals").status_code in (403, 409)
    assert place.heard() == {}


def test_many_values_of_a_unit_are_one_unread_line(place: Place) -> None:
    drop_values(place)
    for name in ("officer", "officer", "officer"):
        ident = value(place, "VP", name)["id"]
        ok(moved(place, name, ident, "submissions"))
        ok(moved(place, name, ident, "withdrawals"))
    assert ok(place.as_("head").get(f"{V1}/notice-counts")) == {"unread": 1}
    assert place.last("head")["count"] == 3


def test_a_comment_reaches_the_lead_and_an_answer_its_author(place: Place) -> None:
    path = f"{V1}/indicators/A2a/comments"
    said = ok(place.as_("supervisor").post(path, json={"text": "Vì sao chậm?"}))
    assert place.heard() == {kind: ["comment"] for kind in ("head", "officer", "colleague")}
    ok(place.as_("officer").post(path, json={"text": "Đang làm", "answers": said["id"]}))
    assert place.last("supervisor")["facts"]["text"] == "Đang làm"
    assert place.heard() == {"supervisor": ["answer"]}


def test_an_assignment_tells_those_whose_turn_it_is(place: Place) -> None:
    body = {
        "title": "Mua máy quét",
        "lead": "VP",
        "cooperating": ["CAP"],
        "deadline": {"kind": "dated", "on": "2026-12-31"},
    }
    code = ok(place.as_("coordinator").post(f"{V1}/assignments", json=body))["code"]
    units = {"head": 1, "officer": 1, "colleague": 1, "police": 1}
    assert place.heard() == {key: ["assignment_given"] for key in units}
    ok(place.as_("officer").post(at(code, "difficulties"), json={"text": "Thiếu kinh phí"}))
    assert place.heard() == {"coordinator": ["difficulty"]}
    ok(place.as_("officer").post(at(code, "extensions"), json={"new_due_on": "2027-01-31", "reason": "Chờ vốn"}))
    assert place.heard() == {"leader": ["extension_asked"], "coordinator": ["extension_asked"]}
    asked = ok(place.as_("leader").get(at(code)))["extensions"][0]["id"]
    ok(place.as_("leader").post(at(code, "extensions", asked, "decisions"), json={"granted": True}))
    assert place.heard() == {key: ["extension_granted"] for key in ("head", "officer", "colleague")}
    ok(place.as_("officer").post(at(code, "progress"), json={"text": "Đã mua", "percent": 90}))
    assert place.heard() == {}
    version = submit(place.as_("officer"), code)["version"]
    assert place.heard() == {"leader": ["assignment_submitted"], "coordinator": ["assignment_submitted"]}
    ok(place.as_("leader").post(at(code, "returns"), json={"reason": "Thiếu biên bản"}, headers=match(version)))
    assert place.last("police")["facts"]["text"] == "Thiếu biên bản"
    assert place.heard() == {key: ["assignment_returned"] for key in units}
    version = submit(place.as_("officer"), code)["version"]
    place.heard()
    ok(place.as_("leader").post(at(code, "acceptances"), json={}, headers=match(version)))
    assert place.heard() == {key: ["assignment_accepted"] for key in units}


def test_a_team_has_its_work_accepted_by_the_head_above(place: Place) -> None:
    with place.world.begin() as db:
        code = make.assignment(db, place.ground.team, state="in_progress").code
    submit(place.as_("member"), code)
    assert place.heard() == {name: ["assignment_submitted"] for name in ("leader", "coordinator", "head")}


def test_another_lead_and_one_more_unit_hear_of_their_part(place: Place) -> None:
    with place.world.begin() as db:
        code = make.assignment(db, place.ground.vp).code
    client = place.as_("coordinator")
    ok(client.patch(at(code), json={"cooperating": ["TS"]}, headers=ANY))
    assert place.heard() == {"member": ["assignment_given"]}
    ok(client.patch(at(code), json={"lead": "CAP"}, headers=ANY))
    assert place.heard() == {"police": ["assignment_given"]}


def test_a_unit_of_contributors_alone_is_told_through_them(place: Place) -> None:
    with place.world.begin() as db:
        school = make.unit(db, "TRUONG-09", place.ground.ward)
        teacher = make.person(db, school, Role.CONTRIBUTOR)
        code = make.assignment(db, school).code
    ok(place.as_("leader").post(at(code, "reminders"), json={}))
    assert [row["kind"] for row in ok(place.api.as_(teacher).get(f"{V1}/notices"))["data"]] == ["urged"]


def test_urging_leaves_a_line_and_is_done_once_a_day(place: Place) -> None:
    with place.world.begin() as db:
        code = make.assignment(db, place.ground.vp, place.ground.cap).code
    before = ok(place.as_("leader").get(at(code)))
    assert before["may"]["urge"] is True
    after = ok(place.as_("leader").post(at(code, "reminders"), json={"text": "Sắp họp"}))
    assert after["version"] == before["version"]
    line = ok(place.as_("leader").get(at(code, "log")))["data"][-1]
    assert (line["move"], line["text"], line["by_name"]) == ("urge", "Sắp họp", place.ground.leader.name)
    assert place.last("officer")["facts"]["text"] == "Sắp họp"
    assert place.heard() == {key: ["urged"] for key in ("head", "officer", "colleague", "police")}
    again = place.as_("leader").post(at(code, "reminders"), json={})
    assert (again.status_code, again.json()["code"]) == (409, "already_urged")
    ok(place.as_("coordinator").post(at(code, "reminders"), json={}))
    with time_machine.travel("2026-11-25 17:00:00Z", tick=True):  # the next day in the ward
        ok(place.api.as_(place.ground.leader).post(at(code, "reminders"), json={}))


def test_who_is_not_above_does_not_urge(place: Place) -> None:
    with place.world.begin() as db:
        code = make.assignment(db, place.ground.vp).code
        of_team = make.assignment(db, place.ground.team).code
        done = make.assignment(db, place.ground.vp, state="paused").code
    assert place.as_("head").post(at(code, "reminders"), json={}).json()["code"] == "not_above"
    assert place.as_("officer").post(at(code, "reminders"), json={}).status_code == 403
    assert place.as_("stranger").post(at(code, "reminders"), json={}).status_code == 404
    assert place.as_("leader").post(at(done, "reminders"), json={}).json()["code"] == "assignment_move_forbidden"
    assert place.heard() == {}
    ok(place.as_("head").post(at(of_team, "reminders"), json={}))
    assert place.heard() == {"member": ["urged"]}


def test_urging_for_an_indicator_stands_in_its_discussion(place: Place) -> None:
    path = f"{V1}/indicators/A2a/reminders"
    said = ok(place.as_("leader").post(path, json={"unit": "TS"}))
    assert (said["urged_unit"], said["author_role"]) == ("TS", "leader") and said["text"]
    told = place.last("member")
    assert (told["kind"], told["subject"], told["facts"]["unit"]) == ("urged", "indicator", "TS")
    assert place.heard() == {"member": ["urged"]}
    assert place.as_("leader").post(path, json={"unit": "TS"}).json()["code"] == "already_urged"
    ok(place.as_("head").post(path, json={"unit": "TS", "text": "Nộp trong tuần"}))
    assert place.as_("head").post(path, json={"unit": "VP"}).json()["code"] == "not_above"
    assert place.as_("leader").post(path, json={"unit": "VHXH"}).json()["code"] == "unit_gives_no_numbers"
    assert place.as_("stranger").post(path, json={"unit": "TS"}).status_code == 404
    listed = ok(place.as_("supervisor").get(f"{V1}/indicators/A2a/comments"))["data"]
    assert [row["urged_unit"] for row in listed if row["urged_unit"]] == ["TS", "TS"]


def test_notices_are_ones_own(place: Place) -> None:
    ok(place.as_("leader").post(f"{V1}/indicators/A2a/reminders", json={"unit": "CAP"}))
    ident = place.last("police")["id"]
    for name in ("officer", "leader", "administrator", "stranger"):
        assert place.as_(name).post(f"{V1}/notices/{ident}/receipts").status_code == 404
        assert ok(place.as_(name).get(f"{V1}/notices"))["data"] == []
    assert place.api.as_(place.ground.key).get(f"{V1}/notices").status_code == 403
    first = ok(place.as_("police").post(f"{V1}/notices/{ident}/receipts"))
    assert first["read_at"] and ok(place.as_("police").post(f"{V1}/notices/{ident}/receipts")) == first
    assert ok(place.as_("police").get(f"{V1}/notice-counts")) == {"unread": 0}


def test_the_list_goes_page_by_page_and_takes_fields(place: Place) -> None:
    for name in ("leader", "coordinator"):
        with place.world.begin() as db:
            code = make.assignment(db, place.ground.cap).code
        ok(place.as_(name).post(at(code, "reminders"), json={}))
    client = place.as_("police")
    first = ok(client.get(f"{V1}/notices?limit=1&fields=id,kind"))
    second = ok(client.get(first["next"]))
    assert [set(row) for row in first["data"]] == [{"id", "kind"}]
    assert first["data"][0]["id"] > second["data"][0]["id"] and second["next"] is None
    again = client.get(f"{V1}/notices")
    assert client.get(f"{V1}/notices", headers={"If-None-Match": again.headers["etag"]}).status_code == 304
    assert client.get(f"{V1}/notices?unred=true").status_code == 400


def test_who_lost_the_role_or_the_account_is_told_no_more(place: Place) -> None:
    with place.world.begin() as db:
        gone, shut = make.person(db, place.ground.cap), make.person(db, place.ground.cap)
        db.execute(text("update membership set valid_to = '2026-01-01' where account_id = :a"), {"a": gone.account_id})
        db.execute(text("update account set active = false where id = :a"), {"a": shut.account_id})
        code = make.assignment(db, place.ground.cap).code
    ok(place.as_("leader").post(at(code, "reminders"), json={}))
    sql = "select count(*) from notice where account_id in (:a, :b)"
    assert place.world.scalar(sql, a=gone.account_id, b=shut.account_id) == 0
    assert place.heard() == {"police": ["urged"]}


def test_the_application_can_neither_write_nor_remove_a_notice(place: Place) -> None:
    sql = "select has_table_privilege('doimoi_app', 'notice', :right)"
    rights = {right: place.world.scalar(sql, right=right) for right in ("SELECT", "INSERT", "UPDATE", "DELETE")}
    assert rights == {"SELECT": True, "INSERT": False, "UPDATE": False, "DELETE": False}
    column = "select has_column_privilege('doimoi_app', 'notice', :name, 'UPDATE')"
    assert place.world.scalar(column, name="read_at") and not place.world.scalar(column, name="account_id")
