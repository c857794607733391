"""The access sweep: every operation of the contract, for every kind of caller and every relation to a unit.

What is right stands in access/expectations.yaml, by hand; the requests in access/asks.py. An operation without
either fails here on the day it appears.
"""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.access.asks import ANYWHERE, ASKS, Ask
from tests.access.ground import COLUMNS, FAR_OFF, FIXED, KIN, NEAR, NOBODIES, RELATIONS, Ground, lay, that_day
from tests.conftest import Api, World

EXPECTED: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "access" / "expectations.yaml").read_text("utf-8")
)
PLACED: Final = {
    case: dict(zip(COLUMNS, row.split(), strict=True))
    for group in ("units", "people", "keys", "plan", "values", "surveys", "assignments", "evidence", "trail")
    for case, row in EXPECTED[group].items()
}
UNPLACED: Final = {case: dict(zip(COLUMNS, row.split(), strict=True)) for case, row in EXPECTED["anywhere"].items()}
OPEN: Final = frozenset(EXPECTED["open"])
ONESELF: Final = frozenset(EXPECTED["oneself"])


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


def operations(api: Api) -> dict[str, dict[str, Any]]:
    """Every operation of the running application's contract by its id."""
    paths = api.app.openapi()["paths"]
    return {operation["operationId"]: operation for path in paths.values() for operation in path.values()}


def send(ground: Ground, who: str, asked: Ask) -> Any:
    """Send a request as somebody."""
    headers = {**ground.sent(who), **asked.headers}
    if who.startswith("key_") and asked.method != "GET":
        headers["Idempotency-Key"] = str(uuid.uuid4())
    return ground.api.client.request(asked.method, asked.path, json=asked.json, content=asked.content, headers=headers)


def letter(asked: Ask | None, status: int | None) -> str:
    """The letter of the expectations that an answer stands for; the status itself when there is none."""
    if asked is None:
        return "/"
    if status in asked.yes:
        return "y"
    return {403: "n", 404: ".", 401: "u"}.get(status or 0, str(status))


def test_every_operation_has_a_request_and_an_expectation(api: Api) -> None:
    known = set(operations(api))
    assert {case.split(":")[0] for case in ASKS} == known
    assert {case.split(":")[0] for case in (*PLACED, *UNPLACED)} | OPEN == known
    assert set(ASKS) == set(PLACED) | set(UNPLACED) | OPEN
    assert set(UNPLACED) | OPEN == ANYWHERE
    assert {name for name, operation in operations(api).items() if not operation.get("security")} == OPEN


def answers(ground: Ground, case: str) -> dict[str, str]:
    """The letters with which a case is answered to every caller, in every relation where a unit is named."""
    found = {}
    for who in COLUMNS:
        found[who] = ""
        for at in KIN[who] if case in PLACED else (None,):
            asked = ASKS[case](ground, who, at) if at or case in UNPLACED else None
            answer = send(ground, who, asked) if asked else None
            found[who] += letter(asked, answer.status_code if answer is not None else None)
            if answer is not None:
                keeps_strangers_secret(who, answer)
    return found


@pytest.mark.parametrize("case", sorted([*PLACED, *UNPLACED]))
def test_every_caller_in_every_relation(ground: Ground, case: str) -> None:
    assert answers(ground, case) == {**PLACED, **UNPLACED}[case]


def keeps_strangers_secret(who: str, answer: Any) -> None:
    """No answer, list, export or refusal holds a word of what lies beyond the caller; refusals are problems."""
    told = answer.text + str(answer.headers)
    assert FAR_OFF not in told
    assert who == "reader" or NEAR not in told, who
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("case", sorted([*PLACED, *UNPLACED]))
def test_nobody_comes_in(ground: Ground, case: str) -> None:
    """Without a credential, after the account was shut, after the last role ended; and nothing is written then."""
    mine = case.split(":")[0] in ONESELF
    for who, right in zip(NOBODIES, ("u", "u", "n"), strict=True):
        for at in (KIN["officer"][0], KIN["officer"][4]):
            asked = ASKS[case](ground, who, at)
            if asked is None:
                continue
            before = fingerprint(ground) if asked.method != "GET" else None
            answer = send(ground, who, asked)
            if right == "n" and mine:
                assert letter(asked, answer.status_code) in "y.", (who, at)
                continue
            assert letter(asked, answer.status_code) == right, (who, at)
            if asked.method != "GET":
                assert fingerprint(ground) == before, (who, at)


def fingerprint(ground: Ground) -> Any:
    """How many changes the database has ever recorded, and the sizes of what is not recorded."""
    return ground.world.scalar(
        "select row((select count(*) from audit), (select count(*) from value_event), (select count(*) from"
        " idempotency), (select count(*) from one_time_link), (select count(*) from sign_in"
        " where ended_at is null))::text"
    )


@pytest.mark.parametrize("case", sorted(OPEN))
def test_doors_before_log_in_answer_everybody_alike(ground: Ground, case: str) -> None:
    for who in (*COLUMNS, *NOBODIES):
        asked = ASKS[case](ground, who, None)
        assert asked is not None
        assert send(ground, who, asked).status_code in asked.yes, who


@pytest.mark.parametrize("case", sorted(PLACED))
def test_a_strangers_thing_and_a_missing_one_are_told_alike(ground: Ground, case: str) -> None:
    compared = 0
    for who in COLUMNS:
        for relation, expected, at in zip(RELATIONS, PLACED[case][who], KIN[who], strict=True):
            if expected != "." or (asked := ASKS[case](ground, who, at)) is None:
                continue
            missing = ASKS[case](ground, who, None)
            assert missing is not None
            assert alike(send(ground, who, asked)) == alike(send(ground, who, missing)), (who, relation)
            compared += 1
    assert compared or all("." not in word for word in PLACED[case].values())


def alike(answer: Any) -> str:
    """An answer byte for byte, without the address asked and the request's own id."""
    body = {k: v for k, v in answer.json().items() if k not in ("instance", "request_id")}
    head = sorted((k, v) for k, v in answer.headers.items() if k not in ("x-request-id", "content-length"))
    return json.dumps([answer.status_code, body, head])


def pages(ground: Ground, who: str, path: str) -> list[dict[str, Any]]:
    """Every row of a list, walked in steps of three."""
    rows: list[dict[str, Any]] = []
    following: str | None = f"{path}{'&' if '?' in path else '?'}limit=3"
    while following:
        answer = ground.api.client.get(following, headers=ground.sent(who))
        assert answer.status_code == 200, answer.text
        rows += answer.json()["data"]
        following = answer.json()["next"]
    return rows


def visible(who: str) -> set[tuple[str, str]]:
    """The values that somebody may read, by unit and indicator, from the expectations of single values."""
    return {
        (at, name)
        for name, state in FIXED.items()
        for expected, at in zip(PLACED[f"get_indicator_value:{state}"][who], KIN[who], strict=True)
        if at and expected == "y"
    }


def test_lists_and_exports_show_exactly_what_single_readings_do(ground: Ground) -> None:
    for who in COLUMNS:
        related = {at for at in KIN[who] if at}
        if UNPLACED["list_indicator_values"][who] == "y":
            rows = pages(ground, who, "/api/v1/indicator-values")
            shown = [(row["unit"]["code"], row["indicator"]["code"]) for row in rows]
            assert len(shown) == len(set(shown))
            assert {s for s in shown if s[0] in related and s[1] in FIXED} == visible(who), who
            for state in FIXED.values():
                some = pages(ground, who, f"/api/v1/indicator-values?state={state}")
                assert [r["id"] for r in some] == [r["id"] for r in rows if r["state"] == state], (who, state)
        if UNPLACED["export_indicator_values"][who] == "y":
            answer = ground.api.client.get("/api/v1/exports/indicator-values", headers=ground.sent(who))
            lines = [json.loads(line) for line in answer.text.splitlines()]
            assert {line["state"] for line in lines} <= {"approved", "published"} and lines
            assert {(v["unit"], v["indicator"]) for v in lines if v["unit"] in related and v["indicator"] in FIXED} == {
                (at, name) for at, name in visible(who) if FIXED[name] == "approved"
            }, who


def test_a_value_that_is_open_to_the_ward_does_not_open_its_history(ground: Ground) -> None:
    """What was written while a value was its unit's own stays with those who could read it then."""
    for who in COLUMNS:
        for approved, draft, at in zip(
            PLACED["list_value_events:approved"][who], PLACED["list_value_events:draft"][who], KIN[who], strict=True
        ):
            if approved == "y" and at:
                path = f"/api/v1/indicator-values/{ground.ids[at, 'A1']}/events"
                events = ground.api.client.get(path, headers=ground.sent(who)).json()["data"]
                assert len(events) == (1 if draft == "y" else 0), (who, at)


def test_an_entry_sheet_shows_no_number_that_may_not_be_read(ground: Ground) -> None:
    for who in COLUMNS:
        for expected, at in zip(PLACED["get_entry_sheet"][who], KIN[who], strict=True):
            if expected == "y" and at:
                path = f"/api/v1/entry-sheets/{at}/2026-H2"
                rows = ground.api.client.get(path, headers=ground.sent(who)).json()["rows"]
                shown = {(at, row["indicator"]["code"]) for row in rows if row["value"]}
                assert {s for s in shown if s[1] in FIXED} == {v for v in visible(who) if v[0] == at}, (who, at)


FOREIGN: Final = {
    ("create_unit", "parent"): "create_unit",
    ("invite_person", "unit"): "invite_person",
    ("add_membership", "unit"): "add_membership:unit",
    ("hand_over_work", "to"): "hand_over_work:to",
    ("create_api_key", "unit"): "create_api_key",
    ("propose_paths", "unit"): "propose_paths",
    ("publish_values", "value_ids"): "publish_values:named",
    ("publish_values", "period"): "publish_values:period",
    ("publish_values", "indicator"): "publish_values:period",
    ("write_comment", "answers"): "write_comment:answers",
    ("urge_for_indicator", "unit"): "urge_for_indicator",
    ("create_survey_round", "unit"): "create_survey_round",
    ("create_survey_round", "period"): "create_survey_round:period",
    ("put_survey_into_indicator", "indicator"): "put_survey_into_indicator:indicator",
    ("put_survey_into_indicator", "period"): "put_survey_into_indicator:period",
    ("create_assignment", "lead"): "create_assignment",
    ("create_assignment", "clause"): "create_assignment",
    ("change_assignment", "lead"): "change_assignment:lead",
    ("acknowledge_assignment", "unit"): "acknowledge_assignment:unit",
    ("decline_assignment", "unit"): "decline_assignment:unit",
    ("import_assignments", "ward"): "import_assignments",
    ("log_assignment_progress", "evidence"): "log_assignment_progress:evidence",
}
"""The fields of bodies that name something that stands elsewhere, and the case that sends them a stranger's."""


def names_something(name: str, schema: dict[str, Any]) -> bool:
    """Whether a field of a body names another row, by its id or by a code."""
    if name == "client_id":
        return False  # a number that the caller makes up and that names nothing
    parts = [schema, *schema.get("anyOf", ()), schema.get("items", {})]
    known = {"unit", "parent", "ward", "indicator", "period", "plan", "clause", "person", "account", "lead", "value"}
    return name in known or name.endswith(("_id", "_ids", "_code")) or any(p.get("format") == "uuid" for p in parts)


def foreign(contract: dict[str, Any]) -> set[tuple[str, str]]:
    """Every field of every body that names another row, by operation."""
    found = set()
    for path in contract["paths"].values():
        for operation in path.values():
            body = json.dumps(operation.get("requestBody", {}))
            for name, schema in contract["components"]["schemas"].items():
                if f'"#/components/schemas/{name}"' in body:
                    fields = schema.get("properties", {}).items()
                    found |= {(operation["operationId"], f) for f, s in fields if names_something(f, s)}
    return found


def test_every_foreign_thing_in_a_body_is_swept(api: Api) -> None:
    assert foreign(api.app.openapi()) == set(FOREIGN)
    for case in FOREIGN.values():
        assert any(word.endswith(".") for word in PLACED[case].values()), case
