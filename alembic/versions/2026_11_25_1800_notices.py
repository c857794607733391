"""notices: what somebody is told of, and urging in an indicator's discussion.

A notice belongs to a person and to no unit. It is written by a definer function in the transaction of what it tells,
since the one who acts neither sees nor writes another person's rows; the function itself leaves out the one who acts
and everybody who could not read what it is about.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from doimoi.access import rls

revision = "0013_notices"
down_revision = "0012_jobs"
branch_labels = None
depends_on = None

HELD = """m.valid_from <= today and (m.valid_to is null or m.valid_to > today)
     and exists (select from unit u where u.id = m.unit_id
                  and u.valid_from <= today and (u.valid_to is null or u.valid_to > today))"""

FUNCTIONS = f"""
create function doimoi.tell(
  p_kind text, p_subject text, p_subject_id uuid, p_facts jsonb, p_bundle text, p_day date, p_at timestamptz,
  p_accounts uuid[], p_roles text[], p_homes bigint[], p_directors text[], p_over bigint[], p_but uuid[],
  p_readers text[], p_keys bigint[], p_open boolean) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  actor text := nullif(current_setting('doimoi.actor', true), '');
  today date := (now() at time zone 'Asia/Ho_Chi_Minh')::date;
  who uuid; before integer; told integer := 0;
begin
  for who in
    select a.id from account a
     where a.active and a.id::text is distinct from actor and not a.id = any (p_but)
       and (a.id = any (p_accounts)
            or exists (select from membership m
                        where m.account_id = a.id and {HELD}
                          and (m.role = any (p_roles) and m.unit_key = any (p_homes)
                               -- Who directs from within the ward: the city is not told of each of its wards' steps.
                               or m.role = any (p_directors)
                                  and exists (select from unnest(p_over) k
                                               where m.act @> k and m.unit_key >= k - k % 100000000))))
       and (p_day is not null
            or exists (select from membership m
                        where m.account_id = a.id and m.role = any (p_readers) and {HELD}
                          and exists (select from unnest(p_keys) k where m.see @> k or (p_open and m.open @> k))))
     order by a.id
  loop
    before := 0;
    if p_bundle is not null then
      with gone as (delete from notice n
                     where n.account_id = who and n.kind = p_kind and n.bundle = p_bundle and n.read_at is null
                    returning n.count)
      select coalesce(sum(count), 0) into before from gone;
    end if;
    insert into notice (account_id, kind, subject, subject_id, facts, bundle, day, at, count)
    values (who, p_kind, p_subject, p_subject_id, p_facts, p_bundle, p_day, p_at, before + 1)
    on conflict do nothing;
    if found then told := told + 1; end if;
  end loop;
  return told;
end $$;

create function doimoi.people_to_remind(p_roles text[], p_day date) returns setof uuid language sql stable
  security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id from account a
   where a.active
     and exists (select from membership m
                  where m.account_id = a.id and m.role = any (p_roles)
                    and m.valid_from <= p_day and (m.valid_to is null or m.valid_to > p_day))
     and not exists (select from notice n where n.account_id = a.id and n.kind = 'digest' and n.day = p_day)
   order by a.id
$$;

create function doimoi.enter_account(p_account uuid, p_roles text[])
  returns table (id uuid, name text, reaches jsonb) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  today date := (now() at time zone 'Asia/Ho_Chi_Minh')::date;
  s int8multirange; a int8multirange; o int8multirange;
begin
  -- A transaction that entered as somebody never becomes somebody else.
  if nullif(current_setting('doimoi.actor', true), '') is not null then
    raise exception 'this transaction has been entered' using errcode = '42501';
  end if;
  select c.id, c.display_name into id, name from account c where c.id = p_account and c.active;
  if not found then return; end if;
  select range_agg(m.see) filter (where m.role = any (p_roles)), range_agg(m.act) filter (where m.role = any (p_roles)),
         range_agg(m.open) filter (where m.role = any (p_roles)),
         coalesce(jsonb_agg(jsonb_build_array(m.role, m.unit_key, coalesce(lower(m.see), 0), coalesce(upper(m.see), 0),
                                              coalesce(lower(m.act), 0), coalesce(upper(m.act), 0))), '[]')
    into s, a, o, reaches
    from membership m where m.account_id = p_account and {HELD};
  perform set_config('transaction_read_only', 'on', true), set_config('doimoi.actor', p_account::text, true),
          set_config('doimoi.see', coalesce(s::text, ''), true), set_config('doimoi.act', coalesce(a::text, ''), true),
          set_config('doimoi.open', coalesce(o::text, ''), true);
  return next;
end $$;
"""

TELL = (
    "tell(text, text, uuid, jsonb, text, date, timestamptz, uuid[], text[], bigint[], text[], bigint[], uuid[], text[],"
    " bigint[], boolean)"
)
SIGNATURES = (TELL, "people_to_remind(text[], date)", "enter_account(uuid, text[])")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("bundle", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'digest') = (day is not null)", name=op.f("ck_notice_day")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_account_id_id"), "notice", ["account_id", "id"])
    op.create_index("ix_notice_unread", "notice", ["account_id"], postgresql_where=sa.text("read_at is null"))
    op.create_index(
        "uq_notice_digest", "notice", ["account_id", "day"], unique=True, postgresql_where=sa.text("day is not null")
    )
    rls.protect_own("notice", "account_id::text")
    op.execute(f"revoke insert, delete, update on notice from {rls.APP}")
    op.execute(f"grant update (read_at) on notice to {rls.APP}")
    op.execute(FUNCTIONS)
    for signature in SIGNATURES:
        rls.definer_function(signature)

    # Urging a unit stands in the indicator's discussion: whom it is for, and on which day, once by each person.
    op.add_column("indicator_comment", sa.Column("urged_id", sa.Uuid(), nullable=True))
    op.add_column("indicator_comment", sa.Column("urged_unit", sa.Text(), nullable=True))
    op.add_column("indicator_comment", sa.Column("urged_on", sa.Date(), nullable=True))
    op.create_foreign_key(op.f("fk_indicator_comment_urged_id"), "indicator_comment", "unit", ["urged_id"], ["id"])
    op.create_index(
        "uq_indicator_comment_urged",
        "indicator_comment",
        ["indicator_id", "urged_id", "author", "urged_on"],
        unique=True,
        postgresql_where=sa.text("urged_id is not null"),
    )


def downgrade() -> None:
    op.drop_index("uq_indicator_comment_urged", table_name="indicator_comment")
    for column in ("urged_on", "urged_unit", "urged_id"):
        op.drop_column("indicator_comment", column)
    for signature in SIGNATURES:
        op.execute(f"drop function doimoi.{signature}")
    op.drop_table("notice")
