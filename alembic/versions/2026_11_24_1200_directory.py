"""directory: accounts are managed only by those who reach everything that the account does.

An account is looked after in one unit but may hold roles elsewhere. Whoever could reset the password of somebody with
a wider reach would have that reach: links and changes of an account ask for all of its roles, not for its unit alone.
"""

from alembic import op

from doimoi.access import rls

revision = "0003_directory"
down_revision = "0002_plan_and_indicators"
branch_labels = None
depends_on = None

FUNCTIONS = """
create function doimoi.reach_within(p_account uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select not exists (
    select from membership m
     where m.account_id = p_account
       and (m.valid_to is null or m.valid_to > (now() at time zone 'Asia/Ho_Chi_Minh')::date)
       and not (m.unit_key <@ mine.act and m.act <@ mine.act))
    from (select coalesce(nullif(current_setting('doimoi.act', true), '')::int8multirange, '{}') as act) mine
$$;

create function doimoi.account_facts(p_accounts uuid[])
  returns table (id uuid, has_password boolean, last_sign_in_at timestamptz, manageable boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, exists (select from credential c where c.account_id = a.id),
         (select max(i.started_at) from sign_in i where i.account_id = a.id),
         a.unit_key <@ coalesce(nullif(current_setting('doimoi.act', true), '')::int8multirange, '{}')
           and doimoi.reach_within(a.id)
    from account a
   where a.id = any (p_accounts)
     and a.unit_key <@ coalesce(nullif(current_setting('doimoi.see', true), '')::int8multirange, '{}')
$$;

create function doimoi.other_administrators(p_account uuid, p_unit uuid) returns bigint language plpgsql
  security definer set search_path = pg_catalog, public, pg_temp as $$
declare today date := (now() at time zone 'Asia/Ho_Chi_Minh')::date;
begin
  -- Two administrators who take each other's role at the same moment wait for each other here.
  perform from unit where id = p_unit for no key update;
  return (select count(distinct m.account_id)
            from membership m join account a on a.id = m.account_id join credential c on c.account_id = a.id
           where m.unit_id = p_unit and m.role = 'administrator' and a.active and a.id <> p_account
             and m.valid_from <= today and (m.valid_to is null or m.valid_to > today));
end $$;

create function doimoi.shut_account() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update sign_in set ended_at = now() where account_id = new.id and ended_at is null;
  delete from one_time_link where account_id = new.id and used_at is null;
  return null;
end $$;
"""

MAKE_LINK = """
create or replace function doimoi.make_link(p_hash bytea, p_kind text, p_account uuid, p_minutes int) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from account where id = p_account
                  and unit_key <@ nullif(current_setting('doimoi.act', true), '')::int8multirange{further}) then
    raise exception 'row-level security: this account is not the caller''s to manage' using errcode = '42501';
  end if;
  delete from one_time_link where account_id = p_account and used_at is null;
  insert into one_time_link (hash, kind, account_id, expires_at)
  values (p_hash, p_kind, p_account, now() + make_interval(mins => p_minutes));
end $$;
"""


def _account_changes(further: str) -> None:
    condition = f"{rls.inside('act')}{further}"
    op.execute(f"alter policy change on account using ({condition}) with check ({condition})")


def upgrade() -> None:
    op.execute(FUNCTIONS)
    for signature in ("reach_within(uuid)", "account_facts(uuid[])", "other_administrators(uuid, uuid)"):
        rls.definer_function(signature)
    rls.definer_function("shut_account()", for_app=False)
    op.execute(f"grant execute on function doimoi.shut_account() to {rls.APP}, {rls.EVERYWHERE}, current_user")
    op.execute(
        "create trigger y_shut after update of active on account for each row"
        " when (old.active and not new.active) execute function doimoi.shut_account()"
    )
    op.execute(MAKE_LINK.format(further=" and doimoi.reach_within(id)"))
    _account_changes(" and doimoi.reach_within(id)")


def downgrade() -> None:
    _account_changes("")
    op.execute(MAKE_LINK.format(further=""))
    op.execute("drop trigger y_shut on account")
    for signature in (
        "shut_account()",
        "other_administrators(uuid, uuid)",
        "account_facts(uuid[])",
        "reach_within(uuid)",
    ):
        op.execute(f"drop function doimoi.{signature}")
