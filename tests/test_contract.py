"""The contract: what openapi.json promises is what the application is, whole, bounded and in both languages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from doimoi import cli
from doimoi.access.gate import Lock, enter, open_session
from doimoi.app import ROUTERS
from doimoi.words import PROBLEMS
from tests.conftest import Api

CONTRACT: Final = json.loads((Path(__file__).parents[1] / "openapi.json").read_text("utf-8"))
OPERATIONS: Final = [
    (f"{method.upper()} {path}", operation)
    for path, methods in CONTRACT["paths"].items()
    for method, operation in methods.items()
]
NAMES: Final = [name for name, _ in OPERATIONS]
WRITES: Final = ("POST", "PUT", "PATCH", "DELETE")


def test_the_contract_is_the_applications(app: FastAPI) -> None:
    assert json.loads(json.dumps(app.openapi())) == CONTRACT


def test_operations_have_ids_of_their_own_and_full_sentences() -> None:
    ids = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(set(ids)) == len(ids)
    assert [i for i in ids if not re.fullmatch(r"[a-z]+(_[a-z]+)+", i)] == []
    assert [n for n, o in OPERATIONS if not re.search(r"\w{3}.*\.$", o.get("description", ""), re.DOTALL)] == []


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=NAMES)
def test_every_operation_declares_how_it_refuses(name: str, operation: dict[str, Any]) -> None:
    if "/api/" not in name:
        return
    expected = {"400", "431", "500", "503"}
    if operation.get("security"):
        expected |= {"401", "403"}
    if "parameters" in operation or "requestBody" in operation:
        expected |= {"422"}
    if "requestBody" in operation:
        expected |= {"413", "415"}
    if not name.startswith("GET"):
        expected |= {"507"}
    assert expected - set(operation["responses"]) == set()
    for status, answer in operation["responses"].items():
        if int(status) >= 400:
            assert answer["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }, status


def schemas_of(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema that an input can lead to, with where it stands."""
    seen: set[str] = set()

    def walk(node: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(node, list):
            for number, item in enumerate(node):
                yield from walk(item, f"{at}/{number}")
        elif isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str):
                if reference not in seen:
                    seen.add(reference)
                    name = reference.rpartition("/")[2]
                    yield from walk(CONTRACT["components"]["schemas"][name], name)
                return
            if "type" in node and isinstance(node["type"], str):
                yield at, node
            for key, item in node.items():
                if key not in ("default", "examples", "enum", "const"):
                    yield from walk(item, f"{at}/{key}")

    yield from walk(node, "")


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=NAMES)
def test_every_input_is_bounded(name: str, operation: dict[str, Any]) -> None:
    inputs = {"parameters": operation.get("parameters", []), "body": operation.get("requestBody", {})}
    assert [at for at, schema in schemas_of(inputs) if not bounded(schema)] == []


def bounded(schema: dict[str, Any]) -> bool:
    """Whether a schema says how long, how large, how many; whether an object refuses unknown fields."""
    kind = schema["type"]
    if kind == "string":
        return any(word in schema for word in ("maxLength", "enum", "const", "format"))
    if kind in ("integer", "number"):
        return {"maximum", "minimum"} <= set(schema)
    if kind == "array":
        return "maxItems" in schema
    keyed = {"propertyNames", "maxProperties"} <= set(schema)  # an object whose keys are bounded and counted
    return kind != "object" or keyed or schema.get("additionalProperties") is False


def test_the_statuses_that_carry_a_version_are_declared() -> None:
    """Who must send If-Match may be told that it is missing (428) or stale (412)."""
    for name, operation in OPERATIONS:
        names = {parameter["name"] for parameter in operation.get("parameters", [])}
        assert ("if-match" in names) == ({"412", "428"} <= set(operation["responses"])), name


def routes(app: FastAPI) -> Iterator[APIRoute]:
    """Every address of the application that is of the product's making, those outside the contract too."""
    for route in app.routes:
        included = getattr(route, "original_router", None)
        yield from (r for r in (included.routes if included else [route]) if isinstance(r, APIRoute))


def unlocked(app: FastAPI, open_doors: set[str]) -> list[str]:
    """The doors that have no lock, or a lock without the transaction that turns it; `open_doors` need none."""
    found = []
    for route in routes(app):
        calls = list(_calls(route.dependant))
        locks = [call for call in calls if isinstance(call, Lock)]
        shut = len(locks) == 1 and (open_session in calls or enter in calls)
        needs_none = route.operation_id in open_doors and not locks and open_session not in calls
        if not shut and not needs_none:
            found.append(f"{sorted(route.methods or ())} {route.path}")
    return found


def _calls(dependant: Dependant) -> Iterator[object]:
    for below in dependant.dependencies:
        yield below.call
        yield from _calls(below)


PUBLIC_PAGES: Final = {"/k/{code}", "/kiosk/{code}", "/k/{code}/xong"}
"""Pages that the server writes for people without an account; nobody calls them as an API."""
OPEN_DOORS: Final = {
    *(operation["operationId"] for _, operation in OPERATIONS if not operation.get("security")),
    *("show_survey_form", "show_kiosk", "thank_for_survey", "send_survey_form"),
    "None",
}
"""Doors before log-in (test_access.py knows them by hand), and the pages, which stand outside the contract."""


def test_every_door_has_its_lock(app: FastAPI) -> None:
    assert unlocked(app, OPEN_DOORS) == []
    assert sum(len(router.routes) for router in ROUTERS) > 40
    assert {route.path for route in routes(app) if not route.include_in_schema} == PUBLIC_PAGES
    others = {getattr(r, "path", "") for r in app.routes if not hasattr(r, "original_router")}
    assert others == {"/api/v1/openapi.json", "/{path:path}"}


def test_every_problem_code_of_a_field_and_of_http_has_its_words(api: Api) -> None:
    from doimoi.core import problems

    told = {*problems._KINDS.values(), *problems._HTTP_CODES.values(), "out_of_range", "wrong_type", "bad_format"}
    assert told - set(PROBLEMS) == set()


def test_every_refusal_is_a_problem_in_the_callers_language(api: Api) -> None:
    client = api.client
    for path in ("/api/v1/me", "/api/v1/nowhere", "/api/v1/units?x=1", "/nowhere"):
        for language, said in (("vi", 0), ("en-GB,en;q=0.9", 1), ("fr", 0)):
            answer = client.get(path, headers={"Accept-Language": language})
            problem = answer.json()
            assert answer.status_code == problem["status"] >= 400
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["content-language"] == ("vi", "en")[said]
            assert answer.headers["x-request-id"] == problem["request_id"]
            template = PROBLEMS[problem["code"]][said]
            assert problem["detail"].startswith(template.split("{")[0])


def test_the_command_prints_the_same_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export-openapi"]) in (0, None)
    assert json.loads(capsys.readouterr().out) == CONTRACT
