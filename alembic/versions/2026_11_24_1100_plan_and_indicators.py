"""plan_and_indicators."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from doimoi.access import rls

revision = "0002_plan_and_indicators"
down_revision = "0001_access"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_note", sa.Text(), nullable=True),
        sa.Column("issued_on_assumed", sa.Date(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("gaps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"], ["unit.id", "unit.key"], name=op.f("fk_plan_unit_id_unit_key"), onupdate="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_code")),
    )
    op.create_table(
        "clause",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("marker", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("normalised", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_clause_plan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_clause_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("unit_id", "plan_id", "code", name=op.f("uq_clause_unit_id_plan_id_code")),
    )
    op.create_index(op.f("ix_clause_plan_id_ordinal"), "clause", ["plan_id", "ordinal"], unique=False)
    op.create_table(
        "indicator",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("target_code", sa.Text(), nullable=False),
        sa.Column("clause_code", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("detail_of", sa.Text(), nullable=True),
        sa.Column("headline", sa.Boolean(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("unit_of_measure", sa.Text(), nullable=False),
        sa.Column("numerator_label", sa.Text(), nullable=True),
        sa.Column("denominator_label", sa.Text(), nullable=True),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_value", sa.Numeric(), nullable=True),
        sa.Column("target_stretch", sa.Numeric(), nullable=True),
        sa.Column("target_unit", sa.Text(), nullable=False),
        sa.Column("target_basis", sa.Text(), nullable=False),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reporting", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("population", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("source_units", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("disaggregation", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("lead_basis", sa.Text(), nullable=False),
        sa.Column("lead_clause", sa.Text(), nullable=True),
        sa.Column("cooperating", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("char_length(short_name) <= 44", name=op.f("ck_indicator_short_name")),
        sa.ForeignKeyConstraint(["lead_id"], ["unit.id"], name=op.f("fk_indicator_lead_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_indicator_plan_id")),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_indicator_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_indicator_unit_id_code")),
    )
    op.create_index(op.f("ix_indicator_plan_id_ordinal"), "indicator", ["plan_id", "ordinal"], unique=False)
    op.create_table(
        "period",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("entry_due_on", sa.Date(), nullable=False),
        sa.Column("locked_on", sa.Date(), nullable=True),
        sa.Column("lock_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('half_year', 'year', 'school_year', 'quarter', 'month')", name=op.f("ck_period_kind")
        ),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_period_days")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_period_plan_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_period_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("unit_id", "plan_id", "code", name=op.f("uq_period_unit_id_plan_id_code")),
    )
    op.create_table(
        "indicator_value",
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("numerator", sa.Numeric(), nullable=True),
        sa.Column("denominator", sa.Numeric(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_by_name", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_name", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_by_name", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'submitted', 'returned', 'approved')", name=op.f("ck_indicator_value_state")
        ),
        sa.CheckConstraint("numerator >= 0 and denominator >= 0", name=op.f("ck_indicator_value_numbers")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_value_indicator_id")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_indicator_value_period_id")),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_indicator_value_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
        sa.UniqueConstraint("id", "unit_id", name=op.f("uq_indicator_value_id_unit_id")),
        sa.UniqueConstraint(
            "unit_id", "indicator_id", "period_id", name=op.f("uq_indicator_value_unit_id_indicator_id_period_id")
        ),
    )
    op.create_index(
        op.f("ix_indicator_value_indicator_id_period_id"),
        "indicator_value",
        ["indicator_id", "period_id"],
        unique=False,
    )
    op.create_index(op.f("ix_indicator_value_unit_key_state"), "indicator_value", ["unit_key", "state"], unique=False)
    op.create_table(
        "value_event",
        sa.Column("value_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.Numeric(), nullable=True),
        sa.Column("denominator", sa.Numeric(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_value_event_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["value_id", "unit_id"],
            ["indicator_value.id", "indicator_value.unit_id"],
            name=op.f("fk_value_event_value_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_event")),
    )
    op.create_index(op.f("ix_value_event_value_id_id"), "value_event", ["value_id", "id"], unique=False)
    # The ward's plan, its periods and its indicators are read by everyone of the ward and by those above it.
    for table in ("plan", "clause", "period", "indicator"):
        rls.protect_up(table)
    # A value is its unit's own until it is approved; then the ward and those above it may read it.
    rls.protect_open_when("indicator_value", "state = 'approved'")
    rls.protect_down("value_event")
    op.execute(f"revoke update, delete on value_event from {rls.APP}")
    for table in ("plan", "clause", "period", "indicator", "indicator_value", "value_event"):
        rls.follow_unit(table)
    for table in ("period", "indicator", "indicator_value"):
        rls.audited(table)
    rls.audited("plan", without=("source_text", "parts"))


def downgrade() -> None:
    op.drop_index(op.f("ix_value_event_value_id_id"), table_name="value_event")
    op.drop_table("value_event")
    op.drop_index(op.f("ix_indicator_value_unit_key_state"), table_name="indicator_value")
    op.drop_index(op.f("ix_indicator_value_indicator_id_period_id"), table_name="indicator_value")
    op.drop_table("indicator_value")
    op.drop_table("period")
    op.drop_index(op.f("ix_indicator_plan_id_ordinal"), table_name="indicator")
    op.drop_table("indicator")
    op.drop_index(op.f("ix_clause_plan_id_ordinal"), table_name="clause")
    op.drop_table("clause")
    op.drop_table("plan")
