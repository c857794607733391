"""surveys: rounds, and anonymous answers that only a definer function takes in.

The application reads answers through its caller's reach and may mark those that were held back; it can neither make
nor change nor remove one. Hashes of forms that were taken stand in a closed table without time or answer.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from doimoi.access import rls

revision = "0005_surveys"
down_revision = "0004_evidence"
branch_labels = None
depends_on = None

FUNCTIONS = """
create function doimoi.survey_of(p_code text)
  returns table (id uuid, channel text, state text, title text, unit_name text, ward_name text, opens_on date,
                 closes_on date, questionnaire jsonb)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.id, case p_code when r.kiosk_code then 'kiosk' when r.house_code then 'house' else 'qr' end, r.state,
         r.title, u.name, w.name, r.opens_on, r.closes_on, r.questionnaire
    from survey_round r join unit u on u.id = r.unit_id
    left join unit w on w.level = 'ward' and w.key = u.key - u.key % 100000000
   where (r.code = p_code or r.kiosk_code = p_code or r.house_code = p_code) and r.state <> 'draft'
$$;

create function doimoi.keep_answers(p_forms jsonb) returns table (place bigint, outcome text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare today date := (now() at time zone 'Asia/Ho_Chi_Minh')::date;
begin
  return query
  with given as (
    select f.round_id, decode(f.hash, 'hex') as hash, f.id, f.channel, f.answers, f.complete, f.state, f.n
      from rows from (jsonb_to_recordset(p_forms) as (round_id uuid, hash text, id uuid, channel text, answers jsonb,
                                                      complete boolean, state text))
           with ordinality as f (round_id, hash, id, channel, answers, complete, state, n)),
  taking as (
    -- Shared, so that a round cannot close between this look and the insert.
    select r.id, r.unit_id from survey_round r
     where r.id in (select g.round_id from given g) and r.state = 'open' and r.opens_on <= today
       and (r.closes_on is null or r.closes_on >= today)
       for share),
  fresh as (
    -- Ordered, so that two batches never wait for each other.
    insert into survey_client (round_id, hash)
    select distinct g.round_id, g.hash from given g join taking t on t.id = g.round_id order by g.round_id, g.hash
        on conflict do nothing returning round_id, hash),
  first as (
    select distinct on (g.round_id, g.hash) g.* from given g join fresh f using (round_id, hash)
     order by g.round_id, g.hash, g.n),
  kept as (
    -- In the order of random ids: where a row lies says nothing of when it came within the batch.
    insert into survey_answer (id, round_id, unit_id, channel, day, answers, complete, state)
    select f.id, f.round_id, t.unit_id, f.channel, today, f.answers, f.complete, f.state
      from first f join taking t on t.id = f.round_id order by f.id)
  select g.n, case when f.n is not null then 'kept' when t.id is not null then 'known' else 'closed' end
    from given g left join first f on f.n = g.n left join taking t on t.id = g.round_id;
end $$;

create function doimoi.settle_survey(p_round uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from survey_round where id = p_round and state = 'closed'
                  and unit_key <@ nullif(current_setting('doimoi.act', true), '')::int8multirange) then
    raise exception 'row-level security: this round is not the caller''s to settle' using errcode = '42501';
  end if;
  delete from survey_client where round_id = p_round;
  -- Written anew in random order: nothing is left of the order in which the answers came.
  with taken as (delete from survey_answer where round_id = p_round returning *)
  insert into survey_answer (id, round_id, unit_id, channel, day, answers, complete, state)
  select id, round_id, unit_id, channel, day, answers, complete, state from taken order by id;
end $$;
"""
SIGNATURES = (
    "survey_of(text)",
    "keep_answers(jsonb)",
    "settle_survey(uuid)",
)


def _unit_reference(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["unit_id", "unit_key"],
        ["unit.id", "unit.key"],
        name=op.f(f"fk_{table}_unit_id_unit_key"),
        onupdate="CASCADE",
    )


def _round_reference(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["round_id", "unit_id"], ["survey_round.id", "survey_round.unit_id"], name=op.f(f"fk_{table}_round_id_unit_id")
    )


def upgrade() -> None:
    op.create_table(
        "survey_round",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kiosk_code", sa.Text(), nullable=False),
        sa.Column("house_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("questionnaire", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("target", sa.Numeric(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("created_by_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('draft', 'open', 'closed')", name=op.f("ck_survey_round_state")),
        sa.CheckConstraint("closes_on is null or closes_on >= opens_on", name=op.f("ck_survey_round_days")),
        sa.CheckConstraint("population > 0", name=op.f("ck_survey_round_population")),
        sa.CheckConstraint("target >= 0 and target <= 100", name=op.f("ck_survey_round_target")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_survey_round_period_id")),
        _unit_reference("survey_round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_round")),
        sa.UniqueConstraint("id", "unit_id", name=op.f("uq_survey_round_id_unit_id")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_round_code")),
        sa.UniqueConstraint("kiosk_code", name=op.f("uq_survey_round_kiosk_code")),
        sa.UniqueConstraint("house_code", name=op.f("uq_survey_round_house_code")),
    )
    op.create_index(op.f("ix_survey_round_unit_key_id"), "survey_round", ["unit_key", "id"], unique=False)
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("channel in ('kiosk', 'qr', 'house')", name=op.f("ck_survey_answer_channel")),
        sa.CheckConstraint("state in ('counted', 'quarantined', 'rejected')", name=op.f("ck_survey_answer_state")),
        _round_reference("survey_answer"),
        _unit_reference("survey_answer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
    )
    op.create_index(op.f("ix_survey_answer_round_id_state"), "survey_answer", ["round_id", "state"], unique=False)
    op.create_table(
        "survey_client",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["survey_round.id"], name=op.f("fk_survey_client_round_id")),
        sa.PrimaryKeyConstraint("round_id", "hash", name=op.f("pk_survey_client")),
    )
    op.create_table(
        "survey_review",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("decision in ('counted', 'rejected')", name=op.f("ck_survey_review_decision")),
        _round_reference("survey_review"),
        _unit_reference("survey_review"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_review")),
    )
    op.create_index(op.f("ix_survey_review_round_id_id"), "survey_review", ["round_id", "id"], unique=False)

    rls.protect_down("survey_round")
    op.execute(f"revoke delete on survey_round from {rls.APP}")
    rls.protect_public("survey_answer", changeable=("state",))
    rls.protect_closed("survey_client")
    rls.protect_down("survey_review")
    op.execute(f"revoke update, delete on survey_review from {rls.APP}")
    for table in ("survey_round", "survey_answer", "survey_review"):
        rls.follow_unit(table)
    rls.audited("survey_round", without=("questionnaire",))
    rls.audited("survey_review")
    op.execute(FUNCTIONS)
    for signature in SIGNATURES:
        rls.definer_function(signature)


def downgrade() -> None:
    for signature in SIGNATURES:
        op.execute(f"drop function doimoi.{signature}")
    for table in ("survey_review", "survey_client", "survey_answer", "survey_round"):
        op.drop_table(table)
