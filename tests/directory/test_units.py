"""The tree of units through HTTP."""

import pytest
from sqlalchemy import text
from tests import make
from tests.conftest import Api, World
from tests.directory.ground import V1, Ground, etag, lay, settled, statements

from doimoi.access.models import Unit
from doimoi.access.rules import Role, Scope


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    with world.begin() as db:
        return lay(db)


def _body(code: str, parent: str = "VHXH", **changes: str) -> dict[str, str]:
    return {"code": code, "name": f"Đơn vị {code}", "short_name": code, "kind": "team", "parent": parent, **changes}


def test_the_tree_is_listed_from_the_top_with_what_is_above(api: Api, ground: Ground) -> None:
    listed = api.as_(ground.officer).get(f"{V1}/units").json()["data"]
    codes = [u["code"] for u in listed]
    assert codes[:2] == ["31", "11602"] and "11603" not in codes
    by_code = {u["code"]: u for u in listed}
    assert by_code["11602:TCN-01"]["parent"] == "11602:TDP-01" and by_code["11602:TCN-01"]["level"] == "team"
    assert by_code["31"]["parent"] is None
    assert not any(u["may_manage"] for u in listed)
    managed = {u["code"] for u in api.as_(ground.admin).get(f"{V1}/units").json()["data"] if u["may_manage"]}
    assert "11602" in managed and "11602:TCN-01" in managed and "31" not in managed


def test_a_subtree_and_a_search_without_marks(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    under = admin.get(f"{V1}/units", params={"under": "TDP-01"}).json()["data"]
    assert [u["code"] for u in under] == ["11602:TDP-01", "11602:TCN-01"]
    made = admin.post(f"{V1}/units", json=_body("TTPVHCC", "11602", name="Trung tâm Phục vụ hành chính công"))
    assert made.status_code == 201, made.text
    for typed in ("phuc vu hanh", "PHỤC VỤ", "ttpvhcc", "trung  tam"):
        found = admin.get(f"{V1}/units", params={"q": typed}).json()["data"]
        assert [u["code"] for u in found] == ["11602:TTPVHCC"], typed
    assert admin.get(f"{V1}/units", params={"q": "%"}).json()["data"] == []


def test_pages_of_the_tree_join_without_gap_or_repeat(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    whole = [u["code"] for u in admin.get(f"{V1}/units").json()["data"]]
    walked: list[str] = []
    address: str | None = f"{V1}/units?limit=2"
    while address:
        page = admin.get(address).json()
        walked += [u["code"] for u in page["data"]]
        address = page["next"]
    assert walked == whole


def test_a_unit_is_made_below_another_and_takes_its_level_from_there(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    block = admin.post(f"{V1}/units", json=_body("TDP-03", "11602", kind="neighbourhood"))
    assert block.status_code == 201 and block.json()["level"] == "unit"
    assert block.headers["location"] == f"{V1}/units/11602:TDP-03"
    team = admin.post(f"{V1}/units", json=_body("TCN-03", "11602:TDP-03")).json()
    assert (team["code"], team["level"], team["parent"]) == ("11602:TCN-03", "team", "11602:TDP-03")
    assert api.as_(ground.officer).get(f"{V1}/units/TCN-03").json()["code"] == "11602:TCN-03"


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        (_body("VHXH", "11602"), 409, "already_exists", "/code"),
        (_body("TCN-09", "TCN-01"), 422, "no_unit_below", "/parent"),
        (_body("TCN9", "31"), 403, "not_allowed", "/parent"),
        (_body("TCN-09", "11603"), 404, "not_found", "/parent"),
        (_body("TCN-09", "11603:VP"), 404, "not_found", "/parent"),
        (_body("TCN-09", "KHONGCO"), 404, "not_found", "/parent"),
        (_body("tcn"), 422, "unit_code_invalid", "/code"),
        (_body("TCN-09", kind="castle"), 422, "not_in_list", "/kind"),
        (_body("TCN-09", name=" "), 422, "too_short", "/name"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_at_its_field(
    api: Api, ground: Ground, body: dict[str, str], status: int, code: str, pointer: str
) -> None:
    answer = api.as_(ground.admin).post(f"{V1}/units", json=body)
    assert answer.status_code == status, answer.text
    fault = answer.json()["errors"][0]
    assert (fault["pointer"], fault["code"]) == (pointer, code)


def test_a_full_unit_says_that_there_is_no_room(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        full = make.unit(db, "DAY", ground.ward)
        db.execute(text("update unit set next_slot = 1000 where id = :id"), {"id": full.id})
    answer = api.as_(ground.admin).post(f"{V1}/units", json=_body("TCN-77", "DAY"))
    assert answer.status_code == 409 and answer.json()["code"] == "no_room_below"


def test_a_unit_of_a_neighbour_is_as_missing_as_none(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    for path in ("/units/11603:VP", "/units/11602:KHONGCO"):
        answers = (
            admin.get(V1 + path),
            admin.patch(V1 + path, json={"name": "x", "short_name": "x"}, headers={"If-Match": "*"}),
            admin.post(f"{V1}{path}/closings", json={"reason": "x"}, headers={"If-Match": "*"}),
        )
        assert [(a.status_code, a.json()["code"], a.json()["errors"]) for a in answers] == [(404, "not_found", [])] * 3
    assert admin.get(f"{V1}/units", params={"under": "11603"}).status_code == 404


def test_a_bare_code_of_two_wards_is_ambiguous_to_who_sees_both(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        make.unit(db, "VP", ground.ward)
        above = settled(db, make.city(db), Role.ADMINISTRATOR)
    assert api.as_(ground.admin).get(f"{V1}/units/VP").json()["code"] == "11602:VP"
    answer = api.as_(above).get(f"{V1}/units/VP")
    assert answer.status_code == 422 and answer.json()["code"] == "ambiguous_code"
    ward = api.as_(above).post(f"{V1}/units", json=_body("11700", "31", kind="ward"))
    assert ward.status_code == 201 and (ward.json()["code"], ward.json()["level"]) == ("11700", "ward")


def test_renaming_needs_the_version_that_was_read(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    path, names = f"{V1}/units/TRUONG-01", {"name": "Trường Tiểu học số 1", "short_name": "TH1"}
    assert admin.patch(path, json=names).status_code == 428
    read = etag(admin, "/units/TRUONG-01")
    assert admin.get(path, headers={"If-None-Match": read["If-Match"]}).status_code == 304
    renamed = admin.patch(path, json=names, headers=read)
    assert renamed.status_code == 200 and renamed.json()["short_name"] == "TH1"
    assert admin.patch(path, json=names, headers=read).status_code == 412
    found = admin.get(f"{V1}/units", params={"q": "tieu hoc so 1"}).json()["data"]
    assert [u["code"] for u in found] == ["11602:TRUONG-01"]
    assert admin.patch(f"{V1}/units/31", json=names, headers={"If-Match": "*"}).status_code == 403


def test_a_unit_in_use_stays_open_and_an_empty_one_closes(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        old = make.unit(db, "CU", ground.ward)
        below = make.unit(db, "TCN-50", old)
        worker = settled(db, old, Role.OFFICER)
        secret = make.key(db, old, Scope.VALUES_READ)
    admin, any_version, why = api.as_(ground.admin), {"If-Match": "*"}, {"reason": "Sáp nhập"}
    refused = admin.post(f"{V1}/units/CU/closings", json=why, headers=any_version)
    assert refused.status_code == 409 and refused.json()["code"] == "units_below_open"
    assert admin.post(f"{V1}/units/TCN-50/closings", json=why, headers=any_version).status_code == 200
    refused = admin.post(f"{V1}/units/CU/closings", json=why, headers=any_version)
    assert refused.status_code == 409 and refused.json()["code"] == "roles_still_held"
    assert refused.json()["params"]["count"] == 1 and "1 vai trò" in refused.json()["detail"]
    role = admin.get(f"{V1}/people/{worker.account_id}").json()["memberships"][0]["id"]
    assert admin.delete(f"{V1}/people/{worker.account_id}/memberships/{role}").status_code == 204
    assert api.as_(secret).get(f"{V1}/units/CU").status_code == 200
    assert admin.post(f"{V1}/units/CU/closings", json={}, headers=any_version).status_code == 422
    closed = admin.post(f"{V1}/units/CU/closings", json=why, headers=etag(admin, "/units/CU"))
    assert closed.status_code == 200 and closed.json()["in_force"] is False and closed.json()["valid_to"]
    assert api.as_(secret).get(f"{V1}/units/CU").status_code == 401
    again = admin.post(f"{V1}/units/CU/closings", json=why, headers=any_version)
    assert again.status_code == 409 and again.json()["code"] == "unit_closed"
    codes = {u["code"] for u in admin.get(f"{V1}/units").json()["data"]}
    every = {u["code"] for u in admin.get(f"{V1}/units?closed=true").json()["data"]}
    assert "11602:CU" not in codes and "11602:CU" in every
    refused = admin.post(f"{V1}/units", json=_body("TCN-51", "CU"))
    assert refused.status_code == 409 and refused.json()["code"] == "unit_closed"
    reason = world.scalar(
        "select reason from audit where tab = 'unit' and op = 'update' and row_id = :id order by id desc limit 1",
        id=str(below.id),
    )
    assert reason == "Sáp nhập"


def test_a_unit_made_today_is_closed_from_tomorrow(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    made = admin.post(f"{V1}/units", json=_body("NHAM", "11602")).json()
    closed = admin.post(f"{V1}/units/NHAM/closings", json={"reason": "Lập nhầm"}, headers={"If-Match": "*"}).json()
    assert closed["valid_to"] > made["valid_from"]


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_an_administrator_changes_the_tree(api: Api, world: World, ground: Ground, role: Role) -> None:
    with world.begin() as db:
        ward = db.get(Unit, ground.ward.id)
        assert ward is not None
        caller = api.as_(settled(db, ward, role))
    assert caller.post(f"{V1}/units", json=_body("KHAC", "11602")).status_code == 403
    assert caller.patch(f"{V1}/units/VHXH", json={"name": "x", "short_name": "x"}).status_code == 403
    assert caller.post(f"{V1}/units/VHXH/closings", json={"reason": "x"}).status_code == 403


def test_the_list_takes_as_many_statements_for_many_units_as_for_few(api: Api, world: World, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    before = statements(api, admin, "/units?limit=500")
    with world.begin() as db:
        for number in range(10, 40):
            make.unit(db, f"TCN-{number}", make.unit(db, f"TDP-{number}", ground.ward))
    assert statements(api, admin, "/units?limit=500") == before
