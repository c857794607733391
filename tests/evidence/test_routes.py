"""Evidence through HTTP: sent, found, opened, described, linked, taken back; and who may what."""

import hashlib
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import event, text
from sqlalchemy.exc import ProgrammingError
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, Database, World
from tests.evidence import corpus
from tests.evidence.conftest import Ward, calling, everything_in, halves_in, rows, serving, upload

from doimoi.app import create_app
from doimoi.core import roles
from doimoi.core.files import Files
from doimoi.core.settings import Settings
from doimoi.evidence.service import sweeping

ADDRESS = "/api/v1/evidence"
CSV = {"unit": "TTPVHCC", "filename": "so.csv"}


def _value(client: TestClient, indicator: str = "A4", numbers: tuple[str, str] = ("1", "2")) -> dict[str, object]:
    address = f"/api/v1/indicator-values/by-key/TTPVHCC/{indicator}/2026-H2"
    found = client.get(address)
    if found.status_code == 404:
        found = client.put(address, json={"numerator": numbers[0], "denominator": numbers[1]})
    body: dict[str, object] = found.json()
    return body


def test_a_file_is_sent_found_opened_and_described(api: Api, ward: Ward) -> None:
    client, content = api.as_(ward.officer), corpus.pdf(b"Bien ban")
    sent = client.post(ADDRESS, params={"unit": "11602:TTPVHCC", "filename": "Biên bản số 12.pdf"}, content=content)
    row = sent.json()
    assert sent.status_code == 201 and sent.headers["location"] == f"{ADDRESS}/{row['id']}"
    assert (row["filename"], row["media_type"], row["size"]) == ("Biên bản số 12.pdf", "application/pdf", len(content))
    assert row["sha256"] == hashlib.sha256(content).hexdigest()
    assert (row["state"], row["stripped"], row["open_to_ward"], row["same"]) == ("draft", False, False, [])
    assert row["unit"]["code"] == "11602:TTPVHCC" and row["uploaded_by_name"] == ward.officer.name
    assert row["may"] == {"edit": True, "delete": True}

    at = f"{ADDRESS}/{row['id']}"
    opened = client.get(f"{at}/content", params={"disposition": "inline"})
    assert opened.content == content
    assert opened.headers["content-disposition"] == (
        "inline; filename=\"Bi_n b_n s_ 12.pdf\"; filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n%20s%E1%BB%91%2012.pdf"
    )
    assert opened.headers["content-security-policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert opened.headers["cross-origin-resource-policy"] == "same-origin"
    again = client.get(f"{at}/content", headers={"If-None-Match": opened.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    part = client.get(f"{at}/content", headers={"Range": "bytes=5-7"})
    assert (part.status_code, part.content) == (206, content[5:8])

    assert client.patch(at, json={"note": "Họp tổ"}).status_code == 428
    noted = client.patch(at, json={"note": "Họp tổ 5"}, headers={"If-Match": '"1"'})
    assert (noted.status_code, noted.json()["note"], noted.headers["etag"]) == (200, "Họp tổ 5", '"2"')
    assert client.patch(at, json={"note": "x"}, headers={"If-Match": '"1"'}).json()["code"] == "version_conflict"
    for query in ("q=hop+to+5", "q=bien+ban", f"sha256={row['sha256']}", "unit=TTPVHCC&q=12", "attached=false&q=ban"):
        assert row["id"] in [r["id"] for r in client.get(f"{ADDRESS}?{query}").json()["data"]], query
    for query in ("q=khong+co", f"sha256={'0' * 64}", "attached=true", "unit=TTPVHCC&q=khac"):
        assert client.get(f"{ADDRESS}?{query}").json()["data"] == [], query


def test_the_same_content_is_kept_once_and_offered_only_where_it_is_seen(api: Api, ward: Ward, files: Files) -> None:
    officer, school, coordinator = api.as_(ward.officer), api.as_(ward.school), api.as_(ward.coordinator)
    before = everything_in(files)
    first = upload(officer, b"dung chung", "a.txt")
    second = upload(school, b"dung chung", "b.txt", "TRUONG-01")
    third = upload(coordinator, b"dung chung", "c.txt", "VHXH")
    assert len(everything_in(files) - before) == 1
    assert second["same"] == []
    assert {row["id"] for row in third["same"]} == {first["id"], second["id"]}  # type: ignore[attr-defined]
    assert [r["id"] for r in school.get(f"{ADDRESS}?sha256={first['sha256']}").json()["data"]] == [second["id"]]
    # Taking one back leaves the content to the others, the last one takes it along.
    for client, row, left in ((officer, first, 1), (school, second, 1), (coordinator, third, 0)):
        assert client.delete(f"{ADDRESS}/{row['id']}").status_code == 204
        assert len(everything_in(files) - before) == left


def test_many_send_the_same_file_at_once(app: FastAPI, served: str, world: World, ward: Ward, files: Files) -> None:
    client, content = calling(app, served, ward.officer), b"cung mot luc" * 100_000
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda n: upload(client, content, f"{n}.txt"), range(16)))
    assert len({row["id"] for row in sent}) == 16
    assert len({row["sha256"] for row in sent}) == 1
    assert everything_in(files) == rows(world) and halves_in(files) == []
    # Half of them are taken back while the others are opened and sent again.
    with ThreadPoolExecutor(8) as pool:
        gone = pool.map(lambda row: client.delete(f"{ADDRESS}/{row['id']}").status_code, sent)
        more = pool.map(lambda n: upload(client, content, f"{n}.txt"), range(8))
        assert set(gone) == {204}
        kept = list(more)
    assert everything_in(files) == rows(world)
    for row in kept:
        assert client.get(f"{ADDRESS}/{row['id']}/content").content == content


def test_a_repeated_upload_with_its_key_is_one_file(api: Api, world: World, ward: Ward) -> None:
    client, key = api.as_(ward.key), {"Idempotency-Key": uuid.uuid4().hex}
    assert client.post(ADDRESS, params=CSV, content=b"a;1").json()["code"] == "idempotency_key_missing"
    first = client.post(ADDRESS, params=CSV, content=b"a;1", headers=key)
    again = client.post(ADDRESS, params=CSV, content=b"a;1", headers=key)
    assert first.status_code == again.status_code == 201 and again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert client.post(ADDRESS, params=CSV, content=b"a;2", headers=key).json()["code"] == "idempotency_key_reused"
    assert world.scalar("select count(*) from evidence where sha256 = :s", s=first.json()["sha256"]) == 1


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [
        ("officer", "TTPVHCC", 201),
        ("head", "TTPVHCC", 201),
        ("contributor", "TDP-01", 201),
        ("school", "TRUONG-01", 201),
        ("coordinator", "TTPVHCC", 201),
        ("officer", "11602", 403),
        ("officer", "TRUONG-01", 403),
        ("leader", "TTPVHCC", 403),
        ("supervisor", "MTTQ", 403),
        ("reader", "11602:TTPVHCC", 403),
        ("administrator", "TTPVHCC", 403),
        ("stranger", "11602:TTPVHCC", 404),
        ("officer", "KHONG-CO", 404),
    ],
)
def test_who_may_send_for_whom(api: Api, ward: Ward, who: str, unit: str, status: int) -> None:
    params = {"unit": unit, "filename": f"{who}.txt"}
    answer = api.as_(getattr(ward, who)).post(ADDRESS, params=params, content=b"x" + who.encode())
    assert answer.status_code == status, answer.text


def test_who_sees_a_file_before_and_after_it_is_opened_to_the_ward(api: Api, ward: Ward) -> None:
    row = upload(api.as_(ward.officer), b"ai xem", "ai-xem.txt")
    at = f"{ADDRESS}/{row['id']}"

    def seen_by(who: str) -> set[int]:
        client = api.as_(getattr(ward, who))
        listed = row["id"] in [r["id"] for r in client.get(f"{ADDRESS}?q=ai+xem").json().get("data", [])]
        codes = {client.get(at).status_code, client.get(f"{at}/content").status_code}
        assert listed == (codes == {200}), who
        return codes

    inside = {"officer", "head", "coordinator", "leader", "key"}
    outside = {"contributor", "school", "supervisor", "reader", "stranger"}
    assert {who: seen_by(who) for who in inside | outside} == {
        **{key: {200} for key in inside},
        **{key: {404} for key in outside},
    }
    assert seen_by("administrator") == seen_by("value_key") == {403}
    assert api.as_(None).get(at).status_code == 401
    assert api.as_(ward.school).patch(at, json={"open_to_ward": True}, headers={"If-Match": "*"}).status_code == 404
    assert api.as_(ward.leader).delete(at).status_code == 403

    opened = api.as_(ward.head).patch(at, json={"open_to_ward": True}, headers={"If-Match": '"1"'})
    assert opened.status_code == 200
    assert {who: seen_by(who) for who in inside | outside} == {
        **{key: {200} for key in inside | outside},
        "stranger": {404},
    }
    assert seen_by("administrator") == seen_by("value_key") == {403}
    assert api.as_(ward.school).delete(at).status_code == 403
    assert api.as_(ward.school).get(at).json()["may"] == {"edit": False, "delete": False}


def test_a_value_rests_on_files_until_it_is_handed_in(api: Api, world: World, ward: Ward) -> None:
    officer, head = api.as_(ward.officer), api.as_(ward.head)
    value = _value(officer, "A2a")
    assert (value["evidence"], value["evidence_count"]) == ([], 0)
    first, second = upload(officer, b"mot", "mot.txt"), upload(officer, b"hai", "hai.txt")
    at = f"/api/v1/indicator-values/{value['id']}"
    for row in (first, second, first):
        answer = officer.put(f"{at}/evidence/{row['id']}")
        assert answer.status_code == 200, answer.text
    shown = {k: first[k] for k in ("id", "filename", "media_type", "size")}
    assert answer.json()["evidence"][0] == shown and answer.json()["evidence_count"] == 2
    assert officer.get(f"{ADDRESS}/{first['id']}").json()["state"] == "attached"
    assert officer.delete(f"{ADDRESS}/{first['id']}").json()["code"] == "evidence_in_use"
    sheet = officer.get("/api/v1/entry-sheets/TTPVHCC/2026-H2").json()
    assert [r["value"]["evidence_count"] for r in sheet["rows"] if r["indicator"]["code"] == "A2a"] == [2]

    assert officer.delete(f"{at}/evidence/{second['id']}").status_code == 204
    assert officer.delete(f"{at}/evidence/{second['id']}").status_code == 404
    assert officer.get(f"{ADDRESS}/{second['id']}").json()["state"] == "draft"
    assert officer.post(f"{at}/submissions", headers={"If-Match": '"1"'}).status_code == 200
    assert officer.put(f"{at}/evidence/{second['id']}").json()["code"] == "move_forbidden"
    assert officer.delete(f"{at}/evidence/{first['id']}").json()["code"] == "move_forbidden"
    approved = head.post(f"{at}/approvals", headers={"If-Match": '"2"'})
    assert approved.json()["evidence"] == [shown]

    # Everyone of the ward reads the value and how many files it rests on; the files only who sees the unit.
    seen = api.as_(ward.supervisor).get(at).json()
    assert (seen["evidence"], seen["evidence_count"]) == ([], 1)
    assert api.as_(ward.leader).get(at).json()["evidence"] == [shown]
    assert api.as_(ward.stranger).get(at).status_code == 404
    head.patch(f"{ADDRESS}/{first['id']}", json={"open_to_ward": True}, headers={"If-Match": "*"})
    assert api.as_(ward.supervisor).get(at).json()["evidence"] == [shown]
    trail = world.scalar("select array_agg(op order by id) from audit where tab = 'value_evidence'")
    assert trail == ["insert", "insert", "delete"]


def test_a_value_takes_only_files_that_are_seen_and_of_its_ward(api: Api, world: World, ward: Ward) -> None:
    officer = api.as_(ward.officer)
    at = f"/api/v1/indicator-values/{_value(officer)['id']}/evidence"
    of_school = upload(api.as_(ward.school), b"cua truong", "t.txt", "TRUONG-01")
    of_stranger = upload(api.as_(ward.stranger), b"phuong ben", "p.txt", "11581:VHXH")
    mine = upload(officer, b"cua minh", "m.txt")
    for ident in (of_school["id"], of_stranger["id"], uuid.uuid4()):
        assert officer.put(f"{at}/{ident}").status_code == 404
    assert api.as_(ward.coordinator).put(f"{at}/{of_school['id']}").status_code == 200
    assert [f["id"] for f in _value(officer)["evidence"]] == []  # type: ignore[attr-defined]
    assert _value(officer)["evidence_count"] == 1
    assert api.as_(ward.leader).put(f"{at}/{mine['id']}").status_code == 403
    assert api.as_(ward.school).put(f"{at}/{of_school['id']}").status_code == 404
    assert api.as_(ward.key).put(f"{at}/{mine['id']}", headers={"Idempotency-Key": "k1"}).status_code == 403
    assert api.as_(ward.value_key).put(f"{at}/{mine['id']}", headers={"Idempotency-Key": "k2"}).status_code == 200
    with world.begin() as db:  # somebody who sees both wards still mixes none
        both = make.person(db, make.unit_of(db, "11602:VHXH"), "coordinator")
        make.give(db, both.account_id, make.unit_of(db, "11581:VHXH"), "coordinator")
    assert api.as_(both).get(f"{ADDRESS}/{of_stranger['id']}").status_code == 200
    assert api.as_(both).put(f"{at}/{of_stranger['id']}").status_code == 404


def test_the_database_itself_lets_nobody_change_what_was_sent(app: FastAPI) -> None:
    for column in ("sha256", "size", "filename", "uses", "unit_id", "uploaded_by"):
        with app.state.engine.connect() as db, pytest.raises(ProgrammingError, match="permission denied"):
            db.execute(text(f"update evidence set {column} = {column}"))


def test_showing_values_takes_as_many_queries_with_files_as_without(api: Api, app: FastAPI, ward: Ward) -> None:
    officer, counted = api.as_(ward.officer), []
    event.listen(app.state.engine, "before_cursor_execute", lambda *a: counted.append(a[2]))

    def queries() -> int:
        counted.clear()
        assert officer.get("/api/v1/indicator-values?unit=TTPVHCC").status_code == 200
        return len(counted)

    before = queries()
    at = f"/api/v1/indicator-values/{_value(officer)['id']}/evidence"
    for number in range(5):
        assert officer.put(f"{at}/{upload(officer, b'n%d' % number, f'n{number}.txt')['id']}").status_code == 200
    assert queries() == before


def test_what_is_too_large_is_refused(app: FastAPI, served: str, ward: Ward, files: Files) -> None:
    limit: int = app.state.settings.max_upload
    with _begun(app, served, ward.officer, limit + 1) as line:  # refused by what it says, before it is sent
        said = line.recv(10_000).decode()
    assert said.startswith("HTTP/1.1 413") and '"code":"file_too_large"' in said and '"limit":50' in said
    blocks = (b"a" * 65_536 for _ in range(limit // 65_536 + 1))  # without saying how long it is
    streamed = calling(app, served, ward.officer).post(ADDRESS, params=CSV, content=blocks)
    assert (streamed.status_code, streamed.json()["code"]) == (413, "file_too_large")
    assert halves_in(files) == []
    whole = calling(app, served, ward.officer).post(ADDRESS, params=CSV, content=b"a" * limit)
    assert whole.status_code == 201 and whole.json()["size"] == limit
    calling(app, served, ward.officer).delete(f"{ADDRESS}/{whole.json()['id']}")


def test_a_connection_that_ends_half_way_leaves_nothing(
    app: FastAPI, served: str, world: World, ward: Ward, files: Files
) -> None:
    before = world.scalar("select count(*) from evidence")
    for sent in (0, 1, 70_000, 3_000_000):
        with _begun(app, served, ward.officer, 3_000_001) as line:
            line.sendall(b"a" * sent)
            wait_until(lambda: len(halves_in(files)) == 1)
        wait_until(lambda: halves_in(files) == [])
    assert world.scalar("select count(*) from evidence") == before


def _begun(app: FastAPI, served: str, who: make.Person, length: int) -> socket.socket:
    """A connection on which the head of an upload has been sent."""
    token = calling(app, served, who).headers["authorization"]
    host, port = served.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)), timeout=10)
    head = f"POST {ADDRESS}?unit=TTPVHCC&filename=a.csv HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n"
    line.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode())
    return line


def wait_until(holds: Callable[[], bool]) -> None:
    """Give the server up to ten seconds."""
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_unit_keeps_only_so_much(app: FastAPI, database: Database, ward: Ward) -> None:
    settings = Settings(
        DOIMOI_VAR=app.state.settings.var, DOIMOI_FRONTEND=Path("/nonexistent"), DOIMOI_UNIT_QUOTA=1_000
    )
    small = create_app(settings, database.url(roles.APP))
    with serving(small) as address:
        client = calling(small, address, ward.contributor)

        def send(size: int) -> tuple[int, str]:
            params = {"unit": "TDP-01", "filename": "a.txt"}
            answer = client.post(ADDRESS, params=params, content=iter([b"x" * size]))
            return answer.status_code, answer.json().get("code", "")

        used = sum(r["size"] for r in client.get(f"{ADDRESS}?unit=TDP-01").json()["data"])
        assert send(1_000 - used - 200) == (201, "")
        assert send(201) == (409, "evidence_quota_full")
        with ThreadPoolExecutor(6) as pool:  # six that fit one by one do not fit together
            together = list(pool.map(lambda _: send(60), range(6)))
        assert together.count((201, "")) == 3 and together.count((409, "evidence_quota_full")) == 3
        assert send(20) == (201, "")


def test_a_file_whose_content_is_gone_says_so(api: Api, ward: Ward, files: Files) -> None:
    client = api.as_(ward.officer)
    row = upload(client, b"mat noi dung", "mat.txt")
    files.path(str(row["sha256"])).unlink()
    answer = client.get(f"{ADDRESS}/{row['id']}/content")
    assert (answer.status_code, answer.json()["code"]) == (410, "evidence_content_missing")
    client.delete(f"{ADDRESS}/{row['id']}")


def test_a_sweep_takes_what_nothing_names_and_spares_what_is_on_its_way(
    app: FastAPI, served: str, database: Database, ward: Ward, world: World, files: Files
) -> None:
    client = calling(app, served, ward.officer)
    upload(client, b"con dung", "con.txt")
    lost = files.root / "ab" / "cd" / ("abcd" + "0" * 60)
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_bytes(b"x")
    (files.root / "incoming" / "dead.part").write_bytes(b"half")
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Iterator[bytes]:
        yield b"a;1\n"
        begun.set()
        go_on.wait(10)
        yield b"b;2\n"

    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(lambda: client.post(ADDRESS, params=CSV, content=slow()))
        assert begun.wait(10)
        swept = sweeping.sweep(database.url(roles.APP), files)
        go_on.set()
        assert sent.result().status_code == 201
    assert swept == (1, 1) and not lost.exists()
    assert everything_in(files) == rows(world) and halves_in(files) == []
