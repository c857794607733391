"""A ward with a centre, an office and a school, and people who upload."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import time_machine
import uvicorn
from fastapi import FastAPI
from sqlalchemy import text
from starlette.testclient import TestClient
from tests import make
from tests.conftest import Api, Database, World

from doimoi.access import tokens
from doimoi.access.rules import Role, Scope
from doimoi.app import create_app
from doimoi.core import roles
from doimoi.core.files import Files
from doimoi.running.slow import PatientProtocol

TODAY = "2026-11-25 03:00:00Z"


@dataclass
class Ward:
    """People and keys of one ward and its neighbour."""

    officer: make.Person
    head: make.Person
    contributor: make.Person
    school: make.Person
    coordinator: make.Person
    leader: make.Person
    supervisor: make.Person
    reader: make.Person
    stranger: make.Person
    administrator: make.Person
    key: str
    value_key: str


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(scope="module")
def ward(world: World) -> Ward:
    """Everybody."""
    with time_machine.travel(TODAY, tick=True), world.begin() as db:
        here, next_door = make.ward(db), make.ward(db, "11581")
        centre, office = make.unit(db, "TTPVHCC", here), make.unit(db, "VHXH", here)
        school, front, team = (
            make.unit(db, "TRUONG-01", here),
            make.unit(db, "MTTQ", here),
            make.unit(db, "TDP-01", here),
        )
        plan = make.plan(db, here)
        make.indicator(db, plan, centre, "A2a")
        make.indicator(db, plan, centre, "A4")
        other = make.plan(db, next_door)
        make.indicator(db, other, make.unit(db, "VHXH", next_door), "A2a")
        return Ward(
            officer=make.person(db, centre, Role.OFFICER),
            head=make.person(db, centre, Role.HEAD),
            contributor=make.person(db, team, Role.CONTRIBUTOR),
            school=make.person(db, school, Role.OFFICER),
            coordinator=make.person(db, office, Role.COORDINATOR),
            leader=make.person(db, here, Role.LEADER),
            supervisor=make.person(db, front, Role.SUPERVISOR),
            reader=make.person(db, make.city(db), Role.READER),
            stranger=make.person(db, make.unit_of(db, "11581:VHXH"), Role.HEAD),
            administrator=make.person(db, here, Role.ADMINISTRATOR),
            key=make.key(db, centre, Scope.EVIDENCE_WRITE),
            value_key=make.key(db, centre, Scope.VALUES_READ, Scope.VALUES_WRITE),
        )


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The application behind a real server with one event loop, as many clients at once need it; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http=PatientProtocol, log_config=None, lifespan="on", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        host, port = listener.getsockname()
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def served(app: FastAPI, database: Database) -> Iterator[str]:
    """A second process's worth of the application on the same data, behind a real server."""
    with serving(create_app(app.state.settings, database.url(roles.APP))) as address:
        yield address


def calling(app: FastAPI, address: str, who: make.Person) -> httpx.Client:
    """Somebody's client of a real server."""
    token = tokens.make_access(app.state.secrets.token_key, who.account_id, who.sign_in_id, 10)
    return httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=60)


@pytest.fixture
def files(app: FastAPI) -> Files:
    """The store of the application under test."""
    found: Files = app.state.files
    return found


def everything_in(files: Files) -> set[str]:
    """The hashes of all contents that have a place."""
    return {name for folder in files.contents() for name in folder}


def halves_in(files: Files) -> list[Path]:
    """What is on its way in."""
    return list((files.root / "incoming").iterdir())


def rows(world: World) -> set[str]:
    """The hashes that rows name."""
    with world.begin() as db:
        return set(db.scalars(text("select sha256 from evidence")))


def upload(
    client: TestClient | httpx.Client, content: bytes, name: str = "bien-ban.txt", unit: str = "TTPVHCC", **more: str
) -> dict[str, object]:
    """A file that must be taken."""
    answer = client.post("/api/v1/evidence", params={"unit": unit, "filename": name, **more}, content=content)
    assert answer.status_code == 201, answer.text
    found: dict[str, object] = answer.json()
    return found


__all__ = ["Api", "Ward", "calling", "everything_in", "halves_in", "rows", "serving", "upload"]
