"""Phones of contributors: let in by a card, once, and out the moment anything more than contributing is at stake."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, World
from tests.directory.ground import V1, Ground, lay, settled

from doimoi.access.models import LoginTry
from doimoi.access.rules import Role

OURS = {"X-Doimoi": "1"}


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    with world.begin() as db:
        return lay(db)


@pytest.fixture(autouse=True)
def no_waiting(world: World) -> None:
    """Failed tries of one test do not slow the next."""
    with world.begin() as db:
        db.query(LoginTry).delete()


def _invite(api: Api, ground: Ground, **changes: str) -> Response:
    body = {
        "username": f"tdp.{uuid.uuid4().hex[:8]}",
        "display_name": "Tổ Trưởng Mẫu",
        "unit": "TDP-01",
        "role": "contributor",
        "way": "device",
        **changes,
    }
    return api.as_(ground.admin).post(f"{V1}/people", json=body)


def _token(answer: Response) -> str:
    return str(answer.json()["link"]).partition("#token=")[2]


def _claim(api: Api, token: str) -> tuple[TestClient, Response]:
    phone = api.as_(None)
    return phone, phone.post(f"{V1}/invitations/device-claims", json={"token": token})


def _let_in(api: Api, ground: Ground) -> tuple[str, TestClient]:
    """Somebody's id, and their phone, signed in by its card."""
    invited = _invite(api, ground)
    assert invited.status_code == 201, invited.text
    phone, claimed = _claim(api, _token(invited))
    assert claimed.status_code == 201, claimed.text
    phone.headers["Authorization"] = f"Bearer {claimed.json()['access_token']}"
    return invited.json()["person"]["id"], phone


def _out(phone: TestClient) -> bool:
    """Whether the phone is out on both of its ways: token and cookie."""
    return (
        phone.get(f"{V1}/me").status_code == 401
        and phone.post(f"{V1}/sessions/refreshes", headers=OURS).status_code == 401
    )


def test_a_card_lets_one_phone_in_for_thirty_days_without_a_password(api: Api, ground: Ground) -> None:
    invited = _invite(api, ground)
    assert invited.json()["kind"] == "device"
    token = _token(invited)
    preview = api.as_(None).post(f"{V1}/invitations/previews", json={"token": token})
    assert preview.json()["kind"] == "device" and preview.json()["display_name"] == "Tổ Trưởng Mẫu"
    phone, claimed = _claim(api, token)
    assert claimed.status_code == 201
    assert "Max-Age=2592000" in claimed.headers["set-cookie"] and "HttpOnly" in claimed.headers["set-cookie"]
    again = phone.post(f"{V1}/sessions/refreshes", headers=OURS)
    age = int(again.headers["set-cookie"].partition("Max-Age=")[2].partition(";")[0])
    assert 2_591_900 < age <= 2_592_000
    phone.headers["Authorization"] = f"Bearer {again.json()['access_token']}"
    (held,) = phone.get(f"{V1}/sessions").json()["data"]
    assert held["kind"] == "device" and held["current"]
    assert _claim(api, token)[1].json()["code"] == "link_spent"
    person = invited.json()["person"]["id"]
    shown = api.as_(ground.admin).get(f"{V1}/people/{person}").json()
    assert shown["devices"] == 1 and shown["has_password"] is False


def test_the_administrator_sees_phones_and_takes_one_back_at_once(api: Api, world: World, ground: Ground) -> None:
    person, phone = _let_in(api, ground)
    admin = api.as_(ground.admin)
    (device,) = admin.get(f"{V1}/people/{person}/devices").json()["data"]
    assert set(device) == {"id", "started_at", "last_used_at", "expires_at", "user_agent"}
    for _ in range(2):
        assert admin.delete(f"{V1}/people/{person}/devices/{device['id']}").status_code == 204
    assert _out(phone)
    assert admin.get(f"{V1}/people/{person}/devices").json()["data"] == []
    told = world.scalar(
        "select string_agg(op || ' ' || changes::text, ' ' order by id) from audit where row_id = :id", id=device["id"]
    )
    assert told.startswith("insert") and "ended_at" in told and "hash" not in told


def test_nobody_beyond_reach_sees_or_ends_a_phone(api: Api, ground: Ground) -> None:
    person, phone = _let_in(api, ground)
    (device,) = api.as_(ground.admin).get(f"{V1}/people/{person}/devices").json()["data"]
    for stranger, status in ((ground.next_admin, 404), (ground.officer, 403)):
        client = api.as_(stranger)
        assert client.get(f"{V1}/people/{person}/devices").status_code == status
        assert client.delete(f"{V1}/people/{person}/devices/{device['id']}").status_code == status
        assert client.post(f"{V1}/people/{person}/links", json={"way": "device"}).status_code == status
    other, _ = _let_in(api, ground)
    assert api.as_(ground.admin).delete(f"{V1}/people/{other}/devices/{device['id']}").status_code == 404
    browser = api.as_(ground.officer).get(f"{V1}/sessions").json()["data"][0]["id"]
    ended = api.as_(ground.admin).delete(f"{V1}/people/{ground.officer.account_id}/devices/{browser}")
    assert ended.status_code == 404
    assert phone.get(f"{V1}/me").status_code == 200


@pytest.mark.parametrize("role", ["officer", "head"])
def test_a_further_role_ends_phones_and_cards_at_once(api: Api, ground: Ground, role: str) -> None:
    person, phone = _let_in(api, ground)
    admin = api.as_(ground.admin)
    card = _token(admin.post(f"{V1}/people/{person}/links", json={"way": "device"}))
    given = admin.post(f"{V1}/people/{person}/memberships", json={"unit": "TCN-01", "role": role})
    assert given.status_code == 201, given.text
    assert _out(phone)
    assert _claim(api, card)[1].json()["code"] == "link_spent"
    refused = admin.post(f"{V1}/people/{person}/links", json={"way": "device"})
    assert refused.status_code == 409 and refused.json()["code"] == "device_for_contributors"


def test_a_role_that_begins_later_ends_the_phone_now(api: Api, ground: Ground) -> None:
    person, phone = _let_in(api, ground)
    later = {"unit": "TCN-01", "role": "officer", "valid_from": "2199-01-01"}
    assert api.as_(ground.admin).post(f"{V1}/people/{person}/memberships", json=later).status_code == 201
    assert _out(phone)


def test_a_further_contribution_keeps_the_phone(api: Api, ground: Ground) -> None:
    person, phone = _let_in(api, ground)
    more = {"unit": "TCN-01", "role": "contributor"}
    assert api.as_(ground.admin).post(f"{V1}/people/{person}/memberships", json=more).status_code == 201
    assert phone.get(f"{V1}/me").status_code == 200


def test_a_role_and_a_claim_at_the_same_moment_never_leave_a_phone_with_the_role(
    api: Api, world: World, ground: Ground
) -> None:
    for _ in range(8):
        invited = _invite(api, ground)
        person, token = uuid.UUID(invited.json()["person"]["id"]), _token(invited)

        def give(account: uuid.UUID = person) -> None:
            with world.begin() as db:
                make.give(db, account, ground.team, Role.OFFICER)

        with ThreadPoolExecutor(2) as both:
            claimed, _ = both.submit(_claim, api, token), both.submit(give)
            claimed.result()
        left = world.scalar(
            "select count(*) from sign_in where account_id = :id and kind = 'device' and ended_at is null", id=person
        )
        assert left == 0


def test_shutting_the_account_ends_the_phone(api: Api, ground: Ground) -> None:
    person, phone = _let_in(api, ground)
    admin = api.as_(ground.admin)
    tag = admin.get(f"{V1}/people/{person}").headers["etag"]
    assert admin.post(f"{V1}/people/{person}/deactivations", headers={"If-Match": tag}).status_code == 200
    assert _out(phone)


@pytest.mark.parametrize("role", ["officer", "head", "administrator"])
def test_nobody_else_is_invited_by_a_card(api: Api, world: World, ground: Ground, role: str) -> None:
    before = world.scalar("select count(*) from account")
    unit = "11602" if role == "administrator" else "TCN-01"
    refused = _invite(api, ground, unit=unit, role=role)
    assert refused.status_code == 409 and refused.json()["code"] == "device_for_contributors"
    assert world.scalar("select count(*) from account") == before


def test_a_card_sets_no_password_and_an_invitation_lets_no_phone_in(api: Api, world: World, ground: Ground) -> None:
    card = _token(_invite(api, ground))
    password = {"token": card, "password": "ba cây chuối sau vườn 9"}
    assert api.as_(None).post(f"{V1}/invitations/claims", json=password).status_code == 410
    assert _claim(api, card)[1].status_code == 201
    with world.begin() as db:
        officer = settled(db, ground.office, Role.OFFICER)
    reset = _token(api.as_(ground.admin).post(f"{V1}/people/{officer.account_id}/links"))
    assert _claim(api, reset)[1].status_code == 410
    invitation = _token(_invite(api, ground, way="password"))
    assert _claim(api, invitation)[1].status_code == 410


def test_one_card_lets_in_one_phone_of_many_that_try(api: Api, ground: Ground) -> None:
    token = _token(_invite(api, ground))
    with ThreadPoolExecutor(8) as crowd:
        statuses = list(crowd.map(lambda _: _claim(api, token)[1].status_code, range(8)))
    assert sorted(statuses) == [201] + [410] * 7


def test_guessing_cards_has_to_wait(api: Api) -> None:
    statuses = [_claim(api, f"doan-mo-{n}")[1].status_code for n in range(24)]
    assert statuses[:19] == [410] * 19 and statuses[-1] == 429
