"""indicators_wide: paths to the targets, approved figures that stay when a value is corrected, publication, talk.

Whatever was approved is written down by the database itself, in the same transaction, and the application can only
read it: a correction waits beside the figure in force and never hides it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from doimoi.access import rls

revision = "0006_indicators_wide"
down_revision = "0005_surveys"
branch_labels = None
depends_on = None

KEPT = (
    "numerator, denominator, note, source, on_behalf, late, entered_by, entered_by_name, entered_at,"
    " submitted_by, submitted_by_name, submitted_at, reviewed_by, reviewed_by_name, reviewed_at"
)
FUNCTIONS = f"""
create function doimoi.keep_edition() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare before int;
begin
  -- The moment of review tells one approval from another: a correction that is given up brings back the same one.
  if new.state in ('approved', 'published') and not exists (
       select from value_version v where v.value_id = new.id and v.replaced_at is null
          and v.reviewed_at is not distinct from new.reviewed_at) then
    update value_version v set replaced_at = now() where v.value_id = new.id and v.replaced_at is null;
    select coalesce(max(v.number), 0) into before from value_version v where v.value_id = new.id;
    insert into value_version (id, unit_id, value_id, indicator_id, period_id, number, value_edition, reason, {KEPT})
    select gen_random_uuid(), new.unit_id, new.id, new.indicator_id, new.period_id, before + 1, new.version,
           case when before > 0 then new.correction_reason end, {", ".join(f"new.{c.strip()}" for c in KEPT.split(","))};
  end if;
  update value_version v set published_at = new.published_at, published_by_name = new.published_by_name
   where v.value_id = new.id and v.replaced_at is null and v.published_at is distinct from new.published_at;
  return null;
end $$;
"""


def _owned() -> list[sa.Column[object] | sa.Constraint]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
    ]


def _of_unit(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["unit_id", "unit_key"], ["unit.id", "unit.key"], name=op.f(f"fk_{table}_unit_id_unit_key"), onupdate="CASCADE"
    )


def upgrade() -> None:
    op.add_column("indicator_value", sa.Column("correction_reason", sa.Text(), nullable=True))
    op.add_column(
        "indicator_value", sa.Column("reopened", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("indicator_value", sa.Column("published_by", sa.Uuid(), nullable=True))
    op.add_column("indicator_value", sa.Column("published_by_name", sa.Text(), nullable=True))
    op.add_column("indicator_value", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("ck_indicator_value_state"), "indicator_value")
    op.create_check_constraint(
        op.f("ck_indicator_value_state"),
        "indicator_value",
        "state in ('draft', 'submitted', 'returned', 'approved', 'published')",
    )
    op.execute(
        f"alter policy see on indicator_value using ({rls.inside('see')}"
        f" or (state in ('approved', 'published') and {rls.inside('open')}))"
    )
    op.execute(
        "grant update (correction_reason, reopened, published_by, published_by_name, published_at)"
        f" on indicator_value to {rls.APP}"
    )
    _editions()
    _paths()
    _talk()


def _editions() -> None:
    op.create_table(
        "value_version",
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value_edition", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.Numeric(), nullable=True),
        sa.Column("denominator", sa.Numeric(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_by_name", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_name", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_by_name", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_name", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        *_owned(),
        _of_unit("value_version"),
        sa.ForeignKeyConstraint(
            ["value_id", "unit_id"],
            ["indicator_value.id", "indicator_value.unit_id"],
            name=op.f("fk_value_version_value_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_value_version_indicator_id")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_value_version_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_version")),
        sa.UniqueConstraint("value_id", "number", name=op.f("uq_value_version_value_id_number")),
    )
    in_force = sa.text("replaced_at is null")
    op.create_index(
        op.f("ix_value_version_value_id"), "value_version", ["value_id"], unique=True, postgresql_where=in_force
    )
    op.create_index(
        op.f("ix_value_version_indicator_id_period_id"),
        "value_version",
        ["indicator_id", "period_id"],
        postgresql_where=in_force,
    )
    op.create_index(op.f("ix_value_version_unit_key"), "value_version", ["unit_key"], postgresql_where=in_force)
    # Whatever was approved is read by the whole ward and by those above it; only the database writes it.
    rls.protect_up("value_version")
    op.execute(f"revoke insert, update, delete on value_version from {rls.APP}")
    rls.follow_unit("value_version")
    op.execute(
        f"insert into value_version (id, unit_id, value_id, indicator_id, period_id, number, value_edition, {KEPT})"
        f" select gen_random_uuid(), unit_id, id, indicator_id, period_id, 1, version, {KEPT}"
        " from indicator_value where state = 'approved'"
    )
    op.execute(FUNCTIONS)
    rls.definer_function("keep_edition()", for_app=False)
    op.execute(f"grant execute on function doimoi.keep_edition() to {rls.APP}, {rls.EVERYWHERE}, current_user")
    op.execute(
        "create trigger b_keep_edition after insert or update on indicator_value for each row"
        " execute function doimoi.keep_edition()"
    )


def _paths() -> None:
    op.create_table(
        "indicator_path",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("points", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("baseline_year", sa.Integer(), nullable=True),
        sa.Column("baseline_value", sa.Numeric(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_by_name", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        *_owned(),
        sa.CheckConstraint("basis in ('set', 'assumed')", name=op.f("ck_indicator_path_basis")),
        sa.CheckConstraint(
            "(baseline_year is null) = (baseline_value is null)", name=op.f("ck_indicator_path_baseline")
        ),
        _of_unit("indicator_path"),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_path_indicator_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_path")),
        sa.UniqueConstraint("indicator_id", "number", name=op.f("uq_indicator_path_indicator_id_number")),
    )
    rls.protect_up("indicator_path")
    # A path is never edited: a new one takes its place, and the old ones stay to be read.
    op.execute(f"revoke update, delete on indicator_path from {rls.APP}")
    rls.follow_unit("indicator_path")
    rls.audited("indicator_path")


def _talk() -> None:
    op.create_table(
        "indicator_comment",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.Uuid(), nullable=True),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("author_unit", sa.Text(), nullable=False),
        sa.Column("author_role", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("resolved_by_name", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        *_owned(),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_unit("indicator_comment"),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_comment_indicator_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["answers"], ["indicator_comment.id"], name=op.f("fk_indicator_comment_answers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_comment")),
    )
    op.create_index(op.f("ix_indicator_comment_indicator_id_id"), "indicator_comment", ["indicator_id", "id"])
    op.create_index(op.f("ix_indicator_comment_answers"), "indicator_comment", ["answers"])
    rls.protect_up("indicator_comment")
    # The ward's row is written by people who act for no more than their own unit, or for none (the front, the
    # council). So whoever reads may add in their own name; the door's act says which roles that is. Nobody changes a
    # sentence; only whether it is settled, by its author or by who acts for the ward.
    mine = "author = nullif(current_setting('doimoi.actor', true), '')::uuid"
    reads = f"({rls.inside('see')} or {rls.inside('open')})"
    op.execute(f"alter policy add on indicator_comment with check ({mine} and {reads})")
    changes = f"({mine} or {rls.inside('act')})"
    op.execute(f"alter policy change on indicator_comment using ({changes}) with check ({changes})")
    op.execute(f"revoke update, delete on indicator_comment from {rls.APP}")
    op.execute(f"grant update (resolved_by_name, resolved_at, version) on indicator_comment to {rls.APP}")
    rls.follow_unit("indicator_comment")
    rls.audited("indicator_comment")


def downgrade() -> None:
    op.drop_table("indicator_comment")
    op.drop_table("indicator_path")
    op.execute("drop trigger b_keep_edition on indicator_value")
    op.execute("drop function doimoi.keep_edition()")
    op.drop_table("value_version")
    op.execute(
        f"alter policy see on indicator_value using ({rls.inside('see')}"
        f" or (state = 'approved' and {rls.inside('open')}))"
    )
    op.drop_constraint(op.f("ck_indicator_value_state"), "indicator_value")
    op.execute("update indicator_value set state = 'approved' where state = 'published'")
    op.create_check_constraint(
        op.f("ck_indicator_value_state"),
        "indicator_value",
        "state in ('draft', 'submitted', 'returned', 'approved')",
    )
    for column in ("published_at", "published_by_name", "published_by", "reopened", "correction_reason"):
        op.drop_column("indicator_value", column)
