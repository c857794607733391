"""assignments: who must do what by when.

The unit that leads owns the row. Units that cooperate see it through `parties`, a copy of their keys which triggers
keep: a policy that looked into the link table could not let the link's rows be seen with the assignment, because two
policies that ask each other never end.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from doimoi.access import rls

revision = "0009_assignments"
down_revision = "0008_devices"
branch_labels = None
depends_on = None

FUNCTIONS = """
create function doimoi.gather_parties() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare which uuid := case when tg_op = 'DELETE' then old.assignment_id else new.assignment_id end;
begin
  update assignment a
     set parties = coalesce((select range_agg(int8range(u.unit_key, u.unit_key + 1)) from assignment_unit u
                              where u.assignment_id = which and u.part = 'cooperating'), '{}')
   where a.id = which;
  return null;
end $$;

create function doimoi.next_assignment_number(p_ward uuid) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  -- The caller sees only some of the ward's assignments, but numbers are the whole ward's. Held until the commit.
  perform pg_advisory_xact_lock(7206021, hashtext(p_ward::text));
  return (select coalesce(max(number), 0) + 1 from assignment where ward_id = p_ward);
end $$;

create function doimoi.hand_over(p_assignment uuid, p_unit uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare mine int8multirange := coalesce(nullif(current_setting('doimoi.act', true), '')::int8multirange, '{}');
        old_key bigint; new_key bigint; changed int;
begin
  select unit_key into old_key from assignment where id = p_assignment for update;
  select key into new_key from unit where id = p_unit;
  if old_key is null or new_key is null or not (old_key <@ mine and new_key <@ mine) then
    raise exception 'row-level security: this assignment is not the caller''s to hand over' using errcode = '42501';
  end if;
  delete from assignment_unit where assignment_id = p_assignment and unit_id = p_unit and part = 'cooperating';
  update assignment_unit set unit_id = p_unit, unit_key = new_key, acknowledged_at = null, acknowledged_by_name = null,
                             declined_at = null, declined_by_name = null, decline_reason = null
   where assignment_id = p_assignment and part = 'lead';
  get diagnostics changed = row_count;
  if changed <> 1 then raise exception 'an assignment has one lead, found %', changed; end if;
  update assignment set unit_id = p_unit, unit_key = new_key where id = p_assignment;
  get diagnostics changed = row_count;
  if changed <> 1 then raise exception 'the assignment was not handed over'; end if;
end $$;
"""


def _policies() -> None:
    see, act = rls.inside("see"), rls.inside("act")
    ranges = "(select nullif(current_setting('doimoi.see', true), '')::int8multirange)"
    named = f"{rls.inside('see', 'a.unit_key')} or coalesce(a.parties && {ranges}, false)"
    visible = "exists (select from assignment a where a.id = assignment_id)"
    worked_on = f"exists (select from assignment a where a.id = assignment_id and ({named}))"
    given = f"exists (select from assignment a where a.id = assignment_id and {rls.inside('act', 'a.unit_key')})"

    # Accepted work is open to the ward and those above it, as approved values are.
    rls.protect_open_when("assignment", "state = 'accepted'")
    op.execute(
        f"alter policy see on assignment using ({see} or coalesce(parties && {ranges}, false)"
        f" or (state = 'accepted' and {rls.inside('open')}))"
    )
    op.execute(f"revoke update on assignment from {rls.APP}")
    rls.allow_changes("assignment", but=("ward_id", "code", "number", "parties", "source"))

    # Who acts for the lead names units and takes names back; a named unit only answers.
    rls.protect_down("assignment_unit")
    op.execute(f"alter policy see on assignment_unit using ({see} or {visible})")
    op.execute(f"alter policy add on assignment_unit with check ({act} and {given})")
    op.execute(f"alter policy remove on assignment_unit using ({act} and {given})")
    op.execute(f"revoke update on assignment_unit from {rls.APP}")
    rls.allow_changes("assignment_unit", but=("assignment_id", "part"))

    # What the units wrote to each other stays theirs, even when the result is open to the ward.
    for table in ("assignment_entry", "assignment_extension", "assignment_difficulty"):
        rls.protect_down(table)
        op.execute(f"alter policy see on {table} using ({worked_on})")
        op.execute(f"alter policy add on {table} with check ({act} and {worked_on})")
    op.execute(f"revoke update, delete on assignment_entry from {rls.APP}")


def _triggers() -> None:
    op.execute(FUNCTIONS)
    rls.definer_function("next_assignment_number(uuid)")
    rls.definer_function("hand_over(uuid, uuid)")
    rls.definer_function("gather_parties()", for_app=False)
    op.execute(
        f"grant execute on function doimoi.gather_parties() to {rls.APP}, {rls.EVERYWHERE}, {rls.DEFINER}, current_user"
    )
    op.execute(
        "create trigger b_parties after insert or update or delete on assignment_unit"
        " for each row execute function doimoi.gather_parties()"
    )
    for table in TABLES:
        rls.follow_unit(table)
    rls.audited("assignment", without=("parties", "search_key", "due_sort"))
    for table in ("assignment_unit", "assignment_extension", "assignment_difficulty"):
        rls.audited(table)


TABLES = ("assignment", "assignment_unit", "assignment_entry", "assignment_extension", "assignment_difficulty")


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("clause_code", sa.Text(), nullable=True),
        sa.Column("group_code", sa.Text(), nullable=True),
        sa.Column("manner", sa.Text(), nullable=True),
        sa.Column("lead_basis", sa.Text(), nullable=False),
        sa.Column("lead_clause", sa.Text(), nullable=True),
        sa.Column("indicators", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("due_kind", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_sort", sa.Date(), nullable=False),
        sa.Column("due_every", sa.Text(), nullable=True),
        sa.Column("due_month", sa.Integer(), nullable=True),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("due_text", sa.Text(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_name", sa.Text(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.Column("accepted_by_name", sa.Text(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("given_by_name", sa.Text(), nullable=True),
        sa.Column("given_by_ward", sa.Boolean(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("parties", postgresql.INT8MULTIRANGE(), server_default="{}", nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'accepted') = (late is not null)", name=op.f("ck_assignment_late")),
        sa.CheckConstraint(
            "due_every in ('month', 'quarter', 'half_year', 'year')", name=op.f("ck_assignment_due_every")
        ),
        sa.CheckConstraint(
            "due_kind in ('dated', 'recurring', 'relative', 'conditional', 'none')", name=op.f("ck_assignment_due_kind")
        ),
        sa.CheckConstraint("due_sort = coalesce(due_on, date '2200-01-01')", name=op.f("ck_assignment_due_sort")),
        sa.CheckConstraint("lead_basis in ('stated', 'inferred', 'given')", name=op.f("ck_assignment_lead_basis")),
        sa.CheckConstraint(
            "state in ('not_started', 'in_progress', 'submitted', 'returned', 'accepted', 'paused', 'cancelled', 'declined')",
            name=op.f("ck_assignment_state"),
        ),
        sa.CheckConstraint("percent between 0 and 100", name=op.f("ck_assignment_percent")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_assignment_plan_id")),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_assignment_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_assignment_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("ward_id", "code", name=op.f("uq_assignment_ward_id_code")),
        sa.UniqueConstraint("ward_id", "number", name=op.f("uq_assignment_ward_id_number")),
    )
    op.create_index(op.f("ix_assignment_unit_key_state"), "assignment", ["unit_key", "state"], unique=False)
    op.create_index(
        op.f("ix_assignment_ward_id_due_sort_number"), "assignment", ["ward_id", "due_sort", "number"], unique=False
    )
    op.create_table(
        "assignment_difficulty",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("raised_by_name", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolved_by_name", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_assignment_difficulty_assignment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_assignment_difficulty_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_difficulty")),
    )
    op.create_index(
        op.f("ix_assignment_difficulty_assignment_id"), "assignment_difficulty", ["assignment_id"], unique=False
    )
    op.create_table(
        "assignment_entry",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("occurrence", sa.Date(), nullable=True),
        sa.Column("old_due_on", sa.Date(), nullable=True),
        sa.Column("new_due_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("percent between 0 and 100", name=op.f("ck_assignment_entry_percent")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_entry_assignment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_assignment_entry_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_entry")),
    )
    op.create_index(
        op.f("ix_assignment_entry_assignment_id_id"), "assignment_entry", ["assignment_id", "id"], unique=False
    )
    op.create_table(
        "assignment_extension",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_by_name", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("new_due_on > old_due_on", name=op.f("ck_assignment_extension_later")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_extension_assignment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_assignment_extension_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_extension")),
    )
    op.create_index(
        op.f("ix_assignment_extension_assignment_id"), "assignment_extension", ["assignment_id"], unique=False
    )
    op.create_index(
        "uq_assignment_extension_open",
        "assignment_extension",
        ["assignment_id"],
        unique=True,
        postgresql_where=sa.text("granted is null"),
    )
    op.create_table(
        "assignment_unit",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_name", sa.Text(), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_by_name", sa.Text(), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("part in ('lead', 'cooperating')", name=op.f("ck_assignment_unit_part")),
        sa.CheckConstraint("acknowledged_at is null or declined_at is null", name=op.f("ck_assignment_unit_answer")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_unit_assignment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_assignment_unit_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_unit")),
        sa.UniqueConstraint("assignment_id", "unit_id", name=op.f("uq_assignment_unit_assignment_id_unit_id")),
    )
    op.create_index(op.f("ix_assignment_unit_unit_key"), "assignment_unit", ["unit_key"], unique=False)
    op.create_index(
        "uq_assignment_unit_lead",
        "assignment_unit",
        ["assignment_id"],
        unique=True,
        postgresql_where=sa.text("part = 'lead'"),
    )
    _policies()
    _triggers()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("drop function doimoi.hand_over(uuid, uuid)")
    op.execute("drop function doimoi.next_assignment_number(uuid)")
    op.execute("drop function doimoi.gather_parties()")
