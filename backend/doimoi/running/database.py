"""Finding the database: the bundled PostgreSQL, brought up here, or the ward's own server by its three addresses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from doimoi.core import roles
from doimoi.core.embedded.supervisor import Embedded, Running
from doimoi.core.settings import Settings
from doimoi.running.refusals import DatabaseAway, ServerTooOld, UnsafeLogin

NAME: Final = "doimoi"
OLDEST: Final = 15


@dataclass(frozen=True)
class Database:
    """A server that answers, and the addresses of the three logins. `embedded` is None for a ward's own server."""

    app_url: str
    owner_url: str
    everywhere_url: str
    embedded: Embedded | None
    running: Running | None


@contextmanager
def opened(settings: Settings, tell: Callable[[str], None]) -> Iterator[Database]:
    """The database of these settings for the length of the block; the bundled server stops with its last user."""
    if settings.database_url and settings.migration_database_url and settings.everywhere_database_url:
        yield Database(
            psycopg_url(settings.database_url),
            psycopg_url(settings.migration_database_url),
            psycopg_url(settings.everywhere_database_url),
            None,
            None,
        )
        return
    embedded = Embedded(settings.var, tell=tell)
    try:
        running = embedded.start()
        if not running.data.is_relative_to(settings.var.resolve()):
            tell(f"Dữ liệu nằm ở {running.data}")
        make_roles(running)
        yield Database(
            running.url(roles.APP, NAME),
            running.url(roles.OWNER, NAME),
            running.url(roles.EVERYWHERE, NAME),
            embedded,
            running,
        )
    finally:
        embedded.stop()


def psycopg_url(url: str) -> str:
    """The address as people write it (`postgres://`, `postgresql://`) for the driver the product has."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def check_server(database: Database) -> None:
    """Raise a refusal when a login cannot connect or the server is too old. Changes nothing."""
    logins = (
        ("MIGRATION_DATABASE_URL", database.owner_url),
        ("DATABASE_URL", database.app_url),
        ("EVERYWHERE_DATABASE_URL", database.everywhere_url),
    )
    for login, url in logins:
        try:
            with create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 5}).connect() as connection:
                version = str(connection.execute(text("show server_version")).scalar_one())
        except OperationalError as error:
            raise DatabaseAway(login, " ".join(str(error.orig).split())[:300]) from error
        if int(version.split(".")[0]) < OLDEST:
            raise ServerTooOld(version, OLDEST)


def check_logins(database: Database) -> None:
    """Raise `UnsafeLogin` when a login that serves people or jobs could step around row security."""
    for login, url in (("DATABASE_URL", database.app_url), ("EVERYWHERE_DATABASE_URL", database.everywhere_url)):
        with create_engine(url, poolclass=NullPool).connect() as connection:
            if connection.execute(text(roles.boot_check_sql())).scalar_one():
                raise UnsafeLogin(login)


def make_roles(running: Running) -> None:
    """Roles and database of the bundled server. Each is made when missing: a first start may have been killed."""
    with psycopg.connect(
        host=str(running.socket_dir), port=running.port, user=running.superuser, dbname="postgres", autocommit=True
    ) as connection:
        have = {row[0] for row in connection.execute("select rolname from pg_roles")}
        have |= {row[0] for row in connection.execute("select datname from pg_database")}
        for statement in roles.setup_sql(NAME, have=have):
            connection.execute(statement.encode())
