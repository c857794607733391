"""Runs migrations over one connection, handed in by the product or opened from MIGRATION_DATABASE_URL."""

import os

from alembic import context
from sqlalchemy import Connection, create_engine, text

from doimoi.tables import Base


def run(connection: Connection) -> None:
    """Every pending migration in one transaction, one runner at a time, never waiting long for a busy table."""
    context.configure(connection=connection, target_metadata=Base.metadata, compare_server_default=False)
    with context.begin_transaction():
        connection.execute(text("select pg_advisory_xact_lock(7206018)"))
        connection.execute(text("set local lock_timeout = '10s'"))
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(os.environ["MIGRATION_DATABASE_URL"]).connect() as opened:
        run(opened)
