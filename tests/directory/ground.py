"""A ward with offices, a school and an administrator, beside a neighbouring ward: the ground of these tests."""

from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.orm import Session
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api

from doimoi.access import passwords
from doimoi.access.models import Credential, Unit
from doimoi.access.rules import Role

V1 = "/api/v1"
PASSWORD = "con mèo trèo cây cau 7"
HASH = passwords.hashed(PASSWORD)


@dataclass(frozen=True)
class Ground:
    """Two wards; the people in them are signed in and have passwords."""

    ward: Unit
    office: Unit
    school: Unit
    team: Unit
    next_office: Unit
    admin: make.Person
    next_admin: make.Person
    officer: make.Person
    next_officer: make.Person


def lay(db: Session) -> Ground:
    """Arrange both wards."""
    ward, neighbour = make.ward(db), make.ward(db, "11603")
    office = make.unit(db, "VHXH", ward, name="Phòng Văn hóa - Xã hội")
    school = make.unit(db, "TRUONG-01", ward, name="Trường Tiểu học mẫu")
    block = make.unit(db, "TDP-01", ward, name="Tổ dân phố 1")
    team = make.unit(db, "TCN-01", block, name="Tổ công nghệ số 1")
    next_office = make.unit(db, "VP", neighbour)
    return Ground(
        ward=ward,
        office=office,
        school=school,
        team=team,
        next_office=next_office,
        admin=settled(db, ward, Role.ADMINISTRATOR),
        next_admin=settled(db, neighbour, Role.ADMINISTRATOR),
        officer=settled(db, office, Role.OFFICER),
        next_officer=settled(db, next_office, Role.OFFICER),
    )


def settled(db: Session, at: Unit, role: Role | None) -> make.Person:
    """Somebody with a role and a password, signed in."""
    person = make.person(db, at, role)
    db.add(Credential(account_id=person.account_id, password_hash=HASH))
    db.flush()
    return person


def etag(client: TestClient, path: str) -> dict[str, str]:
    """If-Match with what the address shows now."""
    return {"If-Match": client.get(V1 + path).headers["etag"]}


def statements(api: Api, client: TestClient, path: str) -> int:
    """How many SQL statements one read takes."""
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(api.app.state.engine, "before_cursor_execute", note)
    try:
        assert client.get(V1 + path).status_code == 200
    finally:
        event.remove(api.app.state.engine, "before_cursor_execute", note)
    return len(seen)
