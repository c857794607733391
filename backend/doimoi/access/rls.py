"""Row security as migration helpers: a few shapes of sharing, each the same policies for every table that takes it.

A table gets four policies for the application (see, add, change, remove), never one: with a single policy a reader
could delete rows, or steal them by changing their unit. The owner of the tables, the definer functions and the
everywhere login each have a policy of their own, since FORCE binds them too.

The test on a row is one shape for every reach, from a school to the nation: inside the hull of the caller's ranges,
and then, only when there are several ranges, inside one of them. It stands in CASE so that the planner does not
mistake it for a selective condition.
"""

from alembic import op

APP, DEFINER, EVERYWHERE = "doimoi_app", "doimoi_definer", "doimoi_everywhere"


def inside(setting: str, column: str = "unit_key") -> str:
    """SQL: whether `column` lies in the caller's multirange `doimoi.<setting>` ('see', 'open' or 'act')."""
    text = f"current_setting('doimoi.{setting}', true)"
    ranges = f"nullif({text}, '')::int8multirange"
    return (
        f"(case when {column} >= (select lower({ranges})) and {column} < (select upper({ranges})) "
        f"then (select {text} not like '%,%,%') or {column} <@ (select {ranges}) else false end)"
    )


def protect_down(table: str, column: str = "unit_key") -> None:
    """Rows of the caller's units and those below."""
    _protect(table, inside("see", column), inside("act", column))


def protect_up(table: str, column: str = "unit_key") -> None:
    """As `protect_down`, and rows open to everyone of the ward and to those above it: plans, definitions, periods."""
    _protect(table, f"{inside('see', column)} or {inside('open', column)}", inside("act", column))


def protect_open_when(table: str, condition: str, column: str = "unit_key") -> None:
    """As `protect_down`, and rows open to the ward while `condition` holds: values once they are approved."""
    see = f"{inside('see', column)} or ({condition} and {inside('open', column)})"
    _protect(table, see, inside("act", column))


def protect_shared(table: str, link: str, parent: str, column: str = "unit_key") -> None:
    """As `protect_down`, and rows whose link table names a unit that the caller sees."""
    linked = f"exists (select from {link} l where l.{parent} = {table}.id and {inside('see', 'l.' + column)})"
    _protect(table, f"{inside('see', column)} or {linked}", inside("act", column))


def protect_own(table: str, owner: str) -> None:
    """Rows of one caller alone, whatever their units: `owner` is SQL that yields the caller's id as text."""
    mine = f"({owner} = nullif(current_setting('doimoi.actor', true), ''))"
    _protect(table, mine, mine)


def protect_public(table: str, changeable: tuple[str, ...] = (), column: str = "unit_key") -> None:
    """Rows that anybody hands in through a definer function: the caller's units read them, nobody else makes one.

    `changeable` names the columns that the caller's own units may mark; nothing else of a row ever changes.
    """
    _protect(table, inside("see", column), inside("act", column))
    op.execute(f"revoke insert, update, delete on {table} from {APP}")
    if changeable:
        op.execute(f"grant update ({', '.join(changeable)}) on {table} to {APP}")


def protect_closed(table: str) -> None:
    """No row for the application at all: only definer functions touch the table."""
    _secure(table)
    op.execute(f"revoke all on {table} from {APP}")


def _protect(table: str, see: str, act: str) -> None:
    _secure(table)
    op.execute(f"create policy see on {table} for select to {APP} using ({see})")
    op.execute(f"create policy add on {table} for insert to {APP} with check ({act})")
    op.execute(f"create policy change on {table} for update to {APP} using ({act}) with check ({act})")
    op.execute(f"create policy remove on {table} for delete to {APP} using ({act})")
    op.execute(f"grant select, insert, delete on {table} to {APP}")
    allow_changes(table, but=())


def allow_changes(table: str, but: tuple[str, ...]) -> None:
    """Let the application change every column but `but`, the row's identity and its unit."""
    kept = ", ".join(f"'{name}'" for name in ("id", "unit_id", "unit_key", "key", "key_to", "next_slot", *but))
    op.execute(
        f"""do $$ declare columns text; begin
            select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
             where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attname not in ({kept});
            execute format('grant update (%s) on {table} to {APP}', columns); end $$"""
    )


def _secure(table: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy owner on {table} to current_user using (true) with check (true)")
    op.execute(f"create policy definer on {table} to {DEFINER} using (true) with check (true)")
    op.execute(f"create policy everywhere on {table} to {EVERYWHERE} using (true) with check (true)")
    op.execute(f"grant select, insert, update, delete on {table} to {DEFINER}, {EVERYWHERE}")


def follow_unit(table: str) -> None:
    """Let the database set `unit_key` from `unit_id` on every insert."""
    op.execute(
        f"create trigger a_unit_key before insert on {table} for each row execute function doimoi.set_unit_key()"
    )


def audited(table: str, row_id: str = "id", without: tuple[str, ...] = ()) -> None:
    """Let the database write who changed what; columns in `without` are left out (hashes, keys that cascade)."""
    hidden = ",".join(("unit_key", *without))
    op.execute(
        f"create trigger z_audit after insert or update or delete on {table} for each row "
        f"execute function doimoi.audit_row('{row_id}', '{hidden}')"
    )


def definer_function(signature: str, *, for_app: bool = True) -> None:
    """Hand a function to the definer role and to nobody else but, when asked, the application and everywhere logins."""
    op.execute(f"alter function doimoi.{signature} owner to {DEFINER}")
    op.execute(f"revoke all on function doimoi.{signature} from public")
    if for_app:
        op.execute(f"grant execute on function doimoi.{signature} to {APP}, {EVERYWHERE}")
