"""Bad input at every door: wrong, hostile, repeated, enormous. A clear problem, never a 500, never half a write."""

import asyncio
import itertools
import json
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from urllib.parse import quote

import pytest

from tests.access.asks import ASKS, V1, Ask
from tests.access.ground import CENTRE, KIN, PERIOD, RELATIONS, Ground, lay, that_day
from tests.conftest import Api, World
from tests.test_access import PLACED, UNPLACED
from tests.test_contract import CONTRACT

OPERATIONS: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in CONTRACT["paths"].items()
    for method, operation in methods.items()
}
WITH_BODY: Final = sorted(
    name
    for name, (_, _, operation) in OPERATIONS.items()
    if "application/json" in operation.get("requestBody", {}).get("content", {})
)
WRITES: Final = sorted(name for name, (method, _, _) in OPERATIONS.items() if method != "GET")
READS: Final = sorted(set(OPERATIONS) - set(WRITES))
JSON_TYPE: Final = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with that_day():
        yield


@pytest.fixture(scope="module")
def ground(api: Api, world: World) -> Ground:
    """The two wards, laid once."""
    with that_day():
        return lay(api, world)


def valid(ground: Ground, operation: str) -> tuple[str, Ask]:
    """Somebody who may, and a request that would be taken."""
    cases = [c for c in ASKS if c.split(":")[0] == operation]
    matrix = {**PLACED, **UNPLACED}
    for case, (who, word) in ((c, w) for c in cases for w in matrix.get(c, {"anonymous": "y"}).items()):
        for relation, at in zip(RELATIONS, KIN.get(who, (None,) * 5), strict=True):
            if word[RELATIONS.index(relation) if len(word) > 1 else 0] == "y" and (
                asked := ASKS[case](ground, who, at)
            ):
                return who, asked
    raise AssertionError(f"nobody may {operation}")


def send(ground: Ground, who: str, asked: Ask, content: bytes | None, **headers: str) -> Any:
    """The request with another body, byte by byte."""
    return ground.api.client.request(
        asked.method, asked.path, content=content, headers=ground.sent(who) | asked.headers | JSON_TYPE | headers
    )


def rows(ground: Ground) -> Any:
    """The size of every table that a request could have written to."""
    tables = (
        "account", "api_key", "audit", "evidence", "idempotency", "indicator_value", "login_try", "membership",
        "one_time_link", "period", "sign_in", "unit", "value_event", "value_evidence",
    )  # fmt: skip
    return ground.world.scalar(f"select row({', '.join(f'(select count(*) from {t})' for t in tables)})::text")


def refused(answer: Any, *statuses: int) -> None:
    """A problem with a code, a sentence and no trace of the machine."""
    assert answer.status_code in statuses, (answer.status_code, answer.text[:300])
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == answer.status_code and problem["code"] and problem["detail"]
    assert "x-request-id" in answer.headers and "content-security-policy" in answer.headers
    assert not any(word in answer.text for word in ("Traceback", "psycopg", "sqlalchemy", "pydantic", "SELECT"))


def bodies(good: dict[str, Any]) -> dict[str, bytes]:
    """Bodies that are not the strict JSON object that is wanted."""
    text = json.dumps(good, ensure_ascii=False)
    first, inner = next(iter(good)), text[1:-1]
    return {
        "nothing": b"",
        "blank": b"  \n",
        "list": f"[{text}]".encode(),
        "text": json.dumps(text).encode(),
        "number": b"7",
        "true": b"true",
        "cut short": text[:-1].encode(),
        "more behind": f"{text} {{}}".encode(),
        "single quotes": text.replace('"', "'").encode(),
        "comment": f"/* */ {text}".encode(),
        "comma too many": f"{{{inner},}}".encode(),
        "NaN": f'{{{inner}, "x": NaN}}'.encode(),
        "NaN in a field": json.dumps({**good, first: float("nan")}).encode(),
        "infinite": f'{{{inner}, "x": -Infinity}}'.encode(),
        "1e999": f'{{{inner}, "x": 1e999}}'.encode(),
        "1e999 in a field": json.dumps({**good, first: 0}).replace(": 0", ": 1e999", 1).encode(),
        "a thousand digits": f'{{{inner}, "x": {"9" * 1000}}}'.encode(),
        "key twice": f'{{{inner}, "{first}": {json.dumps(good[first])}}}'.encode(),
        "key twice, escaped": f'{{{inner}, "\\u{ord(first[0]):04x}{first[1:]}": {json.dumps(good[first])}}}'.encode(),
        "nested 100,000 deep": b'{"x":' * 100_000 + b"1" + b"}" * 100_000,
        "lists 100,000 deep": b"[" * 100_000,
        "20,000 keys": json.dumps({f"k{n}": n for n in range(20_000)}).encode(),
        "UTF-16": text.encode("utf-16"),
        "UTF-16 without mark": text.encode("utf-16-le"),
        "UTF-32": text.encode("utf-32"),
        "byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "not UTF-8": text.encode()[:-1] + b', "x": "\xff\xfe"}',
        "overlong": text.encode()[:-1] + b', "x": "\xc0\xaf"}',
        "surrogates as bytes": text.encode()[:-1] + b', "x": "\xed\xa0\x80"}',
        "raw NUL": text.encode() + b"\x00",
        "gzip bytes": b"\x1f\x8b\x08\x00",
        "form": b"a=1&b=2",
    }


@pytest.mark.parametrize("operation", WITH_BODY)
def test_a_body_that_is_not_strict_json_is_refused_whole(ground: Ground, operation: str) -> None:
    who, asked = valid(ground, operation)
    before = rows(ground)
    optional = not OPERATIONS[operation][2]["requestBody"].get("required")
    for name, content in bodies(asked.json or {"x": 1}).items():
        if optional and name in ("nothing", "blank"):
            continue  # such a body may be left away
        answer = send(ground, who, asked, content)
        refused(answer, 400, 422)
        assert answer.json()["code"] == ("json_invalid" if answer.status_code == 400 else "validation_failed"), name
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/png", ""):
        refused(send(ground, who, asked, json.dumps(asked.json).encode(), **{"Content-Type": kind}), 415)
    assert rows(ground) == before


VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1.5, 10**30, 2**63, "", " ", "x", "\x00", "a\x00b", "\ud800", "\udc00x", "\x1b[31m",
    "\u202e", "x" * 100_000, "é" * 5_000, "1e5000", "NaN", "Infinity", "-0", "0001-01-01", "9999-12-31",
    "2026-02-30", "' or '1'='1", "${7*7}", "../../etc/passwd", "11603:VP", "1; drop table unit", [], [[]],
    ["x"] * 10_000, {}, {"$ne": None}, {"__proto__": 1},
)  # fmt: skip
JSON_KINDS: Final = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def kinds(schema: dict[str, Any]) -> set[str]:
    """The JSON types that a field takes, as the contract says."""
    if "$ref" in schema:
        return kinds(CONTRACT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return set().union(*(kinds(part) for part in schema["anyOf"]))
    kind = str(schema["type"])
    return {kind, "integer"} if kind == "number" else {kind}


def body_schema(operation: str) -> dict[str, Any]:
    """The schema of a body, its reference followed."""
    schema = OPERATIONS[operation][2]["requestBody"]["content"]["application/json"]["schema"]
    for part in schema.get("anyOf", [schema]):
        if "$ref" in part:
            found: dict[str, Any] = CONTRACT["components"]["schemas"][part["$ref"].rpartition("/")[2]]
            return found
    raise AssertionError(schema)


def written(body: dict[str, Any]) -> bytes:
    """JSON with lone surrogates as escapes."""
    return json.dumps(body).encode()


@pytest.mark.parametrize("operation", WITH_BODY)
def test_a_field_of_the_wrong_kind_or_size_is_refused_at_its_place(ground: Ground, operation: str) -> None:
    who, asked = valid(ground, operation)
    properties = body_schema(operation)["properties"]
    for field, value in itertools.product(properties, VALUES):
        before = rows(ground)
        answer = send(ground, who, asked, written({**(asked.json or {}), field: value}))
        if JSON_KINDS[type(value)] not in kinds(properties[field]):
            refused(answer, 422)
            assert answer.json()["errors"][0]["pointer"].startswith(f"/{field}"), answer.text
        elif answer.status_code >= 400:
            refused(answer, 400, 401, 403, 404, 409, 410, 412, 422, 429)
        else:
            assert not isinstance(value, str) or not set(value) & {"\x00", "\ud800", "\x1b"}, (field, value)
            assert len(str(value)) <= 4_000
            who, asked = valid(ground, operation)  # it was taken: the next one needs a fresh thing
            continue
        if operation not in ("log_in", "claim_device"):  # a failed try to come in is counted
            assert rows(ground) == before, (field, value)
    for field in properties:
        if field in body_schema(operation).get("required", ()):
            less = {k: v for k, v in (asked.json or {}).items() if k != field}
            answer = send(ground, who, asked, written(less))
            refused(answer, 422)
            assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(f"/{field}", "missing")]


EVERY_FIELD: Final = sorted(
    {name for schema in CONTRACT["components"]["schemas"].values() for name in schema.get("properties", {})}
    | {"unit_id", "unit_key", "account_id", "password_hash", "is_admin", "act", "see", "__proto__", "constructor"}
)


@pytest.mark.parametrize("operation", WITH_BODY)
def test_a_field_that_is_not_the_forms_is_refused(ground: Ground, operation: str) -> None:
    """No state, version, owner or name slips in beside what a form sends."""
    who, asked = valid(ground, operation)
    before = rows(ground)
    extra = [name for name in EVERY_FIELD if name not in body_schema(operation)["properties"]]
    assert len(extra) > 100
    for some in (*(extra[n : n + 60] for n in range(0, len(extra), 60)), extra[:1]):
        answer = send(ground, who, asked, written({**(asked.json or {}), **dict.fromkeys(some, "approved")}))
        refused(answer, 422)
        told = {(e["pointer"], e["code"]) for e in answer.json()["errors"]}
        assert told == {(f"/{name}", "unknown_field") for name in some}
    assert rows(ground) == before


TEXTS: Final = (
    "%00", "a%00b", "%ED%A0%80", "%FF", "-1", "0", "99999999999999999999", str(2**63), "1e9", "NaN", "%20", "true",
    quote("' or '1'='1"), quote("Đổi"), "%F0%9F%A6%86", "x" * 3_000, "%25", "_", "..%2F..%2Fetc", "%0D%0AX-Y:1",
)  # fmt: skip


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_rubbish_in_the_address_is_refused_or_finds_nothing(ground: Ground, operation: str) -> None:
    who, asked = valid(ground, operation)
    method, template, contract = OPERATIONS[operation]
    before = rows(ground)
    address = asked.path.partition("?")[0]
    paths = []
    for number, part in enumerate(template.split("/")):
        if part.startswith("{"):
            parts = address.split("/")
            paths += ["/".join([*parts[:number], text, *parts[number + 1 :]]) for text in TEXTS]
    for path in paths:
        refused(send(ground, who, Ask(method, path, headers=asked.headers), _content(asked)), 400, 403, 404, 405, 422)
    for parameter in contract.get("parameters", []):
        if parameter["in"] == "query":
            for text in ("", *TEXTS):
                answer = send(ground, who, Ask(method, f"{address}?{parameter['name']}={text}"), None)
                if answer.status_code != 200:
                    refused(answer, 400, 404, 422)
            twice = f"{address}?{parameter['name']}=1&{parameter['name']}=1"
            refused(send(ground, who, Ask(method, twice), None), 400)
    if method == "GET" or operation != "log_in":
        assert rows(ground) == before
    if address.startswith(V1):
        for name in ("unit_id", "Limit", "limit[]", "__proto__", "Đổi", "x" * 500):
            answer = send(ground, who, Ask(method, f"{address}?{name}=1", headers=asked.headers), _content(asked))
            refused(answer, 400)
            assert answer.json()["code"] == "unknown_parameter"


def _content(asked: Ask) -> bytes | None:
    return asked.content if asked.json is None else written(asked.json)


@pytest.mark.parametrize("limit", ["0", "-1", "501", str(2**31), str(2**63), "1.5", "1e2", "", "x", "0x10", "%2B5%2B"])
def test_a_page_has_its_bounds(ground: Ground, limit: str) -> None:
    refused(send(ground, "leader", Ask("GET", f"{V1}/units?limit={limit}"), None), 422)


def test_a_cursor_is_nobodys_to_write(ground: Ground) -> None:
    client, sent = ground.api.client, ground.sent("leader")
    following = client.get(f"{V1}/units?limit=2", headers=sent).json()["next"]
    assert client.get(following, headers=sent).status_code == 200
    address, _, cursor = following.partition("cursor=")
    wrong = [cursor[:-1], cursor + "A", cursor[::-1], "A" * len(cursor), "%00", "=", "é", "e30", "W10"]
    wrong += [cursor[:n] + ("A" if cursor[n] != "A" else "B") + cursor[n + 1 :] for n in range(0, len(cursor), 7)]
    for text in wrong:
        refused(client.get(f"{address}cursor={text}", headers=sent), 400)
    refused(client.get(f"{address}cursor={'A' * 3000}", headers=sent), 422)
    for other in (f"{V1}/units?q=a&limit=2&cursor={cursor}", f"{V1}/indicators?limit=2&cursor={cursor}"):
        answer = client.get(other, headers=sent)
        refused(answer, 400)
        assert answer.json()["code"] == "cursor_mismatch"


MATCHES: Final = (
    '"0"', '"-1"', '"999"', '"99999999999999999999"', '"x"', '""', '"', "W/", 'W/"7"', '"2", "3"', '"١"',
    '"1.0"', '"1e0"', '" 1"', "null", "'2'", "%22", "é",
)  # fmt: skip


@pytest.mark.parametrize("operation", [n for n in WRITES if "412" in OPERATIONS[n][2]["responses"]])
def test_a_version_that_is_not_the_rows_changes_nothing(ground: Ground, operation: str) -> None:
    who, asked = valid(ground, operation)
    if operation == "put_indicator_value":
        ground.fresh_value(KIN[who][0] or CENTRE, "draft")
    before = rows(ground)
    for match in MATCHES:
        headers = {"If-Match": match.encode()}
        answer = send(ground, who, Ask(asked.method, asked.path), _content(asked), **headers)  # type: ignore[arg-type]
        refused(answer, 412)
    refused(send(ground, who, Ask(asked.method, asked.path), _content(asked)), 428)
    refused(send(ground, who, Ask(asked.method, asked.path), _content(asked), **{"If-Match": "1" * 101}), 422)
    assert rows(ground) == before


@pytest.mark.parametrize("key", ["", "é", "x" * 256, "a\tb", "\x01", "\x7f"])
def test_a_key_of_once_only_that_cannot_be_one_is_refused(ground: Ground, key: str) -> None:
    who, asked = valid(ground, "put_indicator_value")
    before = rows(ground)
    answer = send(ground, who, asked, _content(asked), **{"Idempotency-Key": key.encode()})  # type: ignore[arg-type]
    refused(answer, 400)
    assert rows(ground) == before


def test_a_key_of_once_only_is_bound_to_its_body_and_address(ground: Ground) -> None:
    who, asked = valid(ground, "put_indicator_value")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = send(ground, who, asked, _content(asked), **key)
    assert first.status_code == 201
    again = send(ground, who, asked, _content(asked), **key)
    assert (again.status_code, again.content) == (201, first.content)
    other = send(ground, who, asked, written({**asked.json, "note": "khác"}), **key)
    refused(other, 422)
    assert other.json()["code"] == "idempotency_key_reused"
    elsewhere = Ask("POST", f"{V1}/indicator-values/{first.json()['id']}/submissions", headers={"If-Match": '"1"'})
    refused(send(ground, who, elsewhere, None, **key), 422)


@pytest.mark.parametrize("path", sorted(CONTRACT["paths"]))
def test_other_methods_are_told_which_there_are(ground: Ground, path: str) -> None:
    there = {method.upper() for method in CONTRACT["paths"][path]}
    address = path.replace("{", "").replace("}", "")
    for method in ("OPTIONS", "TRACE", "PUT", "PATCH", "POST", "DELETE", "BREW"):
        if method not in there:
            answer = ground.api.client.request(method, address, headers=ground.sent("officer"))
            if answer.status_code == 422:  # `/sessions/refreshes` could be a session's id
                assert address.startswith(f"{V1}/sessions/") and method == "DELETE"
                continue
            refused(answer, 405)
            assert there <= set(answer.headers["allow"].replace(" ", "").split(","))
    head = ground.api.client.head(address, headers=ground.sent("officer"))
    if "GET" in there:
        whole = ground.api.client.get(address, headers=ground.sent("officer"))
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]
    else:
        assert head.status_code == 405 and head.content == b""


class Flood:
    """A request that never ends, handed to the application in pieces of a megabyte."""

    def __init__(self, headers: dict[str, str], path: str) -> None:
        self.pulled = 0
        self.said: list[Any] = []
        self.scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "https",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(k.lower().encode(), v.encode()) for k, v in {"host": "testserver", **headers}.items()],
            "client": ("127.0.0.1", 1),
            "server": ("testserver", 443),
        }

    async def receive(self) -> dict[str, Any]:
        """The next megabyte of a hundred."""
        self.pulled += 1
        return {"type": "http.request", "body": b'"' + b"x" * 999_999, "more_body": self.pulled < 100}

    async def send(self, message: Any) -> None:
        """Keep what the application says."""
        self.said.append(message)


@pytest.mark.parametrize("length", [{}, {"Content-Length": "100000000"}, {"Content-Length": "10"}])
@pytest.mark.parametrize("path", [f"{V1}/sessions", f"{V1}/people", f"{V1}/nowhere"])
def test_a_hundred_megabytes_are_not_swallowed(ground: Ground, length: dict[str, str], path: str) -> None:
    flood = Flood(ground.sent("administrator") | JSON_TYPE | length, path)
    asyncio.run(ground.api.app(flood.scope, flood.receive, flood.send))
    start = flood.said[0]
    headers = {k.decode(): v.decode() for k, v in start["headers"]}
    nobody_reads = path.endswith("nowhere") and length.get("Content-Length") != "100000000"
    assert start["status"] == (404 if nobody_reads else 413)
    assert headers["content-type"] == "application/problem+json" and "content-security-policy" in headers
    assert json.loads(flood.said[1]["body"])["code"]
    assert flood.pulled <= 3


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_not(ground: Ground) -> None:
    limit = ground.api.app.state.settings.max_body
    at = json.dumps({"token": "x"}).encode()
    answer = send(ground, "anonymous", Ask("POST", f"{V1}/invitations/previews"), at.ljust(limit))
    refused(answer, 410)
    over = send(ground, "anonymous", Ask("POST", f"{V1}/invitations/previews"), at.ljust(limit + 1))
    refused(over, 413)
    assert over.json()["params"] == {"limit": limit}


def test_a_fault_of_ours_is_told_without_the_machine_and_with_every_header(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM Traceback")

    monkeypatch.setattr("doimoi.access.service.sign_ins", broken)
    answer = send(ground, "officer", Ask("GET", f"{V1}/sessions"), None)
    refused(answer, 500)
    assert answer.json()["code"] == "internal_error" and "secret" not in answer.text


def at_once(count: int, work: Any) -> list[Any]:
    """The answers of many threads that start together."""
    gate = threading.Barrier(count)

    def run(number: int) -> Any:
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.parametrize(
    ("noun", "state", "after", "who"),
    [("submissions", "draft", "submitted", "officer"), ("approvals", "submitted", "approved", "head")],
)
def test_the_same_move_by_twenty_at_once_happens_once(
    ground: Ground, noun: str, state: str, after: str, who: str
) -> None:
    ident = ground.fresh_value(CENTRE, state)
    asked = Ask("POST", f"{V1}/indicator-values/{ident}/{noun}", headers={"If-Match": '"1"'})
    answers = at_once(20, lambda _: send(ground, who, asked, None))
    assert sorted(a.status_code for a in answers) == [200] + [412] * 19, [a.text for a in answers]
    assert ground.world.scalar("select count(*) from value_event where value_id = :v", v=ident) == 1
    assert ground.world.scalar("select state || version from indicator_value where id = :v", v=ident) == f"{after}2"


def test_the_same_key_by_twenty_at_once_is_one_write_with_one_answer(ground: Ground) -> None:
    ground.no_value(CENTRE)
    asked = ASKS["put_indicator_value:new"](ground, "officer", CENTRE)
    assert asked is not None
    key = str(uuid.uuid4())
    answers = at_once(20, lambda _: send(ground, "officer", asked, _content(asked), **{"Idempotency-Key": key}))
    assert {a.status_code for a in answers} == {201}, [a.text for a in answers]
    assert len({a.content for a in answers}) == 1
    assert sum("idempotency-replayed" in a.headers for a in answers) == 19
    ident = answers[0].json()["id"]
    assert ground.world.scalar("select count(*) from value_event where value_id = :v", v=ident) == 1


def test_twenty_that_make_the_same_thing_at_once_make_one(ground: Ground) -> None:
    ground.no_value(CENTRE)
    asked = ASKS["put_indicator_value:new"](ground, "officer", CENTRE)
    assert asked is not None
    answers = at_once(20, lambda _: send(ground, "officer", asked, _content(asked)))
    assert [a.status_code for a in answers].count(201) == 1
    assert {a.status_code for a in answers} <= {201, 409, 428}, [a.text for a in answers]
    body = {"username": "cung.luc", "display_name": "Cùng Lúc", "unit": CENTRE, "role": "officer"}
    invited = at_once(20, lambda _: send(ground, "administrator", Ask("POST", f"{V1}/people"), written(body)))
    assert sorted(a.status_code for a in invited) == [201] + [409] * 19
    assert ground.world.scalar("select count(*) from account where username = 'cung.luc'") == 1


def test_the_period_of_the_sweeps_is_open(ground: Ground) -> None:
    """The requests above were refused for what they were, not for a frozen period."""
    assert ground.world.scalar("select count(*) from period where code = :c and locked_on is null", c=PERIOD) == 3
