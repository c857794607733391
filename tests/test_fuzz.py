"""The contract fuzzed in the process, as real people and keys: no 5xx, no answer that the contract does not declare.

Requests are generated from the contract, valid and invalid ones; half of them are aimed at things that exist.
The same requests are made on every run.
"""

import uuid
from collections.abc import Iterator
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from doimoi.words import PROBLEMS
from tests.access.asks import ASKS, Ask
from tests.access.ground import CENTRE, COLUMNS, KIN, Ground, lay, that_day
from tests.conftest import Api, World
from tests.test_contract import CONTRACT

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CASES: Final = 30
CALLERS: Final = (*COLUMNS, "anonymous")
SCHEMA: Final = schemathesis.openapi.from_dict(CONTRACT)
OPERATIONS: Final = {
    operation.definition.raw["operationId"]: operation
    for operation in (result.ok() for result in SCHEMA.get_all_operations() if isinstance(result, Ok))
}


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


def aim(case: Any, asked: Ask, template: str) -> None:
    """Point a generated request at something that exists."""
    parts = asked.path.partition("?")[0].split("/")
    for name in case.path_parameters:
        case.path_parameters[name] = parts[template.split("/").index(f"{{{name}}}")]


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_what_is_generated_from_the_contract_is_answered_within_it(ground: Ground, name: str) -> None:
    bombard(ground, name, CASES)


@pytest.mark.proof
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_the_same_with_twenty_times_as_many(ground: Ground, name: str) -> None:
    bombard(ground, name, 20 * CASES)


def bombard(ground: Ground, name: str, times: int) -> None:
    """Send an operation so many generated requests, by every kind of caller, and check every answer."""
    operation = OPERATIONS[name]
    modes = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    takes = operation.definition.raw.get("parameters") or operation.definition.raw.get("requestBody")
    if takes:
        modes.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    cases = [c for c in ASKS if c.split(":")[0] == name]
    asked_of = {
        (who, case): asked
        for who in CALLERS
        for case in cases
        if (asked := ASKS[case](ground, who, KIN.get(who, (CENTRE,))[0])) is not None
    }
    statuses = set()

    @settings(
        max_examples=times if takes else 5,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def fuzz(data: st.DataObject) -> None:
        case = data.draw(st.one_of(modes))
        who = data.draw(st.sampled_from(CALLERS))
        aims = [asked for (caller, _), asked in asked_of.items() if caller == who]
        aimed = bool(aims) and data.draw(st.booleans())
        if aimed:
            aim(case, data.draw(st.sampled_from(aims)), operation.path)
            if data.draw(st.booleans()):
                asked = data.draw(st.sampled_from(aims))
                case.headers.update(asked.headers)
                if asked.json is not None and data.draw(st.booleans()):
                    case.body = asked.json
        headers = ground.sent(who)
        if who.startswith("key_"):
            headers = headers | {"Idempotency-Key": str(uuid.uuid4())}
        sent = case.as_transport_kwargs(base_url="https://testserver", headers=headers)
        if sent.get("cookies"):
            sent["headers"]["Cookie"] = "; ".join(f"{name}={value}" for name, value in sent["cookies"].items())
        answer = ground.api.client.request(
            sent["method"],
            sent["url"],
            params=sent.get("params"),
            headers={name: value.encode("latin-1", "replace") for name, value in sent["headers"].items()},
            content=sent.get("data"),
            **({"json": sent["json"]} if sent.get("json", NOT_SET) is not NOT_SET else {}),
        )
        statuses.add(answer.status_code)
        negative = not aimed and case.meta is not None and case.meta.generation.mode.is_negative
        # A refusal of any kind is right for what is wrong; schemathesis knows only some of them. And a list in a
        # query does not survive the writing of the address: an empty one leaves nothing, `[true]` leaves `true`.
        query = case.query or {}
        lists = any(isinstance(value, list) for value in query.values())
        arrived = not lists and set(query) <= set(answer.request.url.params)
        taken = [negative_data_rejection] if negative and arrived and answer.status_code < 400 else []
        case.validate_response(answer, checks=[*CHECKS, *taken])
        if answer.status_code >= 400:
            assert answer.json()["code"] in PROBLEMS

    fuzz()
    assert statuses
