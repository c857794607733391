"""The ground that tests stand on: a real PostgreSQL, a database built by the migrations, clients of the real app."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from doimoi import migrations
from doimoi.access import tokens
from doimoi.app import create_app
from doimoi.core import logs, roles
from doimoi.core.embedded.supervisor import Embedded
from doimoi.core.settings import Settings
from tests import make


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of the tests' own. `conninfo` has no user and no database yet."""

    conninfo: str
    superuser: str

    def url(self, user: str, database: str) -> str:
        """An SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://{user}@/{database}?{self.conninfo}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Statements as the superuser, each on its own."""
        with self.connect(database) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection as the superuser, each statement on its own."""
        parts = dict(p.split("=", 1) for p in self.conninfo.split("&"))
        return psycopg.connect(dbname=database, user=self.superuser, autocommit=True, **parts)  # type: ignore[arg-type]


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder for a server's data that, unlike pytest's own, the server's user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="doimoi-test-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The embedded server in a folder of its own, or the one that DOIMOI_TEST_SERVER names (host=..&port=..)."""
    given = os.environ.get("DOIMOI_TEST_SERVER")
    if given:
        found = Server(given, os.environ.get("DOIMOI_TEST_SUPERUSER", "postgres"))
        yield found
        return
    with open_folder() as folder:
        embedded = Embedded(folder, tell=lambda _: None, shared_buffers="64MB")
        running = embedded.start()
        try:
            yield Server(f"host={running.socket_dir}&port={running.port}", running.superuser)
        finally:
            embedded.stop()


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """A migrated database that others are copied from. Its owner is a plain login, as in a ward."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    # Roles belong to the whole server, which test processes may share.
    with server.connect() as connection:
        connection.execute("select pg_advisory_lock(1)")
        server.run(*roles.setup_sql(name, have=existing_roles(server)))
    migrations.migrate(server.url(roles.OWNER, name))
    return name


def existing_roles(server: Server) -> set[str]:
    """The roles of the server; they outlive databases."""
    with server.connect() as connection:
        return {row[0] for row in connection.execute("select rolname from pg_roles")}


@dataclass(frozen=True)
class Database:
    """One database of a test module."""

    server: Server
    name: str

    def url(self, user: str) -> str:
        """Its address for one of the logins in `doimoi.core.roles`."""
        return self.server.url(user, self.name)


@pytest.fixture(scope="module")
def database(server: Server, template: str) -> Iterator[Database]:
    """A fresh migrated database for the tests of one file."""
    name = f"t_{uuid.uuid4().hex[:10]}"
    server.run(f"create database {name} owner {roles.OWNER} template {template}")
    yield Database(server, name)
    server.run(f"drop database {name} with (force)")


@dataclass
class World:
    """The way tests arrange and read rows: the everywhere login, each block one transaction."""

    engine: Engine

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction that sees and may change every row."""
        with Session(self.engine, expire_on_commit=False) as db, db.begin():
            yield db

    def scalar(self, sql: str, **params: Any) -> Any:
        """One value."""
        with self.begin() as db:
            return db.execute(text(sql), params).scalar()


@pytest.fixture(scope="module")
def world(database: Database) -> Iterator[World]:
    """Arranges rows in the module's database."""
    engine = create_engine(database.url(roles.EVERYWHERE))
    yield World(engine)
    engine.dispose()


@dataclass
class Api:
    """Clients of the running application."""

    app: FastAPI
    client: TestClient
    _made: list[TestClient] = field(default_factory=list)

    def as_(self, who: make.Person | str | None) -> TestClient:
        """A client that calls as a person, with an API key, or as nobody."""
        client = TestClient(self.app, base_url="https://testserver", raise_server_exceptions=False)
        if isinstance(who, make.Person):
            token = tokens.make_access(self.app.state.secrets.token_key, who.account_id, who.sign_in_id, 10)
            client.headers["Authorization"] = f"Bearer {token}"
        elif isinstance(who, str):
            client.headers["Authorization"] = f"Bearer {who}"
        return client


@pytest.fixture(scope="module")
def app(database: Database, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application on the module's database, as its own login."""
    settings = Settings(DOIMOI_VAR=tmp_path_factory.mktemp("var"), DOIMOI_FRONTEND=Path("/nonexistent"))
    logs.configure(settings.log_file)
    return create_app(settings, database.url(roles.APP))


@pytest.fixture(scope="module")
def api(app: FastAPI) -> Iterator[Api]:
    """Clients of the application, started and stopped once for the module."""
    with TestClient(app, base_url="https://testserver", raise_server_exceptions=False) as client:
        yield Api(app, client)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the tests."""
    found = shutil.which("chromium")
    assert found, "the browser tests drive Debian's chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
