"""Bringing a database to the schema of this version, or refusing one that is newer."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

ROOT: Final = Path(__file__).resolve().parents[2]


class NewerSchema(Exception):
    """The database was written by a newer version of the product than this one; the argument is its revision."""


def config() -> Config:
    """Alembic's settings of this checkout, wherever the product was started from."""
    made = Config(str(ROOT / "alembic.ini"))
    # A percent sign in the path would be read as an interpolation.
    made.set_main_option("script_location", str(ROOT / "alembic").replace("%", "%%"))
    return made


def head() -> str:
    """The revision that this version of the product wants."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


def revision_of(connection: Connection) -> str | None:
    """The revision a database is at, None for one without our schema. Raises `NewerSchema` for an unknown one."""
    if connection.execute(text("select to_regclass('public.alembic_version')")).scalar_one() is None:
        return None
    at: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    if at is not None and at not in _known():
        raise NewerSchema(at)
    return at


def migrate(url: str) -> bool:
    """Bring the database to this version's schema as its owner, whole or not at all; whether anything changed.

    Raises `NewerSchema` when the database is at a revision that this version does not know: starting on it could
    write rows that the newer version would not understand.
    """
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        if revision_of(connection) == head():
            return False
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, "head")
        return True


def _known() -> set[str]:
    return {revision.revision for revision in ScriptDirectory.from_config(config()).walk_revisions()}
