"""Is this database the one that belongs to this data folder, and may this version touch it? Looks, never changes."""

from uuid import UUID

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from doimoi import migrations
from doimoi.core import secrets
from doimoi.core.embedded.instance import mark_path, read_instance
from doimoi.core.settings import Settings
from doimoi.running.refusals import Emptied, NewerDatabase, OtherInstance, SecretsLost


def check(settings: Settings, owner_url: str, *, new_secrets: bool = False) -> None:
    """Raise a refusal unless the database is ours or brand new.

    Runs before the migrations: `NewerDatabase` for a schema of a later version, `Emptied` when the data folder
    remembers an installation and the database knows none, `OtherInstance` when both have an id and they differ,
    `SecretsLost` when people exist and the key of their tokens is gone (unless `new_secrets` accepts that).
    """
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        try:
            revision = migrations.revision_of(connection)
        except migrations.NewerSchema as error:
            raise NewerDatabase(str(error)) from error
        ours = read_instance(settings.var)
        theirs, people = _told(connection) if revision else (None, False)
    if ours is not None and theirs is None:
        raise Emptied(mark_path(settings.var))
    if ours is not None and ours != theirs:
        raise OtherInstance(mark_path(settings.var), str(ours), str(theirs))
    try:
        secrets.check(settings, people and not new_secrets)
    except secrets.SecretsMissing as error:
        raise SecretsLost(error.lost) from error


def _told(connection: Connection) -> tuple[UUID | None, bool]:
    """The installation's id that the database carries, and whether anybody has an account."""
    ident: UUID | None = connection.execute(text("select id from instance")).scalar()
    people = connection.execute(text("select exists (select from account)")).scalar_one()
    return ident, bool(people)
