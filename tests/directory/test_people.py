"""People and their roles through HTTP: what an administrator does holds on the next call."""

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, World
from tests.directory.ground import PASSWORD, V1, Ground, etag, lay, settled, statements

from doimoi.access.models import Account, Unit
from doimoi.access.rules import Role
from doimoi.core import clock

ANY = {"If-Match": "*"}


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    with world.begin() as db:
        return lay(db)


def _invite(client: TestClient, username: str, **changes: str) -> Any:
    body = {"username": username, "display_name": "Người Mới", "unit": "VHXH", "role": "officer", **changes}
    return client.post(f"{V1}/people", json=body)


def _token(answer: Any) -> str:
    address, _, token = str(answer.json()["link"]).partition("#token=")
    assert address.endswith("/loi-moi")
    return token


def test_from_the_invitation_to_the_first_page(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    invited = _invite(admin, "nguoi.moi", display_name="Người Đến Sau")
    assert invited.status_code == 201, invited.text
    person = invited.json()["person"]
    assert person["has_password"] is False and person["active"] is True
    assert [(m["role"], m["unit"]["code"], m["in_force"]) for m in person["memberships"]] == [
        ("officer", "11602:VHXH", True)
    ]
    anyone, token = api.as_(None), _token(invited)
    seen = anyone.post(f"{V1}/invitations/previews", json={"token": token}).json()
    assert seen == {
        "kind": "invitation",
        "display_name": "Người Đến Sau",
        "username": "nguoi.moi",
        "unit_name": "Phòng Văn hóa - Xã hội",
        "role": "officer",
    }
    claimed = anyone.post(f"{V1}/invitations/claims", json={"token": token, "password": PASSWORD})
    assert claimed.status_code == 201
    me = api.as_(claimed.json()["access_token"]).get(f"{V1}/me").json()
    assert [(m["role"], m["unit"]["code"]) for m in me["memberships"]] == [("officer", "11602:VHXH")]
    assert anyone.post(f"{V1}/invitations/previews", json={"token": token}).status_code == 410
    now = admin.get(f"{V1}/people/{person['id']}").json()
    assert now["has_password"] is True and now["last_sign_in_at"]


def test_a_new_link_replaces_the_old_one_and_becomes_a_reset(api: Api, ground: Ground) -> None:
    admin, anyone = api.as_(ground.admin), api.as_(None)
    invited = _invite(admin, "quen.lien.ket")
    path = f"{V1}/people/{invited.json()['person']['id']}/links"
    again = admin.post(path)
    assert again.status_code == 201 and again.json()["kind"] == "invitation"
    old = anyone.post(f"{V1}/invitations/previews", json={"token": _token(invited)})
    assert old.status_code == 410
    claim = {"token": _token(again), "password": PASSWORD}
    first = anyone.post(f"{V1}/invitations/claims", json=claim).json()["access_token"]
    reset = admin.post(path)
    assert reset.json()["kind"] == "reset"
    claim = {"token": _token(reset), "password": "ba cây chuối sau vườn 9"}
    assert anyone.post(f"{V1}/invitations/claims", json=claim).status_code == 201
    assert api.as_(first).get(f"{V1}/me").status_code == 401


def test_a_link_is_told_once_even_to_a_repeated_request(api: Api, world: World, ground: Ground) -> None:
    admin, key = api.as_(ground.admin), {"Idempotency-Key": str(uuid.uuid4())}
    body = {"username": "mot.lan", "display_name": "Một Lần", "unit": "VHXH", "role": "officer"}
    first = admin.post(f"{V1}/people", json=body, headers=key)
    again = admin.post(f"{V1}/people", json=body, headers=key)
    assert again.headers["idempotency-replayed"] == "true" and again.status_code == 201
    assert again.json() == {**first.json(), "link": None}
    kept = bytes(world.scalar("select body from idempotency where key = :key", key=key["Idempotency-Key"]))
    assert _token(first).encode() not in kept


@pytest.mark.parametrize(
    ("changes", "status", "code", "pointer"),
    [
        ({"username": "trung.ten"}, 409, "already_exists", "/username"),
        ({"username": "Có Dấu"}, 422, "bad_format", "/username"),
        ({"unit": "11603:VP"}, 404, "not_found", "/unit"),
        ({"unit": "11603"}, 404, "not_found", "/unit"),
        ({"unit": "KHONGCO"}, 404, "not_found", "/unit"),
        ({"unit": "31", "role": "reader"}, 403, "not_allowed", "/unit"),
        ({"role": "leader"}, 422, "role_not_here", "/role"),
        ({"role": "reader"}, 422, "role_not_here", "/role"),
        ({"unit": "11602", "role": "coordinator"}, 422, "role_not_here", "/role"),
        ({"unit": "11602", "role": "officer"}, 422, "role_not_here", "/role"),
        ({"unit": "TCN-01", "role": "administrator"}, 422, "role_not_here", "/role"),
        ({"role": "king"}, 422, "not_in_list", "/role"),
        ({"display_name": "  "}, 422, "too_short", "/display_name"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_at_its_field(
    api: Api, world: World, ground: Ground, changes: dict[str, str], status: int, code: str, pointer: str
) -> None:
    admin = api.as_(ground.admin)
    if code == "already_exists":
        assert _invite(admin, "trung.ten").status_code == 201
    before = world.scalar("select count(*) from account")
    answer = _invite(admin, **{"username": "khong.thanh", **changes})
    assert answer.status_code == status, answer.text
    fault = answer.json()["errors"][0]
    assert (fault["pointer"], fault["code"]) == (pointer, code)
    assert world.scalar("select count(*) from account") == before


def test_an_empty_name_is_told_as_missing_and_not_as_too_short(api: Api, ground: Ground) -> None:
    fault = _invite(api.as_(ground.admin), "khong.ten", display_name=" ").json()["errors"][0]
    assert (fault["code"], fault["message"]) == ("too_short", "Chưa nhập mục này.")


@pytest.mark.parametrize(
    ("unit", "role"),
    [
        ("11602", "leader"),
        ("VHXH", "coordinator"),
        ("VHXH", "head"),
        ("TRUONG-01", "head"),
        ("VHXH", "supervisor"),
        ("TDP-01", "contributor"),
        ("TCN-01", "contributor"),
        ("11602", "administrator"),
    ],
)
def test_every_role_of_a_ward_can_be_given_there(api: Api, ground: Ground, unit: str, role: str) -> None:
    name = f"vai.{role}.{unit.lower()}"
    answer = _invite(api.as_(ground.admin), name, unit=unit, role=role)
    assert answer.status_code == 201, answer.text


def test_a_new_role_and_its_end_hold_on_the_next_call(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        worker = settled(db, ground.office, Role.OFFICER)
    admin, path = api.as_(ground.admin), f"{V1}/people/{worker.account_id}/memberships"
    made = admin.post(path, json={"unit": "TRUONG-01", "role": "head"})
    assert made.status_code == 201 and made.json()["in_force"] is True
    twice = admin.post(path, json={"unit": "TRUONG-01", "role": "head"})
    assert twice.status_code == 409 and twice.json()["errors"][0]["pointer"] == "/role"
    me = api.as_(worker).get(f"{V1}/me").json()
    assert {m["role"] for m in me["memberships"]} == {"officer", "head"} and "value_review" in me["acts"]
    for _ in range(2):
        assert admin.delete(f"{path}/{made.json()['id']}").status_code == 204
    me = api.as_(worker).get(f"{V1}/me").json()
    assert {m["role"] for m in me["memberships"]} == {"officer"} and "value_review" not in me["acts"]
    shown = admin.get(f"{V1}/people/{worker.account_id}").json()["memberships"]
    assert [(m["role"], m["in_force"]) for m in shown] == [("officer", True), ("head", False)]
    assert admin.post(path, json={"unit": "TRUONG-01", "role": "head"}).status_code == 201


def test_a_role_from_a_later_day_waits_for_it(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        worker = settled(db, ground.office, None)
    admin, path = api.as_(ground.admin), f"{V1}/people/{worker.account_id}/memberships"
    later = str(clock.today() + timedelta(days=30))
    made = admin.post(path, json={"unit": "VHXH", "role": "officer", "valid_from": later}).json()
    assert made["in_force"] is False and made["valid_from"] == later
    assert api.as_(worker).get(f"{V1}/units").status_code == 403
    assert admin.delete(f"{path}/{made['id']}").status_code == 204
    ended = admin.get(f"{V1}/people/{worker.account_id}").json()["memberships"][0]
    assert ended["valid_to"] == later


def test_a_person_without_a_role_can_do_nothing_but_see_themself(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        worker = settled(db, ground.office, Role.HEAD)
    admin = api.as_(ground.admin)
    role = admin.get(f"{V1}/people/{worker.account_id}").json()["memberships"][0]["id"]
    assert api.as_(worker).get(f"{V1}/units").status_code == 200
    assert admin.delete(f"{V1}/people/{worker.account_id}/memberships/{role}").status_code == 204
    assert api.as_(worker).get(f"{V1}/units").status_code == 403
    assert api.as_(worker).get(f"{V1}/me").json()["memberships"] == []


def test_deactivation_ends_sign_ins_for_ever_and_links_too(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        worker = settled(db, ground.office, Role.OFFICER)
    admin, path = api.as_(ground.admin), f"{V1}/people/{worker.account_id}"
    link = _token(admin.post(f"{path}/links"))
    assert api.as_(worker).get(f"{V1}/me").status_code == 200
    assert admin.post(f"{path}/deactivations").status_code == 428
    read = etag(admin, f"/people/{worker.account_id}")
    gone = admin.post(f"{path}/deactivations", json={"reason": "Chuyển công tác"}, headers=read)
    assert gone.status_code == 200 and gone.json()["active"] is False
    assert api.as_(worker).get(f"{V1}/me").status_code == 401
    assert admin.post(f"{path}/deactivations", headers=read).status_code == 412
    refused = admin.post(f"{path}/links")
    assert refused.status_code == 409 and refused.json()["code"] == "person_inactive"
    back = admin.post(f"{path}/activations", headers=ANY)
    assert back.status_code == 200 and back.json()["active"] is True
    assert api.as_(worker).get(f"{V1}/me").status_code == 401
    assert api.as_(None).post(f"{V1}/invitations/previews", json={"token": link}).status_code == 410
    reason = world.scalar(
        "select reason from audit where tab = 'account' and row_id = :id and changes ? 'active' and op = 'update'"
        " order by id limit 1",
        id=str(worker.account_id),
    )
    assert reason == "Chuyển công tác"


def test_a_name_changes_with_its_version_and_is_found_without_marks(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        worker = settled(db, ground.office, Role.OFFICER)
    admin, path = api.as_(ground.admin), f"{V1}/people/{worker.account_id}"
    read = etag(admin, f"/people/{worker.account_id}")
    renamed = admin.patch(path, json={"display_name": "Đỗ Thử Nghiệm"}, headers=read)
    assert renamed.status_code == 200 and renamed.json()["display_name"] == "Đỗ Thử Nghiệm"
    assert admin.patch(path, json={"display_name": "Khác"}, headers=read).status_code == 412
    assert admin.patch(path, json={"display_name": "Khác"}).status_code == 428
    for typed in ("do thu", "ĐỖ THỬ", worker.username):
        found = admin.get(f"{V1}/people", params={"q": typed}).json()["data"]
        assert [p["id"] for p in found] == [str(worker.account_id)], typed


def test_people_are_kept_by_unit_and_by_state(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        hall = make.unit(db, "HOI", ground.ward)
        group = make.unit(db, "TKN", hall)
        inside, below, loose, moved = (
            settled(db, at, role)
            for at, role in ((hall, Role.HEAD), (group, Role.CONTRIBUTOR), (hall, None), (hall, None))
        )
        make.give(db, moved.account_id, ground.office, Role.OFFICER)
        account = db.get(Account, below.account_id)
        assert account is not None
        account.active = False
    admin = api.as_(ground.admin)

    def ids(**params: str) -> set[str]:
        return {p["id"] for p in admin.get(f"{V1}/people", params=params).json()["data"]}

    assert ids(unit="HOI") == {str(p.account_id) for p in (inside, below, loose)}
    assert ids(unit="HOI", active="true") == {str(p.account_id) for p in (inside, loose)}
    assert ids(unit="HOI", active="false") == {str(below.account_id)}
    assert str(moved.account_id) in ids(unit="VHXH")
    assert admin.get(f"{V1}/people", params={"unit": "11603:VP"}).status_code == 404


def test_pages_of_people_join_without_gap_or_repeat(api: Api, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    whole = [p["id"] for p in admin.get(f"{V1}/people?limit=500").json()["data"]]
    walked: list[str] = []
    address: str | None = f"{V1}/people?limit=3"
    while address:
        page = admin.get(address).json()
        walked += [p["id"] for p in page["data"]]
        address = page["next"]
    assert walked == whole and len(set(walked)) == len(walked) > 6


def test_a_neighbours_people_are_as_missing_as_none(api: Api, world: World, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    own = admin.get(f"{V1}/people/{ground.officer.account_id}").json()["memberships"][0]["id"]
    theirs = world.scalar("select id from membership where account_id = :id", id=ground.next_officer.account_id)
    assert str(ground.next_officer.account_id) not in admin.get(f"{V1}/people?limit=500").text
    for person, role in ((ground.next_officer.account_id, theirs), (uuid.uuid4(), uuid.uuid4())):
        path = f"{V1}/people/{person}"
        answers = (
            admin.get(path),
            admin.patch(path, json={"display_name": "x"}, headers=ANY),
            admin.post(f"{path}/links"),
            admin.post(f"{path}/memberships", json={"unit": "VHXH", "role": "officer"}),
            admin.delete(f"{path}/memberships/{role}"),
            admin.delete(f"{path}/memberships/{own}"),
            admin.post(f"{path}/deactivations", headers=ANY),
            admin.post(f"{path}/activations", headers=ANY),
        )
        assert {(a.status_code, a.json()["code"], a.json()["detail"]) for a in answers} == {
            (404, "not_found", answers[0].json()["detail"])
        }
    foreign = admin.post(
        f"{V1}/people/{ground.officer.account_id}/memberships", json={"unit": "11603:VP", "role": "officer"}
    )
    assert foreign.status_code == 404 and foreign.json()["errors"][0]["pointer"] == "/unit"
    assert admin.get(f"{V1}/people/{ground.officer.account_id}").json()["memberships"][0]["in_force"] is True


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_an_administrator_sees_and_changes_people(api: Api, world: World, ground: Ground, role: Role) -> None:
    with world.begin() as db:
        ward = db.get(Unit, ground.ward.id)
        assert ward is not None
        caller = api.as_(settled(db, ward, role))
    path = f"{V1}/people/{ground.officer.account_id}"
    answers = (
        caller.get(f"{V1}/people"),
        caller.get(path),
        _invite(caller, "lam.dung"),
        caller.patch(path, json={"display_name": "x"}, headers=ANY),
        caller.post(f"{path}/links"),
        caller.post(f"{path}/memberships", json={"unit": "VHXH", "role": "officer"}),
        caller.delete(f"{path}/memberships/{uuid.uuid4()}"),
        caller.post(f"{path}/deactivations", headers=ANY),
        caller.post(f"{path}/activations", headers=ANY),
    )
    assert {a.status_code for a in answers} == {403}


def test_nobody_gives_or_takes_a_reach_beyond_their_own(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        centre = make.unit(db, "TT", ground.ward)
        keeper = settled(db, centre, Role.ADMINISTRATOR)
        wide = settled(db, centre, Role.COORDINATOR)
        plain = settled(db, centre, Role.OFFICER)
        roles = {p: db.get_one(Account, p.account_id).memberships[0].id for p in (wide, plain)}
    caller = api.as_(keeper)
    for role in ("coordinator", "supervisor"):
        answer = _invite(caller, "vuot.quyen", unit="TT", role=role)
        assert answer.status_code == 403 and answer.json()["code"] == "grant_beyond_reach"
        path = f"{V1}/people/{plain.account_id}/memberships"
        answer = caller.post(path, json={"unit": "TT", "role": role})
        assert answer.status_code == 403 and answer.json()["code"] == "grant_beyond_reach"
    assert _invite(caller, "vuot.don.vi", unit="VHXH").status_code == 403
    assert _invite(caller, "trong.pham.vi", unit="TT", role="head").status_code == 201
    theirs = f"{V1}/people/{wide.account_id}"
    assert caller.get(theirs).json()["may_manage"] is False
    answers = (
        caller.post(f"{theirs}/links"),
        caller.patch(theirs, json={"display_name": "x"}, headers=ANY),
        caller.post(f"{theirs}/deactivations", headers=ANY),
        caller.delete(f"{theirs}/memberships/{roles[wide]}"),
    )
    assert [a.status_code for a in answers] == [403] * 4
    assert caller.delete(f"{V1}/people/{plain.account_id}/memberships/{roles[plain]}").status_code == 204


def test_a_role_elsewhere_keeps_a_narrower_administrator_from_the_account(
    api: Api, world: World, ground: Ground
) -> None:
    with world.begin() as db:
        shop = make.unit(db, "CHO", ground.ward)
        keeper, worker = settled(db, shop, Role.ADMINISTRATOR), settled(db, shop, Role.OFFICER)
    path = f"{V1}/people/{worker.account_id}"
    assert api.as_(keeper).post(f"{path}/links").status_code == 201
    given = api.as_(ground.admin).post(f"{path}/memberships", json={"unit": "11602", "role": "administrator"})
    assert given.status_code == 201
    assert api.as_(keeper).post(f"{path}/links").status_code == 403
    assert api.as_(ground.admin).post(f"{path}/links").status_code == 201


def test_the_database_itself_makes_no_link_and_no_change_beyond_reach(
    app: Any, api: Api, world: World, ground: Ground
) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import ProgrammingError

    with world.begin() as db:
        kiosk = make.unit(db, "KIOT", ground.ward)
        wide = settled(db, kiosk, Role.COORDINATOR)
        reach = f"{{[{kiosk.key},{kiosk.key_to})}}"
    with app.state.sessions() as db, db.begin():
        for name in ("see", "act"):
            db.execute(text("select set_config(:n, :v, true)"), {"n": f"doimoi.{name}", "v": reach})
        changed = db.execute(text("update account set active = false where id = :id"), {"id": wide.account_id})
        assert changed.rowcount == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.execute(text("select doimoi.make_link('\\x00', 'reset', :id, 5)"), {"id": wide.account_id})


def test_the_last_administrator_stays(api: Api, world: World) -> None:
    with world.begin() as db:
        ward = make.ward(db, "11650")
        first = settled(db, ward, Role.ADMINISTRATOR)
    admin, path = api.as_(first), f"{V1}/people/{first.account_id}"
    invited = _invite(admin, "thu.hai", unit="11650", role="administrator")
    role = admin.get(path).json()["memberships"][0]["id"]
    for _ in range(2):
        refused = admin.post(f"{path}/deactivations", headers=ANY)
        assert refused.status_code == 409 and refused.json()["code"] == "last_administrator"
        refused = admin.delete(f"{path}/memberships/{role}")
        assert refused.status_code == 409 and refused.json()["code"] == "last_administrator"
    # The second one counts once they can sign in.
    claim = {"token": _token(invited), "password": PASSWORD}
    assert api.as_(None).post(f"{V1}/invitations/claims", json=claim).status_code == 201
    assert admin.delete(f"{path}/memberships/{role}").status_code == 204
    assert admin.get(f"{V1}/people").status_code == 403


def test_two_administrators_who_remove_each_other_leave_one(api: Api, world: World) -> None:
    with world.begin() as db:
        ward = make.ward(db, "11651")
        pair = [settled(db, ward, Role.ADMINISTRATOR) for _ in range(2)]
    start, statuses = threading.Barrier(2), []

    def remove(caller: make.Person, other: make.Person) -> None:
        client = api.as_(caller)
        start.wait()
        statuses.append(client.post(f"{V1}/people/{other.account_id}/deactivations", headers=ANY).status_code)

    threads = [threading.Thread(target=remove, args=p) for p in (tuple(pair), tuple(reversed(pair)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(200) == 1, statuses
    assert world.scalar("select count(*) from account where active and unit_id = :w", w=ward.id) == 1


def test_the_list_takes_as_many_statements_for_many_people_as_for_few(api: Api, world: World, ground: Ground) -> None:
    admin = api.as_(ground.admin)
    before = statements(api, admin, "/people?limit=500")
    with world.begin() as db:
        for _ in range(30):
            many = settled(db, ground.school, Role.OFFICER)
            make.give(db, many.account_id, ground.team, Role.CONTRIBUTOR)
    assert statements(api, admin, "/people?limit=500") == before
