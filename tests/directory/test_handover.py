"""Work handed over: roles end here and begin there in one step, or nothing changes at all."""

import pytest
from tests import make
from tests.conftest import Api, World
from tests.directory.ground import V1, Ground, lay, settled

from doimoi.access.rules import Role


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    with world.begin() as db:
        return lay(db)


def _roles(api: Api, ground: Ground, person: make.Person) -> list[tuple[str, str]]:
    shown = api.as_(ground.admin).get(f"{V1}/people/{person.account_id}").json()
    return [(m["role"], m["unit"]["code"]) for m in shown["memberships"] if m["in_force"]]


def test_all_roles_go_over_with_their_reason(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        leaving, coming = settled(db, ground.office, Role.HEAD), settled(db, ground.office, Role.OFFICER)
        make.give(db, leaving.account_id, ground.office, Role.OFFICER)
        make.give(db, leaving.account_id, ground.school, Role.CONTRIBUTOR)
    done = api.as_(ground.admin).post(
        f"{V1}/people/{leaving.account_id}/handovers",
        json={"to": str(coming.account_id), "reason": "Chuyển công tác từ tháng 12"},
    )
    assert done.status_code == 200, done.text
    assert (done.json()["given"], done.json()["ended"]) == (2, 1)
    assert _roles(api, ground, leaving) == []
    assert sorted(_roles(api, ground, coming)) == [
        ("contributor", "11602:TRUONG-01"),
        ("head", "11602:VHXH"),
        ("officer", "11602:VHXH"),
    ]
    assert {m["role"] for m in done.json()["to"]["memberships"]} == {"contributor", "head", "officer"}
    reasons = world.scalar(
        "select count(*) from audit where tab = 'membership' and reason = 'Chuyển công tác từ tháng 12'"
    )
    assert reasons == 5
    assert api.as_(leaving).get(f"{V1}/units").status_code == 403


def test_what_cannot_be_handed_over_changes_nothing(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        nobody, shut = settled(db, ground.office, None), settled(db, ground.office, Role.OFFICER)
        city = settled(db, make.city(db), Role.LEADER)
    world.scalar("update account set active = false where id = :id returning id", id=shut.account_id)

    def ask(whom: make.Person, to: make.Person, by: make.Person = ground.admin) -> tuple[int, str]:
        body = {"to": str(to.account_id), "reason": "Thử"}
        answer = api.as_(by).post(f"{V1}/people/{whom.account_id}/handovers", json=body)
        return answer.status_code, answer.json().get("code", "")

    assert ask(ground.officer, ground.officer) == (422, "handover_to_self")
    assert ask(nobody, ground.officer) == (409, "nothing_to_hand_over")
    assert ask(ground.officer, shut) == (409, "person_inactive")
    assert ask(ground.officer, ground.next_officer) == (404, "not_found")
    assert ask(ground.next_officer, ground.officer) == (404, "not_found")
    assert ask(city, ground.officer) == (404, "not_found")
    assert ask(nobody, ground.officer, by=ground.officer) == (403, "not_allowed")
    assert _roles(api, ground, ground.officer) == [("officer", "11602:VHXH")]


def test_the_last_administrator_hands_over_only_to_somebody_who_can_sign_in(
    api: Api, world: World, ground: Ground
) -> None:
    with world.begin() as db:
        without = make.person(db, ground.next_office, Role.OFFICER)
        with_password = settled(db, ground.next_office, Role.OFFICER)
    admin = api.as_(ground.next_admin)
    path = f"{V1}/people/{ground.next_admin.account_id}/handovers"
    refused = admin.post(path, json={"to": str(without.account_id), "reason": "Nghỉ"})
    assert refused.status_code == 409 and refused.json()["code"] == "last_administrator"
    assert admin.get(f"{V1}/people").status_code == 200
    assert admin.post(path, json={"to": str(with_password.account_id), "reason": "Nghỉ"}).status_code == 200
    assert admin.get(f"{V1}/people").status_code == 403
    assert api.as_(with_password).get(f"{V1}/people").status_code == 200
