"""The four database roles and the statements that make them, for the embedded server and for a ward's own."""

from collections.abc import Collection

OWNER, APP, DEFINER, EVERYWHERE = "doimoi_owner", "doimoi_app", "doimoi_definer", "doimoi_everywhere"


def setup_sql(database: str, passwords: dict[str, str] | None = None, have: Collection[str] = frozenset()) -> list[str]:
    """Statements for a superuser: three logins (owner, application, everywhere), the definer role, the database.

    With `passwords` (login -> password or placeholder) each login gets one; the embedded server needs none, its
    socket folder is closed to others. Roles and databases named in `have` stand already and are left out.
    """
    made = {}
    for role in (OWNER, APP, EVERYWHERE):
        secret = f" password '{passwords[role]}'" if passwords else ""
        made[role] = f"create role {role} login nosuperuser nobypassrls nocreatedb nocreaterole{secret}"
    made[DEFINER] = f"create role {DEFINER} nologin nosuperuser nobypassrls"
    base = f"create database \"{database}\" owner {OWNER} encoding 'UTF8' template template0"
    return [
        *(statement for role, statement in made.items() if role not in have),
        f"grant {DEFINER} to {OWNER}",
        *([] if database in have else [base]),
    ]


def boot_check_sql() -> str:
    """One row: whether the connected login could escape row security (superuser, bypassrls, or owner of tables)."""
    return (
        "select r.rolsuper or r.rolbypassrls or exists (select from pg_class c join pg_namespace n "
        "on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') "
        "and pg_has_role(r.oid, c.relowner, 'member')) from pg_roles r where r.rolname = current_user"
    )
