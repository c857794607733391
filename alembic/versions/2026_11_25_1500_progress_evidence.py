"""progress evidence: files that a line of an assignment's log shows.

A link is seen with its line of the log, and so is the file: whoever works on the assignment reads what its units show
each other. Since linking opens a file to the other units, only who acts for the file's unit can link it.
"""

import sqlalchemy as sa
from alembic import op

from doimoi.access import rls

revision = "0010_progress_evidence"
down_revision = "0009_assignments"
branch_labels = None
depends_on = None

TABLE = "assignment_entry_evidence"

# A policy of links that looked into evidence, whose policy looks into links, would never end.
FUNCTIONS = """
create function doimoi.gives_evidence(p_evidence uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from evidence where id = p_evidence
                 and unit_key <@ coalesce(nullif(current_setting('doimoi.act', true), '')::int8multirange, '{}'))
$$;
"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["assignment_entry.id"],
            name=op.f("fk_assignment_entry_evidence_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_assignment_entry_evidence_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_assignment_entry_evidence_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_entry_evidence")),
        sa.UniqueConstraint("entry_id", "evidence_id", name=op.f("uq_assignment_entry_evidence_entry_id_evidence_id")),
    )
    op.create_index(op.f("ix_assignment_entry_evidence_evidence_id"), TABLE, ["evidence_id"], unique=False)

    op.execute(FUNCTIONS)
    rls.definer_function("gives_evidence(uuid)")
    rls.protect_down(TABLE)
    line = f"select from assignment_entry e where e.id = {TABLE}.entry_id"
    op.execute(f"alter policy see on {TABLE} using (exists ({line}))")
    op.execute(
        f"alter policy add on {TABLE} with check ({rls.inside('act')}"
        f" and exists ({line} and e.unit_id = {TABLE}.unit_id) and doimoi.gives_evidence(evidence_id))"
    )
    # As the line itself: once written it stands.
    op.execute(f"revoke update, delete on {TABLE} from {rls.APP}")
    rls.follow_unit(TABLE)
    op.execute(
        f"create trigger b_count_use after insert or delete on {TABLE} for each row execute function doimoi.count_use()"
    )
    shown = f"uses > 0 and exists (select from {TABLE} l where l.evidence_id = evidence.id)"
    op.execute(f"alter policy see on evidence using ({_before()} or ({shown}))")


def _before() -> str:
    return f"{rls.inside('see')} or (open_to_ward and {rls.inside('open')})"


def downgrade() -> None:
    op.execute(f"alter policy see on evidence using ({_before()})")
    op.drop_table(TABLE)
    op.execute("drop function doimoi.gives_evidence(uuid)")
