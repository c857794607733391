"""Two wards with people in every role, for the tests of assignments."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api

from doimoi.access.models import Unit
from doimoi.access.rules import Role, Scope

V1 = "/api/v1"
TODAY = "2026-11-25 03:00:00Z"


@dataclass(frozen=True)
class Ground:
    """The ward, its units, and the people in them."""

    ward: Unit
    office: Unit
    vp: Unit
    cap: Unit
    team: Unit
    leader: make.Person
    coordinator: make.Person
    head: make.Person
    officer: make.Person
    colleague: make.Person
    police: make.Person
    member: make.Person
    supervisor: make.Person
    reader: make.Person
    administrator: make.Person
    stranger: make.Person
    key: str
    reading_key: str


def lay(db: Session) -> Ground:
    """Arrange both wards."""
    ward, neighbour = make.ward(db), make.ward(db, "11581")
    office = make.unit(db, "VHXH", ward, name="Phòng Văn hóa - Xã hội")
    vp = make.unit(db, "VP", ward, name="Văn phòng HĐND và UBND phường")
    cap = make.unit(db, "CAP", ward, name="Công an phường")
    team = make.unit(db, "TS", vp, name="Tổ số hóa")
    return Ground(
        ward,
        office,
        vp,
        cap,
        team,
        leader=make.person(db, ward, Role.LEADER),
        coordinator=make.person(db, office, Role.COORDINATOR),
        head=make.person(db, vp, Role.HEAD),
        officer=make.person(db, vp, Role.OFFICER),
        colleague=make.person(db, vp, Role.OFFICER),
        police=make.person(db, cap, Role.OFFICER),
        member=make.person(db, team, Role.OFFICER),
        supervisor=make.person(db, make.unit(db, "MTTQ", ward), Role.SUPERVISOR),
        reader=make.person(db, make.city(db), Role.READER),
        administrator=make.person(db, ward, Role.ADMINISTRATOR),
        stranger=make.person(db, make.unit(db, "VP", neighbour), Role.HEAD),
        key=make.key(db, vp, Scope.ASSIGNMENTS_WRITE),
        reading_key=make.key(db, vp, Scope.VALUES_READ),
    )


def match(version: int) -> dict[str, str]:
    """The header that names the version a change is made from."""
    return {"If-Match": f'"{version}"'}


def at(code: str, *rest: str) -> str:
    """The address of an assignment, or of something below it."""
    return "/".join((f"{V1}/assignments/{code}", *rest))


def ok(answer: Any) -> Any:
    """The body of an answer that is no problem."""
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def submit(client: TestClient, code: str) -> Any:
    """Hand an assignment in as it stands."""
    version = ok(client.get(at(code)))["version"]
    return ok(client.post(at(code, "submissions"), json={}, headers=match(version)))


@contextmanager
def counted(api: Api) -> Iterator[list[str]]:
    """The statements that the application sends meanwhile."""
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    event.listen(api.app.state.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(api.app.state.engine, "before_cursor_execute", note)
