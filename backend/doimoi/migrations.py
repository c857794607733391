"""Bringing a database to the schema of this version, or refusing one that is newer."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

ROOT: Final = Path(__file__).resolve().parents[2]


class NewerSchema(Exception):
    """The database was written by a newer version of the product than this one."""


def config() -> Config:
    """Alembic's settings of this checkout, wherever the product was started from."""
    made = Config(str(ROOT / "alembic.ini"))
    made.set_main_option("script_location", str(ROOT / "alembic"))
    return made


def head() -> str:
    """The revision that this version of the product wants."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


def migrate(url: str) -> bool:
    """Bring the database to this version's schema as its owner; whether anything changed.

    Raises `NewerSchema` when the database is at a revision that this version does not know: starting on it could
    write rows that the newer version would not understand.
    """
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            exists = connection.execute(text("select to_regclass('public.alembic_version')")).scalar_one()
            at = connection.execute(text("select version_num from alembic_version")).scalar() if exists else None
            connection.rollback()
            if at == head():
                return False
            if at is not None and at not in _known():
                raise NewerSchema(at)
            made = config()
            made.attributes["connection"] = connection
            command.upgrade(made, "head")
            connection.commit()
            return True
    finally:
        engine.dispose()


def _known() -> set[str]:
    return {revision.revision for revision in ScriptDirectory.from_config(config()).walk_revisions()}
