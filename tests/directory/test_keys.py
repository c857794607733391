"""Keys of tools through HTTP: shown once, working until revoked."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, World
from tests.directory.ground import V1, Ground, lay, settled, statements

from doimoi.access import tokens
from doimoi.access.models import Unit
from doimoi.access.rules import Role, Scope
from doimoi.core import clock


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    with world.begin() as db:
        return lay(db)


def _body(**changes: Any) -> dict[str, Any]:
    last = str(clock.today() + timedelta(days=90))
    return {"name": "Phần mềm trường", "unit": "TRUONG-01", "scopes": ["values:read"], "expires_on": last, **changes}


def _make(client: TestClient, **changes: Any) -> Any:
    return client.post(f"{V1}/api-keys", json=_body(**changes))


def test_a_key_is_shown_once_works_and_is_revoked_at_once(api: Api, world: World, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    made = _make(admin)
    assert made.status_code == 201, made.text
    key, secret = made.json(), made.json()["secret"]
    assert tokens.is_key(secret) and key["prefix"] == f"dmk_…{secret[-4:]}"
    assert key["created_by"] == ground.admin.name and key["unit"]["code"] == "11602:TRUONG-01"
    assert key["state"] == "active" and key["last_used_at"] is None
    assert api.as_(secret).get(f"{V1}/units/TRUONG-01").status_code == 200
    listed = admin.get(f"{V1}/api-keys")
    shown = next(k for k in listed.json()["data"] if k["id"] == key["id"])
    assert shown["last_used_at"] and "secret" not in shown and secret not in listed.text
    for _ in range(2):
        assert admin.delete(f"{V1}/api-keys/{key['id']}").status_code == 204
    assert api.as_(secret).get(f"{V1}/units/TRUONG-01").status_code == 401
    after = {k["id"]: k["state"] for k in admin.get(f"{V1}/api-keys").json()["data"]}
    assert after[key["id"]] == "revoked"
    held = world.scalar("select to_jsonb(k)::text from api_key k where id = :id", id=uuid.UUID(key["id"]))
    trail = world.scalar("select string_agg(changes::text, ' ') from audit where row_id = :id", id=key["id"])
    assert secret not in held + trail and "revoked_at" in trail


def test_a_repeated_request_makes_no_second_key_and_tells_no_secret(api: Api, world: World, ground: Ground) -> None:
    admin, once = api.as_(ground.admin), {"Idempotency-Key": str(uuid.uuid4())}
    body = _body(name="Chỉ một khóa")
    first = admin.post(f"{V1}/api-keys", json=body, headers=once).json()
    again = admin.post(f"{V1}/api-keys", json=body, headers=once)
    assert again.status_code == 201 and again.json() == {**first, "secret": None}
    assert world.scalar("select count(*) from api_key where name = 'Chỉ một khóa'") == 1
    kept = bytes(world.scalar("select body from idempotency where key = :key", key=once["Idempotency-Key"]))
    assert first["secret"].encode() not in kept


def test_a_key_lives_to_the_end_of_its_last_day_in_the_ward(api: Api, ground: Ground) -> None:
    made = _make(api.as_(ground.admin), expires_on=str(clock.today())).json()
    assert made["state"] == "active"
    day_after = clock.today() + timedelta(days=1)
    assert made["expires_at"] == f"{day_after - timedelta(days=1)}T17:00:00Z"


@pytest.mark.parametrize(
    ("changes", "status", "code", "pointer"),
    [
        ({"unit": "11603:VP"}, 404, "not_found", "/unit"),
        ({"unit": "KHONGCO"}, 404, "not_found", "/unit"),
        ({"unit": "31"}, 403, "not_allowed", "/unit"),
        ({"scopes": []}, 422, "too_short", "/scopes"),
        ({"scopes": ["values:approve"]}, 422, "not_in_list", "/scopes/0"),
        ({"scopes": ["values:read", "values:read"]}, 422, "bad_format", "/scopes"),
        ({"expires_on": "2020-01-01"}, 422, "key_expiry_out_of_range", "/expires_on"),
        ({"expires_on": "2199-01-01"}, 422, "key_expiry_out_of_range", "/expires_on"),
        ({"name": ""}, 422, "too_short", "/name"),
    ],
)
def test_a_key_that_cannot_be_is_refused_at_its_field(
    api: Api, world: World, ground: Ground, changes: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    before = world.scalar("select count(*) from api_key")
    answer = _make(api.as_(ground.admin), **changes)
    assert answer.status_code == status, answer.text
    fault = answer.json()["errors"][0]
    assert (fault["pointer"], fault["code"]) == (pointer, code)
    assert world.scalar("select count(*) from api_key") == before


def test_a_neighbours_key_is_as_missing_as_none(api: Api, world: World, ground: Ground) -> None:
    theirs = _make(api.as_(ground.next_admin), unit="VP", name="Khóa phường bên").json()
    admin = api.as_(ground.admin)
    assert "Khóa phường bên" not in admin.get(f"{V1}/api-keys").text
    answers = [admin.delete(f"{V1}/api-keys/{ident}") for ident in (theirs["id"], uuid.uuid4())]
    assert {(a.status_code, a.json()["code"]) for a in answers} == {(404, "not_found")}
    assert api.as_(theirs["secret"]).get(f"{V1}/units/VP").status_code == 200


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_an_administrator_handles_keys(api: Api, world: World, ground: Ground, role: Role) -> None:
    with world.begin() as db:
        ward = db.get(Unit, ground.ward.id)
        assert ward is not None
        caller = api.as_(settled(db, ward, role))
    answers = (
        caller.get(f"{V1}/api-keys"),
        _make(caller),
        caller.delete(f"{V1}/api-keys/{uuid.uuid4()}"),
    )
    assert {a.status_code for a in answers} == {403}


def test_a_key_cannot_manage_people_units_or_keys(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        secret = make.key(db, ground.ward, *Scope)
    client = api.as_(secret)
    client.headers["Idempotency-Key"] = str(uuid.uuid4())
    answers = (
        client.get(f"{V1}/people"),
        client.get(f"{V1}/api-keys"),
        _make(client),
        client.post(f"{V1}/units", json={}),
    )
    assert {a.status_code for a in answers} <= {403, 422} and [a.status_code for a in answers[:3]] == [403] * 3
    assert not any(u["may_manage"] for u in client.get(f"{V1}/units").json()["data"])


def test_keys_are_kept_by_unit_and_the_list_costs_the_same_for_many(api: Api, world: World, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    before = statements(api, admin, "/api-keys?limit=500")
    with world.begin() as db:
        for _ in range(30):
            make.key(db, make.unit(db, f"TCN-{uuid.uuid4().hex[:6].upper()}", ground.school))
    assert statements(api, admin, "/api-keys?limit=500") == before
    assert len(admin.get(f"{V1}/api-keys", params={"unit": "TRUONG-01", "limit": 500}).json()["data"]) >= 30
    assert admin.get(f"{V1}/api-keys", params={"unit": "VHXH"}).json()["data"] == []


def test_a_rotated_key_goes_on_for_a_day_beside_the_new_one(api: Api, world: World, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    old = _make(admin, name="Xoay vòng", scopes=["values:read", "values:write"]).json()
    turned = admin.post(f"{V1}/api-keys/{old['id']}/rotations")
    assert turned.status_code == 201, turned.text
    new = turned.json()
    assert new["secret"] != old["secret"] and tokens.is_key(new["secret"])
    assert all(new[f] == old[f] for f in ("name", "unit", "scopes", "expires_at"))
    shown = next(k for k in admin.get(f"{V1}/api-keys").json()["data"] if k["id"] == old["id"])
    assert shown["replaced_by"] == new["id"] and shown["state"] == "active"
    for secret in (old["secret"], new["secret"]):
        assert api.as_(secret).get(f"{V1}/units/TRUONG-01").status_code == 200
    again = admin.post(f"{V1}/api-keys/{old['id']}/rotations")
    assert again.status_code == 409 and again.json()["code"] == "key_not_in_use"
    lasts = world.scalar("select expires_at - now() from api_key where id = :id", id=uuid.UUID(old["id"]))
    assert timedelta(hours=23, minutes=59) < lasts <= timedelta(hours=24)
    world.scalar("update api_key set expires_at = now() where id = :id returning 1", id=uuid.UUID(old["id"]))
    assert api.as_(old["secret"]).get(f"{V1}/units/TRUONG-01").status_code == 401
    assert api.as_(new["secret"]).get(f"{V1}/units/TRUONG-01").status_code == 200


def test_a_rotation_can_lengthen_a_life_and_the_old_key_can_be_revoked_at_once(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    old = _make(admin, expires_on=str(clock.today() + timedelta(days=3))).json()
    longer = str(clock.today() + timedelta(days=300))
    new = admin.post(f"{V1}/api-keys/{old['id']}/rotations", json={"expires_on": longer}).json()
    assert new["expires_at"][:10] == longer
    assert admin.delete(f"{V1}/api-keys/{old['id']}").status_code == 204
    assert api.as_(old["secret"]).get(f"{V1}/units/TRUONG-01").status_code == 401
    assert api.as_(new["secret"]).get(f"{V1}/units/TRUONG-01").status_code == 200


def test_a_rotation_is_told_once_and_refused_beyond_reach(api: Api, world: World, ground: Ground) -> None:
    admin, once = api.as_(ground.admin), {"Idempotency-Key": str(uuid.uuid4())}
    old = _make(admin, name="Một lần").json()
    path = f"{V1}/api-keys/{old['id']}/rotations"
    assert api.as_(ground.next_admin).post(path).status_code == 404
    assert api.as_(ground.officer).post(path).status_code == 403
    first = admin.post(path, headers=once).json()
    assert admin.post(path, headers=once).json() == {**first, "secret": None}
    assert world.scalar("select count(*) from api_key where name = 'Một lần'") == 2
    revoked = _make(admin).json()
    admin.delete(f"{V1}/api-keys/{revoked['id']}")
    assert admin.post(f"{V1}/api-keys/{revoked['id']}/rotations").json()["code"] == "key_not_in_use"
