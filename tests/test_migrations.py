"""The schema: built by migrations alone, equal to the models, reversible, and locked row by row."""

import uuid
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from doimoi import migrations
from doimoi.core import roles
from doimoi.tables import Base
from tests.conftest import Database, Server

CLOSED = {
    "credential": "password hashes: only log-in itself reads them",
    "spent_refresh": "refresh tokens that were used: only the rotation reads them",
    "one_time_link": "hashes of links: only their claim reads them",
    "survey_client": "hashes of survey forms that were taken: only the taking of answers reads them",
    "login_try": "failed log-ins: only log-in itself counts them",
}
"""Tables that the application cannot touch at all; definer functions do."""
READ_ONLY = {
    "audit": "written by triggers alone",
    "instance": "made by the first start; says nothing of any unit",
}
NO_ROW_SECURITY = {"alembic_version": "one row, the schema's revision, read by a definer function"}


@pytest.fixture(scope="module")
def owner(database: Database) -> Iterator[Connection]:
    """The migrated database as its owner."""
    with create_engine(database.url(roles.OWNER), poolclass=NullPool).connect() as connection:
        yield connection


def rows(connection: Connection, sql: str) -> list[tuple[object, ...]]:
    """All rows of a question about the catalogue."""
    return [tuple(row) for row in connection.execute(text(sql))]


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(migrations.config()).get_heads()) == 1


def test_models_and_migrations_say_the_same(owner: Connection) -> None:
    assert compare_metadata(MigrationContext.configure(owner), Base.metadata) == []


def test_every_migration_can_be_taken_back_and_done_again(server: Server, template: str) -> None:
    name = f"updown_{uuid.uuid4().hex[:8]}"
    server.run(f"create database {name} owner {roles.OWNER} template template0")
    engine = create_engine(server.url(roles.OWNER, name), poolclass=NullPool)
    try:
        assert migrations.migrate(server.url(roles.OWNER, name)) is True
        first = _shape(engine.connect())
        config = migrations.config()
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "base")
            left = rows(
                connection,
                "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where nspname in ('public', 'doimoi') and relkind in ('r', 'v', 'S')",
            )
            assert left == [("alembic_version",)]
            assert rows(connection, "select 1 from pg_namespace where nspname in ('doimoi', 'jobs')") == []
        assert migrations.migrate(server.url(roles.OWNER, name)) is True
        assert _shape(engine.connect()) == first
        assert migrations.migrate(server.url(roles.OWNER, name)) is False
    finally:
        server.run(f"drop database {name} with (force)")


def _shape(connection: Connection) -> list[tuple[object, ...]]:
    """Columns, constraints, policies, functions and rights, for comparing two databases."""
    with connection:
        return [
            *rows(
                connection,
                "select table_name, column_name, data_type, is_nullable, column_default"
                " from information_schema.columns where table_schema = 'public' order by 1, 2",
            ),
            *rows(
                connection,
                "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
                " where connamespace = 'public'::regnamespace order by 1, 2",
            ),
            *rows(
                connection,
                "select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies order by 1, 2",
            ),
            *rows(
                connection,
                "select oid::regprocedure::text, md5(prosrc), proacl::text from pg_proc"
                " where pronamespace = 'doimoi'::regnamespace order by 1",
            ),
            *rows(
                connection,
                "select grantee, table_name, privilege_type from information_schema.role_table_grants"
                " where table_schema in ('public', 'jobs') order by 1, 2, 3",
            ),
        ]


def test_a_newer_schema_is_refused_and_left_alone(server: Server, template: str) -> None:
    name = f"newer_{uuid.uuid4().hex[:8]}"
    server.run(f"create database {name} owner {roles.OWNER} template {template}")
    try:
        with create_engine(server.url(roles.OWNER, name), poolclass=NullPool).begin() as connection:
            connection.execute(text("update alembic_version set version_num = '9999_later'"))
        with pytest.raises(migrations.NewerSchema, match="9999_later"):
            migrations.migrate(server.url(roles.OWNER, name))
        with create_engine(server.url(roles.OWNER, name), poolclass=NullPool).connect() as connection:
            assert rows(connection, "select version_num from alembic_version") == [("9999_later",)]
    finally:
        server.run(f"drop database {name} with (force)")


def test_every_table_is_under_row_security_even_for_its_owner(owner: Connection) -> None:
    open_tables = rows(
        owner,
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        " and not (relrowsecurity and relforcerowsecurity)",
    )
    assert {name for (name,) in open_tables} == set(NO_ROW_SECURITY)


def test_every_table_has_its_policies(owner: Connection) -> None:
    found: dict[object, dict[object, object]] = {table: {} for (table,) in _tables(owner)}
    for table, policy, who, verb in rows(
        owner, "select tablename, policyname, roles[1], cmd from pg_policies where schemaname = 'public'"
    ):
        found[table][policy] = (who, verb)
    four = {
        "see": (roles.APP, "SELECT"),
        "add": (roles.APP, "INSERT"),
        "change": (roles.APP, "UPDATE"),
        "remove": (roles.APP, "DELETE"),
    }
    always = {
        "owner": (roles.OWNER, "ALL"),
        "definer": (roles.DEFINER, "ALL"),
        "everywhere": (roles.EVERYWHERE, "ALL"),
    }
    for table, policies in found.items():
        if table in CLOSED:
            assert policies == always, table
        elif table == "instance":
            assert policies == {**always, "see": four["see"]}, table
        else:
            assert policies == {**always, **four}, table


def _tables(owner: Connection) -> list[tuple[object, ...]]:
    every = rows(owner, "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
    return [row for row in every if row[0] not in NO_ROW_SECURITY]


def test_the_application_cannot_touch_closed_tables_nor_change_the_trail(owner: Connection) -> None:
    rights = rows(
        owner,
        "select table_name, privilege_type from information_schema.role_table_grants"
        f" where grantee = '{roles.APP}' and table_schema = 'public'",
    )
    assert {table for table, _ in rights} & set(CLOSED) == set()
    for table in READ_ONLY:
        assert {right for name, right in rights if name == table} == {"SELECT"}, table
    assert {right for _, right in rights} <= {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_no_row_can_be_moved_to_another_unit_by_the_application(owner: Connection) -> None:
    movable = rows(
        owner,
        "select table_name, column_name from information_schema.column_privileges"
        f" where grantee = '{roles.APP}' and table_schema = 'public' and privilege_type = 'UPDATE' and column_name in"
        " ('id', 'unit_id', 'unit_key', 'key', 'key_to', 'next_slot')",
    )
    assert movable == []


def test_every_row_of_a_unit_takes_its_key_from_the_unit(owner: Connection) -> None:
    carrying = rows(
        owner,
        "select distinct table_name from information_schema.columns where table_schema = 'public'"
        " and column_name = 'unit_key' and table_name <> 'audit'",
    )
    kept = rows(owner, "select tgrelid::regclass::text from pg_trigger where tgname = 'a_unit_key' and tgenabled = 'O'")
    assert set(carrying) == set(kept)
    assert len(kept) > 5


def test_definer_functions_are_closed_to_others_and_know_their_schemas(owner: Connection) -> None:
    functions = rows(
        owner,
        "select oid::regprocedure::text, prosecdef, pg_get_userbyid(proowner), coalesce(proconfig::text, ''),"
        " has_function_privilege('public', oid, 'execute') from pg_proc where pronamespace = 'doimoi'::regnamespace",
    )
    assert len(functions) > 15
    for name, definer, belongs_to, config, public in functions:
        assert not public, name
        if definer:
            assert belongs_to == roles.DEFINER, name
            assert "search_path=pg_catalog, public, pg_temp" in str(config), name
    strays = rows(
        owner, "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
    )
    assert strays == []


def test_there_are_no_native_enums_and_no_view_that_escapes(owner: Connection) -> None:
    enums = "select typname from pg_type where typtype = 'e' and typnamespace <> 'jobs'::regnamespace"
    assert rows(owner, enums) == []
    views = rows(
        owner,
        "select relname from pg_class where relnamespace in ('public'::regnamespace, 'doimoi'::regnamespace)"
        " and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions, '{}') @> '{security_invoker=true}')",
    )
    assert views == []


def test_the_logins_of_the_product_cannot_step_around_row_security(database: Database) -> None:
    for login in (roles.APP, roles.EVERYWHERE):
        with create_engine(database.url(login), poolclass=NullPool).connect() as connection:
            assert connection.execute(text(roles.boot_check_sql())).scalar_one() is False
            assert rows(
                connection, "select has_schema_privilege('public', 'create'), has_schema_privilege('doimoi', 'create')"
            ) == [(False, False)]
    with create_engine(database.url(roles.OWNER), poolclass=NullPool).connect() as connection:
        assert connection.execute(text(roles.boot_check_sql())).scalar_one() is True
