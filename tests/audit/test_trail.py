"""The trail through HTTP: told in names, only to those it concerns, and never a secret."""

import csv
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests import make
from tests.conftest import Api, World
from tests.directory.ground import V1, Ground, lay, settled, statements

from doimoi.access.rules import Role
from doimoi.audit.naming import LINKS, OBJECTS
from doimoi.audit.rules import Action, ObjectKind, changed, told
from doimoi.core import clock

PATH = f"{V1}/audit"


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    with world.begin() as db:
        ground = lay(db)
        plan = make.plan(db, ground.ward)
        make.indicator(db, plan, ground.office, "A2a")
        return ground


@pytest.fixture(scope="module")
def staff(world: World, ground: Ground) -> dict[Role, make.Person]:
    """Somebody of each role that belongs in the ward."""
    homes = {Role.LEADER: ground.ward, Role.HEAD: ground.school, Role.OFFICER: ground.office}
    with world.begin() as db:
        roles = (Role.LEADER, Role.COORDINATOR, Role.HEAD, Role.OFFICER, Role.CONTRIBUTOR, Role.SUPERVISOR)
        return {role: settled(db, homes.get(role, ground.office), role) for role in roles}


@pytest.fixture(scope="module")
def value(api: Api, staff: dict[Role, make.Person]) -> str:
    """A value that was entered, handed in and returned."""
    officer, coordinator = api.as_(staff[Role.OFFICER]), api.as_(staff[Role.COORDINATOR])
    put = officer.put(f"{V1}/indicator-values/by-key/VHXH/A2a/2026-H2", json={"numerator": "17", "denominator": "29"})
    assert put.status_code == 201, put.text
    ident = str(put.json()["id"])
    moved = officer.post(f"{V1}/indicator-values/{ident}/submissions", headers={"If-Match": put.headers["etag"]})
    back = coordinator.post(
        f"{V1}/indicator-values/{ident}/returns",
        json={"reason": "Thiếu biên bản"},
        headers={"If-Match": moved.headers["etag"]},
    )
    assert back.status_code == 200, back.text
    return ident


def _rows(api: Api, who: make.Person, **query: Any) -> list[dict[str, Any]]:
    answer = api.as_(who).get(PATH, params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"])


def test_a_change_is_told_in_names(api: Api, ground: Ground, staff: dict[Role, make.Person], value: str) -> None:
    back, moved, new = _rows(api, staff[Role.LEADER], object="indicator_value", row=value)
    assert [r["action"] for r in (back, moved, new)] == ["update", "update", "insert"]
    assert back["actor"] == {
        "kind": "person",
        "id": str(staff[Role.COORDINATOR].account_id),
        "name": staff[Role.COORDINATOR].name,
    }
    assert back["object"]["code"] == "A2a · 2026-H2" and back["object"]["name"] == "Chỉ tiêu A2a"
    assert back["unit"]["code"] == "11602:VHXH"
    fields = {c["field"]: (c["before"], c["after"]) for c in back["changes"]}
    assert fields["state"] == ("submitted", "returned") and fields["return_reason"] == (None, "Thiếu biên bản")
    first = {c["field"]: (c["before"], c["after"]) for c in new["changes"]}
    assert first["unit_id"] == (None, "VHXH") and first["indicator_id"] == (None, "Chỉ tiêu A2a")
    assert first["entered_by_name"] == (None, staff[Role.OFFICER].name)
    assert uuid.UUID(back["request_id"])


def test_a_reason_is_told_and_found(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    tag = admin.get(f"{V1}/people/{ground.officer.account_id}").headers["etag"]
    why = {"reason": "Nghỉ thai sản 100%_"}
    admin.post(f"{V1}/people/{ground.officer.account_id}/deactivations", json=why, headers={"If-Match": tag})
    (found,) = _rows(api, ground.admin, reason="THAI SẢN 100%_")
    assert found["reason"] == why["reason"] and found["object"]["name"] == ground.officer.name
    assert {"field": "active", "before": "true", "after": "false"} in found["changes"]
    assert _rows(api, ground.admin, reason="THAI SẢN 1000_") == []


def test_each_role_reads_what_concerns_it(
    api: Api, world: World, ground: Ground, staff: dict[Role, make.Person], value: str
) -> None:
    people = {"unit", "account", "membership", "credential", "sign_in", "api_key"}
    admin = _rows(api, ground.admin, limit=500)
    assert {r["object"]["kind"] for r in admin} <= people and len(admin) > 10
    assert _rows(api, ground.admin, object="indicator_value") == []
    for role in (Role.LEADER, Role.COORDINATOR):
        kinds = {r["object"]["kind"] for r in _rows(api, staff[role], limit=500)}
        assert {"indicator_value", "account", "membership", "indicator"} <= kinds
    head = _rows(api, staff[Role.HEAD], limit=500)
    assert head and {r["unit"]["code"] for r in head} == {"11602:TRUONG-01"}
    for role in (Role.OFFICER, Role.CONTRIBUTOR, Role.SUPERVISOR):
        assert api.as_(staff[role]).get(PATH).status_code == 403
    next_door = _rows(api, ground.next_admin, limit=500)
    assert next_door and {r["unit"]["code"].split(":")[0] for r in next_door} == {"11603"}
    assert api.as_(ground.next_admin).get(PATH, params={"unit": "11602:VHXH"}).status_code == 404
    with world.begin() as db:
        both = settled(db, ground.ward, Role.ADMINISTRATOR)
        make.give(db, both.account_id, ground.school, Role.HEAD)
    assert _rows(api, both, object="indicator_value") == []
    assert {r["object"]["kind"] for r in _rows(api, both, limit=500)} <= people


def test_filters_narrow_and_pages_meet_without_a_gap(
    api: Api, ground: Ground, staff: dict[Role, make.Person], value: str
) -> None:
    leader = staff[Role.LEADER]
    whole = _rows(api, leader, limit=500)
    assert [r["id"] for r in whole] == sorted((r["id"] for r in whole), reverse=True)
    client, path, walked = api.as_(leader), f"{PATH}?limit=7", []
    while path:
        page = client.get(path).json()
        walked += [r["id"] for r in page["data"]]
        path = page["next"]
    assert walked == [r["id"] for r in whole]
    mine = _rows(api, leader, person=str(staff[Role.OFFICER].account_id))
    assert mine and {r["actor"]["name"] for r in mine} == {staff[Role.OFFICER].name}
    assert {r["action"] for r in _rows(api, leader, action="update", limit=500)} == {"update"}
    school = _rows(api, leader, unit="TRUONG-01", limit=500)
    assert school and len(school) < len(whole)
    today = clock.today()
    assert _rows(api, leader, since=str(today), until=str(today), limit=500) == whole
    assert _rows(api, leader, until=str(today - timedelta(days=1))) == []
    assert client.get(PATH, params={"object": "idempotency"}).status_code == 422


def test_a_long_page_costs_as_many_questions_as_a_short_one(
    api: Api, ground: Ground, staff: dict[Role, make.Person], value: str
) -> None:
    client = api.as_(staff[Role.LEADER])
    kinds = len(OBJECTS)
    few, many = statements(api, client, "/audit?limit=20"), statements(api, client, "/audit?limit=500")
    assert many - few <= kinds and many <= kinds + 5


def test_no_secret_is_ever_told(api: Api, world: World, ground: Ground, staff: dict[Role, make.Person]) -> None:
    made = api.as_(ground.admin).post(
        f"{V1}/api-keys",
        json={
            "name": "Nhật ký",
            "unit": "VHXH",
            "scopes": ["values:read"],
            "expires_on": str(clock.today() + timedelta(days=9)),
        },
    )
    whole = "".join(api.as_(who).get(PATH, params={"limit": 500}).text for who in (ground.admin, staff[Role.LEADER]))
    assert made.json()["secret"] not in whole and "hash" not in whole and "argon2" not in whole
    fields = world.scalar(
        "select string_agg(distinct k, ' ') from audit, jsonb_object_keys(changes) k where k ~ 'hash|secret|token'"
    )
    assert fields is None


def test_a_chosen_password_is_told_without_itself(api: Api, ground: Ground) -> None:
    invited = api.as_(ground.admin).post(
        f"{V1}/people",
        json={"username": "moi.vao", "display_name": "Người Mới", "unit": "VHXH", "role": "officer"},
    )
    token = invited.json()["link"].partition("#token=")[2]
    claim = {"token": token, "password": "ba cây chuối sau vườn 9"}
    assert api.as_(None).post(f"{V1}/invitations/claims", json=claim).status_code == 201
    (row,) = _rows(api, ground.admin, object="credential", person=invited.json()["person"]["id"])
    assert row["object"]["name"] == "Người Mới" and row["unit"]["code"] == "11602:VHXH"


def test_the_machine_is_told_as_such(api: Api, ground: Ground) -> None:
    rows = _rows(api, ground.admin, object="unit", limit=500)
    assert {r["actor"]["kind"] for r in rows} == {"machine"}


def test_the_trail_is_saved_as_a_sheet_in_words(
    api: Api, ground: Ground, staff: dict[Role, make.Person], value: str
) -> None:
    answer = api.as_(staff[Role.LEADER]).get(PATH, params={"format": "csv", "row": value})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0][:4] == ["Lúc", "Người làm", "Việc", "Đối tượng"] and len(rows) == 4
    assert rows[1][1:4] == [staff[Role.COORDINATOR].name, "Sửa", "Số liệu"]
    assert "Tình trạng: Chờ duyệt → Bị trả lại" in rows[1][7]


def test_every_audited_table_has_its_kind_and_its_names(world: World) -> None:
    with world.begin() as db:
        tables = set(db.scalars(text("select tgrelid::regclass::text from pg_trigger where tgname = 'z_audit'")))
    assert tables == {kind.value for kind in ObjectKind}
    assert set(OBJECTS) | {ObjectKind.SIGN_IN} == set(ObjectKind)
    assert set(LINKS.values()) <= set(OBJECTS)


def test_what_is_technical_or_secret_is_left_out_of_a_change() -> None:
    row = {"id": "1", "version": [1, 2], "refresh_hash": ["a", "b"], "name": ["A", "B"], "note": [None, None]}
    assert list(changed(Action.UPDATE, row)) == [("name", "A", "B")]
    assert list(changed(Action.DELETE, {"name": "A", "api_token": "x", "empty": None})) == [("name", "A", None)]
    assert told(True) == "true" and told([]) is None and told(["a", "b"]) == "a, b"
    assert len(str(told("x" * 900))) == 501
