"""Signing in, staying signed in, and being out at once."""

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, World

from doimoi.access import passwords, tokens
from doimoi.access.models import Account, Credential, OneTimeLink
from doimoi.core import clock

PASSWORD = "con mèo trèo cây cau 7"
OURS = {"X-Doimoi": "1"}


@pytest.fixture(scope="module")
def someone(world: World) -> make.Person:
    """An officer with a password."""
    with world.begin() as db:
        person = make.person(db, make.unit(db, "VHXH", make.ward(db)))
        db.add(Credential(account_id=person.account_id, password_hash=passwords.hashed(PASSWORD)))
    return person


def _log_in(api: Api, username: str, password: str = PASSWORD) -> tuple[TestClient, Response]:
    client = api.as_(None)
    return client, client.post("/api/v1/sessions", json={"username": username, "password": password})


def test_the_right_password_signs_in_and_the_token_opens_the_own_account(api: Api, someone: make.Person) -> None:
    _, answer = _log_in(api, someone.username)
    assert answer.status_code == 201
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-doimoi_refresh=")
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"))
    me = api.as_(answer.json()["access_token"]).get("/api/v1/me")
    assert me.status_code == 200 and me.json()["username"] == someone.username
    assert me.json()["ward"]["code"] == "11602"


@pytest.mark.parametrize("password", ["", "x", PASSWORD + " ", PASSWORD.upper()])
def test_a_wrong_password_is_refused_like_an_unknown_name(api: Api, someone: make.Person, password: str) -> None:
    _, wrong = _log_in(api, someone.username, password)
    _, unknown = _log_in(api, "khong.ai.ca", password)
    assert wrong.status_code == unknown.status_code
    if password:
        assert wrong.json()["code"] == unknown.json()["code"] == "wrong_password"


def test_the_same_letters_typed_on_another_keyboard_fit(api: Api, someone: make.Person) -> None:
    import unicodedata

    _, answer = _log_in(api, someone.username, unicodedata.normalize("NFD", PASSWORD))
    assert answer.status_code == 201


def test_failures_make_the_next_try_wait(api: Api, world: World) -> None:
    with world.begin() as db:
        slow = make.person(db, make.unit(db, "CHAM", make.ward(db)))
        db.add(Credential(account_id=slow.account_id, password_hash=passwords.hashed(PASSWORD)))
    statuses = [_log_in(api, slow.username, "sai rồi")[1].status_code for _ in range(7)]
    assert statuses[:5] == [401] * 5 and statuses[-1] == 429
    _, answer = _log_in(api, slow.username)
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) >= 1


def test_a_refresh_token_works_once_and_its_copy_ends_the_sign_in(api: Api, world: World, someone: make.Person) -> None:
    client, answer = _log_in(api, someone.username)
    first = answer.cookies["__Host-doimoi_refresh"]
    second = client.post("/api/v1/sessions/refreshes", headers=OURS).cookies["__Host-doimoi_refresh"]
    third = client.post("/api/v1/sessions/refreshes", headers=OURS).cookies["__Host-doimoi_refresh"]
    assert len({first, second, third}) == 3
    thief = api.as_(None)
    thief.cookies.set("__Host-doimoi_refresh", first)
    assert thief.post("/api/v1/sessions/refreshes", headers=OURS).status_code == 401
    assert client.post("/api/v1/sessions/refreshes", headers=OURS).status_code == 401
    assert api.as_(answer.json()["access_token"]).get("/api/v1/me").status_code == 401


def test_two_tabs_that_refresh_at_once_both_stay_signed_in(api: Api, someone: make.Person) -> None:
    client, answer = _log_in(api, someone.username)
    old = answer.cookies["__Host-doimoi_refresh"]
    other = api.as_(None)
    other.cookies.set("__Host-doimoi_refresh", old)
    assert client.post("/api/v1/sessions/refreshes", headers=OURS).status_code == 200
    late = other.post("/api/v1/sessions/refreshes", headers=OURS)
    assert late.status_code == 200 and "set-cookie" not in late.headers


def test_the_cookie_opens_nothing_for_another_site(api: Api, someone: make.Person) -> None:
    client, _ = _log_in(api, someone.username)
    for headers in (
        {},
        {"X-Doimoi": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-Doimoi": "1", "Sec-Fetch-Site": "same-site"},
    ):
        assert client.post("/api/v1/sessions/refreshes", headers=headers).status_code == 403


def test_log_out_ends_the_access_token_too(api: Api, someone: make.Person) -> None:
    client, answer = _log_in(api, someone.username)
    assert client.delete("/api/v1/sessions/current", headers=OURS).status_code == 204
    assert api.as_(answer.json()["access_token"]).get("/api/v1/me").status_code == 401


def test_own_sessions_are_listed_and_ended_others_not(api: Api, world: World, someone: make.Person) -> None:
    with world.begin() as db:
        stranger = make.person(db, make.unit(db, "LA", make.ward(db)))
    _, answer = _log_in(api, someone.username)
    mine = api.as_(answer.json()["access_token"])
    listed = mine.get("/api/v1/sessions").json()["data"]
    assert [s["id"] for s in listed if s["current"]] == [answer.json()["session_id"]]
    assert str(stranger.sign_in_id) not in {s["id"] for s in listed}
    assert mine.delete(f"/api/v1/sessions/{stranger.sign_in_id}").status_code == 404
    assert api.as_(stranger).get("/api/v1/me").status_code == 200
    assert mine.delete(f"/api/v1/sessions/{answer.json()['session_id']}").status_code == 204
    assert mine.get("/api/v1/me").status_code == 401


def test_deactivating_takes_effect_on_the_next_call(api: Api, world: World) -> None:
    with world.begin() as db:
        gone = make.person(db, make.unit(db, "DI", make.ward(db)))
    assert api.as_(gone).get("/api/v1/me").status_code == 200
    with world.begin() as db:
        account = db.get(Account, gone.account_id)
        assert account is not None
        account.active = False
    assert api.as_(gone).get("/api/v1/me").status_code == 401


def _link(world: World, kind: str, **fields: object) -> str:
    token = tokens.make_secret()
    with world.begin() as db:
        if kind == "setup":
            fields["unit_id"] = make.ward(db).id
        expires = fields.pop("expires_at", None) or clock.now().replace(year=clock.now().year + 1)
        db.add(OneTimeLink(hash=tokens.digest(token), kind=kind, expires_at=expires, **fields))
    return token


def test_the_setup_link_makes_one_administrator_and_no_second(api: Api, world: World) -> None:
    token, other = _link(world, "setup"), _link(world, "setup")
    body = {"token": token, "username": "quan.tri", "display_name": "Người Quản Trị", "password": PASSWORD}
    assert api.as_(None).post("/api/v1/setup/claims", json={**body, "password": "ngắn"}).status_code == 422
    assert api.as_(None).post("/api/v1/setup/claims", json=body).status_code == 201
    again = api.as_(None).post("/api/v1/setup/claims", json={**body, "username": "quan.tri.hai"})
    assert again.status_code == 410 and again.json()["code"] == "link_spent"
    second = api.as_(None).post("/api/v1/setup/claims", json={**body, "token": other, "username": "quan.tri.hai"})
    assert second.status_code == 410
    assert world.scalar("select count(*) from membership where role = 'administrator'") == 1


@pytest.mark.parametrize(
    "password", ["matkhaumatkhaumatkhau", "aaaaaaaaaaaaaaaaaaaa", "1234561234561234", "Người Mẫu Người Mẫu"]
)
def test_passwords_that_are_guessed_first_are_refused(password: str) -> None:
    with pytest.raises(passwords.PasswordTooCommon):
        passwords.check(password, "nguoi.mau", "Người Mẫu")


def test_a_link_that_ran_out_opens_nothing(api: Api, world: World, someone: make.Person) -> None:
    dead = _link(world, "reset", account_id=someone.account_id, expires_at=clock.now().replace(year=2020))
    assert (
        api.as_(None).post("/api/v1/invitations/claims", json={"token": dead, "password": PASSWORD}).status_code == 410
    )
    live = _link(world, "reset", account_id=someone.account_id)
    seen = api.as_(None).post("/api/v1/invitations/previews", json={"token": live}).json()
    assert seen["username"] == someone.username and seen["kind"] == "reset"
    assert (
        api.as_(None).post("/api/v1/invitations/claims", json={"token": live, "password": PASSWORD}).status_code == 201
    )
    assert (
        api.as_(None).post("/api/v1/invitations/claims", json={"token": live, "password": PASSWORD}).status_code == 410
    )


@pytest.mark.parametrize("role", ["supervisor", "reader"])
def test_who_sees_no_unit_still_knows_their_own_name_and_role(api: Api, world: World, role: str) -> None:
    with world.begin() as db:
        ward = make.ward(db)
        home = make.city(db) if role == "reader" else make.unit(db, "MTTQ", ward)
        person, other = make.person(db, home, role), make.person(db, home, role)
    me = api.as_(person).get("/api/v1/me").json()
    assert me["username"] == person.username and [m["role"] for m in me["memberships"]] == [role]
    assert me["memberships"][0]["unit"]["code"] == home.full_code
    assert api.as_(person).get(f"/api/v1/people/{other.account_id}").status_code == 403
