"""evidence: files of units, and which values rest on them.

A file is its unit's: those who see the unit see it, and the ward does only when somebody who acts for the unit opened
it. Which value rests on which file is shown to whoever sees the value; the file itself is not opened by that.
"""

import sqlalchemy as sa
from alembic import op

from doimoi.access import rls

revision = "0004_evidence"
down_revision = "0003_directory"
branch_labels = None
depends_on = None

FUNCTIONS = """
create function doimoi.contents_in_use(p_contents text[]) returns setof text language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select distinct sha256 from evidence where sha256 = any (p_contents)
$$;

create function doimoi.count_use() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare changed int;
begin
  update evidence set uses = uses + case when tg_op = 'INSERT' then 1 else -1 end
   where id = case when tg_op = 'INSERT' then new.evidence_id else old.evidence_id end;
  get diagnostics changed = row_count;
  if changed <> 1 then
    raise exception 'no such evidence' using errcode = '23503';
  end if;
  return null;
end $$;
"""


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sent_sha256", sa.Text(), nullable=False),
        sa.Column("stripped", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("open_to_ward", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("uses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by_name", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0 and uses >= 0", name=op.f("ck_evidence_counts")),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_evidence_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    for column in ("unit_key", "unit_id", "sha256", "sent_sha256"):
        op.create_index(op.f(f"ix_evidence_{column}"), "evidence", [column], unique=False)
    op.create_table(
        "value_evidence",
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_by_name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_value_evidence_evidence_id")),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_value_evidence_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["value_id", "unit_id"],
            ["indicator_value.id", "indicator_value.unit_id"],
            name=op.f("fk_value_evidence_value_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_evidence")),
        sa.UniqueConstraint("value_id", "evidence_id", name=op.f("uq_value_evidence_value_id_evidence_id")),
    )
    op.create_index(op.f("ix_value_evidence_evidence_id"), "value_evidence", ["evidence_id"], unique=False)
    op.execute(FUNCTIONS)
    rls.definer_function("contents_in_use(text[])")
    rls.definer_function("count_use()", for_app=False)
    op.execute(f"grant execute on function doimoi.count_use() to {rls.APP}, {rls.EVERYWHERE}, current_user")

    rls.protect_open_when("evidence", "open_to_ward")
    # What was sent is never changed; only what is said about it.
    op.execute(f"revoke update on evidence from {rls.APP}")
    op.execute(f"grant update (note, search_key, open_to_ward, version) on evidence to {rls.APP}")
    op.execute(f"alter policy remove on evidence using ({rls.inside('act')} and uses = 0)")

    rls.protect_down("value_evidence")
    # A link is as visible as its value: that query runs under the value's own policies.
    op.execute(
        "alter policy see on value_evidence"
        " using (exists (select from indicator_value v where v.id = value_evidence.value_id))"
    )
    op.execute(f"revoke update on value_evidence from {rls.APP}")
    op.execute(
        "create trigger b_count_use after insert or delete on value_evidence for each row"
        " execute function doimoi.count_use()"
    )
    for table in ("evidence", "value_evidence"):
        rls.follow_unit(table)
    rls.audited("evidence", without=("search_key",))
    rls.audited("value_evidence")


def downgrade() -> None:
    op.drop_table("value_evidence")
    op.drop_table("evidence")
    for signature in ("count_use()", "contents_in_use(text[])"):
        op.execute(f"drop function doimoi.{signature}")
