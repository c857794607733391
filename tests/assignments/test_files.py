"""Files that lines of an assignment's log show: who adds which, who opens them, and that they stay."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from starlette.testclient import TestClient
from tests import make
from tests.assignments.ground import TODAY, V1, Ground, at, counted, lay, match, ok, submit
from tests.conftest import Api, Database, World

from doimoi.access.models import Unit
from doimoi.access.rules import Role, Scope
from doimoi.core import roles


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


def sent(client: TestClient, unit: str, name: str = "bien-ban.txt") -> str:
    """A file that its unit has sent, on which nothing rests yet."""
    content = f"{name} {uuid.uuid4()}".encode()
    headers = {"Idempotency-Key": str(uuid.uuid4())}  # tools must send one
    answer = client.post(f"{V1}/evidence", params={"unit": unit, "filename": name}, content=content, headers=headers)
    return str(ok(answer)["id"])


def shown(client: TestClient, code: str) -> list[list[str]]:
    """The names of the files of each line of a log."""
    return [[file["filename"] for file in line["evidence"]] for line in ok(client.get(at(code, "log")))["data"]]


def test_a_line_of_the_log_shows_files_to_everybody_who_works_on_it(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground, ground.cap)
    officer, police = api.as_(ground.officer), api.as_(ground.police)
    one, two = sent(officer, "VP", "anh-hop.txt"), sent(officer, "VP", "ke-hoach.txt")
    assert police.get(f"{V1}/evidence/{one}").status_code == 404
    body = {"text": "Đã họp", "percent": 40, "evidence": [one, two, one]}
    assert ok(officer.post(at(code, "progress"), json=body))["percent"] == 40
    mine = sent(police, "CAP", "danh-sach.txt")
    ok(police.post(at(code, "progress"), json={"text": "Đã rà soát", "evidence": [mine]}))

    head, leader, coordinator = (api.as_(who) for who in (ground.head, ground.leader, ground.coordinator))
    for client in (officer, police, head, leader, coordinator):
        assert shown(client, code) == [["anh-hop.txt", "ke-hoach.txt"], ["danh-sach.txt"]]
        for file in (one, mine):
            content = client.get(f"{V1}/evidence/{file}/content")
            assert content.status_code == 200 and content.headers["content-security-policy"].startswith("sandbox")
    line = ok(officer.get(at(code, "log")))["data"][0]["evidence"][0]
    assert line.keys() == {"id", "filename", "media_type", "size"} and line["size"] > 0
    # It may be opened there, but it is still its unit's: nobody else describes it, shows it elsewhere, or deletes it.
    assert police.patch(f"{V1}/evidence/{one}", json={"note": "Của tôi"}, headers=match(1)).status_code == 403
    theirs = police.post(at(code, "progress"), json={"text": "Gửi lại", "evidence": [one]})
    assert (theirs.status_code, theirs.json()["errors"][0]["pointer"]) == (403, "/evidence/0")


def test_a_file_is_no_wider_than_its_line(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground, ground.cap, state="in_progress")
    officer = api.as_(ground.officer)
    file = sent(officer, "VP")
    ok(officer.post(at(code, "progress"), json={"text": "Đã làm", "evidence": [file]}))
    outside = [ground.member, ground.supervisor, ground.reader, ground.stranger]
    for who in outside:
        assert api.as_(who).get(f"{V1}/evidence/{file}").status_code == 404
        assert api.as_(who).get(f"{V1}/evidence/{file}/content").status_code == 404
        assert file not in api.as_(who).get(f"{V1}/evidence?limit=200").text
    # Accepted, the result is the ward's to read; the log and its files stay with those who worked on it.
    version = int(str(submit(officer, code)["version"]))
    ok(api.as_(ground.leader).post(at(code, "acceptances"), json={}, headers=match(version)))
    supervisor = api.as_(ground.supervisor)
    assert ok(supervisor.get(at(code)))["state"] == "accepted" and shown(supervisor, code) == []
    assert supervisor.get(f"{V1}/evidence/{file}/content").status_code == 404
    assert api.as_(ground.police).get(f"{V1}/evidence/{file}/content").status_code == 200


def test_only_a_file_that_nothing_shows_is_deleted(api: Api, world: World, ground: Ground) -> None:
    code, officer = given(world, ground), api.as_(ground.officer)
    used, loose = sent(officer, "VP"), sent(officer, "VP")
    ok(officer.post(at(code, "progress"), json={"text": "Đã làm", "evidence": [used]}))
    refused = officer.delete(f"{V1}/evidence/{used}")
    assert (refused.status_code, refused.json()["code"]) == (409, "evidence_in_use")
    assert officer.delete(f"{V1}/evidence/{loose}").status_code == 204
    assert [ok(officer.get(f"{V1}/evidence/{used}"))[name] for name in ("state",)] == ["attached"]


def test_a_line_takes_twenty_files_and_nothing_of_a_refused_one_stays(api: Api, world: World, ground: Ground) -> None:
    code, officer = given(world, ground), api.as_(ground.officer)
    file = sent(officer, "VP")
    elsewhere = sent(api.as_(ground.police), "CAP")
    far = sent(api.as_(ground.stranger), "11581:VP")
    body = {"text": "Đã làm", "percent": 10}
    for evidence, status, pointer in (
        ([str(uuid.uuid4()) for _ in range(21)], 422, "/evidence"),
        (["khong-phai-ma"], 422, "/evidence/0"),
        ([file, str(uuid.uuid4())], 404, "/evidence/1"),
        ([file, elsewhere], 404, "/evidence/1"),
        ([far], 404, "/evidence/0"),
    ):
        answer = officer.post(at(code, "progress"), json={**body, "evidence": evidence})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)
    assert shown(officer, code) == [] and ok(officer.get(at(code)))["percent"] == 0
    assert ok(officer.get(f"{V1}/evidence/{file}"))["state"] == "draft"


def test_a_key_shows_files_with_both_scopes(api: Api, world: World, ground: Ground) -> None:
    code = given(world, ground)
    with world.begin() as db:
        both = make.key(db, ground.vp, Scope.ASSIGNMENTS_WRITE, Scope.EVIDENCE_WRITE)
    tool, only_work = api.as_(both), api.as_(ground.key)
    file = sent(tool, "VP")
    body = {"text": "Máy ghi", "evidence": [file]}
    once = {"Idempotency-Key": str(uuid.uuid4())}
    assert only_work.post(at(code, "progress"), json=body, headers=once).status_code == 403
    ok(tool.post(at(code, "progress"), json=body, headers=once))
    ok(tool.post(at(code, "progress"), json=body, headers=once))  # the same again is the same line
    assert shown(tool, code) == [["bien-ban.txt"]]
    assert tool.get(f"{V1}/evidence/{file}/content").status_code == 200


def test_the_database_itself_holds_links_to_their_lines(
    api: Api, world: World, ground: Ground, database: Database
) -> None:
    code, officer = given(world, ground, ground.cap), api.as_(ground.officer)
    file = sent(officer, "VP")
    ok(officer.post(at(code, "progress"), json={"text": "Đã làm", "evidence": [file]}))
    ok(api.as_(ground.police).post(at(code, "progress"), json={"text": "Đã xem"}))
    held = "select has_table_privilege('doimoi_app', 'assignment_entry_evidence', :what)"
    granted = {what for what in ("select", "insert", "update", "delete") if world.scalar(held, what=what)}
    assert granted == {"select", "insert"}
    engine = create_engine(database.url(roles.APP), poolclass=NullPool)
    enter = text("select * from doimoi.enter_person(:s, :roles, true, 'sql')")
    add = text(
        "insert into assignment_entry_evidence (id, unit_id, entry_id, evidence_id)"
        " select :id, e.unit_id, e.id, :file from assignment_entry e where e.actor = :who and e.text = :text"
    )
    with engine.connect() as db:

        def enter_as(who: make.Person) -> None:
            db.rollback()
            db.execute(enter, {"s": who.sign_in_id, "roles": [role.value for role in Role]})

        count = text("select count(*) from assignment_entry_evidence where evidence_id = :file")
        for who, sees in ((ground.police, 1), (ground.member, 0), (ground.stranger, 0), (ground.supervisor, 0)):
            enter_as(who)
            assert db.scalar(count, {"file": file}) == sees
            assert db.scalar(text("select count(*) from evidence where id = :file"), {"file": file}) == sees
        # Not with somebody else's file, though it is seen; and not on somebody else's line.
        for who, line in ((ground.police, (ground.police, "Đã xem")), (ground.police, (ground.officer, "Đã làm"))):
            enter_as(who)
            sent_row = {"id": uuid.uuid4(), "file": file, "who": line[0].account_id, "text": line[1]}
            with pytest.raises(DBAPIError, match="row-level security"):
                db.execute(add, sent_row)
    engine.dispose()


def test_a_log_with_files_asks_as_often_as_one_without(api: Api, world: World, ground: Ground) -> None:
    officer = api.as_(ground.officer)
    asked = []
    for number in (1, 12):
        code = given(world, ground)
        for _ in range(number):
            ok(officer.post(at(code, "progress"), json={"text": "Đã làm", "evidence": [sent(officer, "VP")]}))
        with counted(api) as statements:
            assert len(shown(officer, code)) == number
        asked.append(len(statements))
    assert asked[0] == asked[1]
