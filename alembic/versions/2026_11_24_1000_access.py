"""access."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from doimoi.access import rls

revision = "0001_access"
down_revision = None
branch_labels = None
depends_on = None


FUNCTIONS = """
create function doimoi.place_unit() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare above unit; slot bigint; step bigint;
begin
  if new.parent_id is null then
    new.full_code := new.code;
    new.key := new.code::bigint * 10000000000000;
    new.key_to := new.key + 10000000000000;
    return new;
  end if;
  select * into above from unit where id = new.parent_id for update;
  if not found or above.level = 'team' then
    raise exception 'no unit can stand there' using errcode = '23503';
  end if;
  step := case above.level when 'city' then 100000000 when 'unit' then 1 else 1000 end;
  if above.level = 'city' and new.level = 'ward' then
    slot := new.code::bigint;
  else
    slot := above.next_slot;
    update unit set next_slot = next_slot + 1 where id = above.id;
  end if;
  new.key := above.key + slot * step;
  new.key_to := new.key + step;
  if new.key_to > above.key_to then
    raise exception 'no room below this unit' using errcode = '23514';
  end if;
  new.full_code := case when new.level = 'ward' then new.code
                        when above.level in ('city', 'ward') then above.code || ':' || new.code
                        else split_part(above.full_code, ':', 1) || ':' || new.code end;
  return new;
end $$;

create function doimoi.set_unit_key() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  select key into new.unit_key from unit where id = new.unit_id;
  return new;
end $$;

create function doimoi.ward_range(p_unit uuid) returns int8range language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select case when level = 'city' then int8range(key, key_to)
              else int8range(key - key % 100000000, key - key % 100000000 + 100000000) end
    from unit where id = p_unit
$$;

create function doimoi.open_ranges(p_unit uuid) returns int8multirange language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with recursive up as (
    select parent_id from unit where id = p_unit
    union all select u.parent_id from unit u join up on u.id = up.parent_id)
  select int8multirange(doimoi.ward_range(p_unit))
       + coalesce((select range_agg(int8range(u.key, u.key + 1)) from unit u join up on u.id = up.parent_id), '{}')
$$;

create function doimoi.set_reach() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare u unit; whole int8range; own int8range;
begin
  select * into u from unit where id = new.unit_id;
  whole := int8range(u.key, u.key_to);
  own := int8range(u.key, u.key + 1);
  new.see := case new.role when 'coordinator' then doimoi.ward_range(u.id)
                           when 'contributor' then own
                           when 'supervisor' then 'empty' when 'reader' then 'empty' else whole end;
  new.act := case new.role when 'coordinator' then doimoi.ward_range(u.id)
                           when 'officer' then own when 'contributor' then own
                           when 'supervisor' then 'empty' when 'reader' then 'empty' else whole end;
  new.open := doimoi.open_ranges(u.id);
  return new;
end $$;

create function doimoi.audit_row() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  hidden text[] := string_to_array(tg_argv[1], ',');
  before jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) - hidden end;
  after jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) - hidden end;
  whole jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  changes jsonb;
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(k, jsonb_build_array(before -> k, after -> k)) into changes
      from jsonb_object_keys(after) k where before -> k is distinct from after -> k;
    if changes is null then return null; end if;
  else
    changes := case when tg_op = 'INSERT' then after else before end;
  end if;
  insert into audit (actor, request, tab, row_id, op, unit_key, changes, reason)
  values (nullif(current_setting('doimoi.actor', true), ''), nullif(current_setting('doimoi.request', true), ''),
          tg_table_name, whole ->> tg_argv[0], lower(tg_op),
          coalesce((whole ->> 'unit_key')::bigint, (whole ->> 'key')::bigint, 0), changes,
          nullif(current_setting('doimoi.reason', true), ''));
  return null;
end $$;

create function doimoi.enter_person(p_sign_in uuid, p_roles text[], p_self boolean, p_request text)
  returns table (id uuid, name text, reaches jsonb, allowed boolean) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  today date := (now() at time zone 'Asia/Ho_Chi_Minh')::date;
  s int8multirange; a int8multirange; o int8multirange; used timestamptz;
begin
  select c.id, c.display_name, i.last_used_at into id, name, used
    from sign_in i join account c on c.id = i.account_id
   where i.id = p_sign_in and i.ended_at is null and i.expires_at > now() and c.active;
  if not found then return; end if;
  if used < now() - interval '1 minute' then
    -- Never waits: another request of the same browser may hold the row until it commits.
    update sign_in i set last_used_at = now()
     where i.id = (select x.id from sign_in x where x.id = p_sign_in for update skip locked);
  end if;
  select range_agg(m.see) filter (where m.role = any (p_roles)), range_agg(m.act) filter (where m.role = any (p_roles)),
         range_agg(m.open) filter (where m.role = any (p_roles)),
         coalesce(bool_or(m.role = any (p_roles)), false) or p_self,
         coalesce(jsonb_agg(jsonb_build_array(m.role, m.unit_key, coalesce(lower(m.see), 0), coalesce(upper(m.see), 0),
                                              coalesce(lower(m.act), 0), coalesce(upper(m.act), 0))), '[]')
    into s, a, o, allowed, reaches
    from membership m join unit u on u.id = m.unit_id
   where m.account_id = enter_person.id and m.valid_from <= today and (m.valid_to is null or m.valid_to > today)
     and u.valid_from <= today and (u.valid_to is null or u.valid_to > today);
  perform set_config('doimoi.actor', enter_person.id::text, true), set_config('doimoi.request', p_request, true),
          set_config('doimoi.see', coalesce(s::text, ''), true), set_config('doimoi.act', coalesce(a::text, ''), true),
          set_config('doimoi.open', coalesce(o::text, ''), true);
  return next;
end $$;

create function doimoi.enter_key(p_hash bytea, p_scopes text[], p_writes text[], p_request text)
  returns table (id uuid, name text, scopes text[], key_from bigint, allowed boolean) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare own int8multirange; unit_of uuid; used timestamptz;
        today date := (now() at time zone 'Asia/Ho_Chi_Minh')::date;
begin
  select k.id, k.name, k.scopes, u.key, u.id, k.last_used_at into id, name, scopes, key_from, unit_of, used
    from api_key k join unit u on u.id = k.unit_id
   where k.hash = p_hash and k.revoked_at is null and k.expires_at > now()
     and u.valid_from <= today and (u.valid_to is null or u.valid_to > today);
  if not found then return; end if;
  if used is null or used < now() - interval '1 minute' then
    update api_key k set last_used_at = now()
     where k.id = (select x.id from api_key x where x.id = enter_key.id for update skip locked);
  end if;
  allowed := scopes && p_scopes;
  own := case when scopes && p_writes then int8multirange(int8range(key_from, key_from + 1)) else '{}' end;
  perform set_config('doimoi.actor', 'key:' || enter_key.id::text, true), set_config('doimoi.request', p_request, true),
          set_config('doimoi.see', own::text, true), set_config('doimoi.act', own::text, true),
          set_config('doimoi.open', doimoi.open_ranges(unit_of)::text, true);
  return next;
end $$;

create function doimoi.credential_of(p_username text) returns table (id uuid, name text, password_hash text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, a.display_name, c.password_hash from account a join credential c on c.account_id = a.id
   where a.username = p_username and a.active
$$;

create function doimoi.rehash(p_account uuid, p_hash text) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  update credential set password_hash = p_hash where account_id = p_account
$$;

create function doimoi.tries(p_who bytea) returns table (failures int, seconds_ago int)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select failures, extract(epoch from now() - last_at)::int from login_try
   where who = p_who and last_at > now() - interval '1 hour'
$$;

create function doimoi.try_failed(p_who bytea) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into login_try as t (who, failures, last_at) values (p_who, 1, now())
  on conflict (who) do update set last_at = now(),
     failures = case when t.last_at > now() - interval '1 hour' then t.failures + 1 else 1 end
$$;

create function doimoi.try_cleared(p_who bytea) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  delete from login_try where who = p_who
$$;

create function doimoi.open_sign_in(p_id uuid, p_account uuid, p_refresh bytea, p_agent text, p_hours int) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into sign_in (id, account_id, refresh_hash, user_agent, expires_at)
  values (p_id, p_account, p_refresh, p_agent, now() + make_interval(hours => p_hours))
$$;

create function doimoi.rotate_refresh(p_old bytea, p_new bytea)
  returns table (outcome text, sign_in_id uuid, account_id uuid, name text) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare s sign_in;
begin
  select i.* into s from sign_in i
   where i.refresh_hash = p_old or i.refresh_before = p_old
      or i.id = (select x.sign_in_id from spent_refresh x where x.hash = p_old) for update;
  if not found or s.ended_at is not null or s.expires_at <= now() then return; end if;
  select c.id, c.display_name into account_id, name from account c where c.id = s.account_id and c.active;
  if not found then return; end if;
  sign_in_id := s.id;
  if s.refresh_hash = p_old then
    insert into spent_refresh (hash, sign_in_id) select s.refresh_before, s.id where s.refresh_before is not null;
    update sign_in i set refresh_before = p_old, refresh_hash = p_new, refreshed_at = now() where i.id = s.id;
    outcome := 'rotated';
  elsif s.refresh_before = p_old and s.refreshed_at > now() - interval '10 seconds' then
    outcome := 'grace';
  else
    update sign_in i set ended_at = now() where i.id = s.id;
    outcome := 'reused';
  end if;
  return next;
end $$;

create function doimoi.end_sign_in(p_refresh bytea) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  update sign_in set ended_at = now() where ended_at is null and (refresh_hash = p_refresh or refresh_before = p_refresh)
$$;

create function doimoi.make_link(p_hash bytea, p_kind text, p_account uuid, p_minutes int) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from account where id = p_account
                  and unit_key <@ nullif(current_setting('doimoi.act', true), '')::int8multirange) then
    raise exception 'row-level security: this account is not the caller''s to manage' using errcode = '42501';
  end if;
  delete from one_time_link where account_id = p_account and used_at is null;
  insert into one_time_link (hash, kind, account_id, expires_at)
  values (p_hash, p_kind, p_account, now() + make_interval(mins => p_minutes));
end $$;

create function doimoi.link_of(p_hash bytea)
  returns table (kind text, account_id uuid, display_name text, username text, unit_name text, role text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select l.kind, a.id, a.display_name, a.username, u.name, held.role
    from one_time_link l left join account a on a.id = l.account_id
    left join lateral (
      select m.unit_id, m.role from membership m
       where m.account_id = a.id and (m.valid_to is null or m.valid_to > (now() at time zone 'Asia/Ho_Chi_Minh')::date)
       order by m.id desc limit 1) held on true
    left join unit u on u.id = coalesce(held.unit_id, l.unit_id)
   where l.hash = p_hash and l.used_at is null and l.expires_at > now() and (a.id is null or a.active)
$$;

create function doimoi.claim_link(p_hash bytea, p_password_hash text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare who uuid;
begin
  update one_time_link set used_at = now()
   where hash = p_hash and used_at is null and expires_at > now() and kind in ('invitation', 'reset')
     and exists (select from account a where a.id = account_id and a.active)
   returning account_id into who;
  if not found then return null; end if;
  perform set_config('doimoi.actor', who::text, true);
  insert into credential (account_id, password_hash) values (who, p_password_hash)
  on conflict (account_id) do update set password_hash = excluded.password_hash, changed_at = now();
  update sign_in set ended_at = now() where account_id = who and ended_at is null;
  return who;
end $$;

create function doimoi.claim_setup(p_hash bytea, p_account uuid, p_membership uuid, p_username text, p_name text,
                                   p_search text, p_password_hash text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare ward uuid;
begin
  update one_time_link set used_at = now()
   where hash = p_hash and used_at is null and expires_at > now() and kind = 'setup' returning unit_id into ward;
  if not found or exists (select from membership where role = 'administrator') then return false; end if;
  perform set_config('doimoi.actor', p_account::text, true);
  insert into account (id, unit_id, username, display_name, search_key, version)
  values (p_account, ward, p_username, p_name, p_search, 1);
  insert into membership (id, unit_id, account_id, role, valid_from)
  values (p_membership, ward, p_account, 'administrator', (now() at time zone 'Asia/Ho_Chi_Minh')::date);
  insert into credential (account_id, password_hash) values (p_account, p_password_hash);
  return true;
end $$;

create function doimoi.schema_version() returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select version_num from alembic_version
$$;

create function doimoi.setup_open() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select not exists (select from membership where role = 'administrator')
$$;
"""

SIGNATURES = (
    "enter_person(uuid, text[], boolean, text)",
    "enter_key(bytea, text[], text[], text)",
    "credential_of(text)",
    "rehash(uuid, text)",
    "tries(bytea)",
    "try_failed(bytea)",
    "try_cleared(bytea)",
    "open_sign_in(uuid, uuid, bytea, text, integer)",
    "rotate_refresh(bytea, bytea)",
    "end_sign_in(bytea)",
    "make_link(bytea, text, uuid, integer)",
    "link_of(bytea)",
    "claim_link(bytea, text)",
    "claim_setup(bytea, uuid, uuid, text, text, text, text)",
    "setup_open()",
    "schema_version()",
)
TRIGGER_FUNCTIONS = ("place_unit()", "set_unit_key()", "set_reach()", "audit_row()")


def _functions() -> None:
    op.execute("create schema doimoi")
    op.execute(f"grant usage on schema doimoi to {rls.APP}, {rls.EVERYWHERE}, {rls.DEFINER}")
    op.execute(f"grant create on schema doimoi to {rls.DEFINER}")
    op.execute(f"grant usage on schema public to {rls.APP}, {rls.EVERYWHERE}, {rls.DEFINER}")
    op.execute(f"grant select on alembic_version to {rls.DEFINER}")
    op.execute(FUNCTIONS)
    for signature in SIGNATURES:
        rls.definer_function(signature)
    for signature in (*TRIGGER_FUNCTIONS, "ward_range(uuid)", "open_ranges(uuid)"):
        rls.definer_function(signature, for_app=False)
    # Trigger functions are called by whoever writes the row, so each writer needs the right to run them.
    for signature in TRIGGER_FUNCTIONS:
        op.execute(f"grant execute on function doimoi.{signature} to {rls.APP}, {rls.EVERYWHERE}, current_user")


def _policies() -> None:
    rls.protect_up("unit", "key")
    rls.protect_down("account")
    # A membership also carries a reach, which may be wider than its unit (a coordinator's is the ward):
    # nobody gives or takes a reach that goes beyond their own.
    within = "act <@ (select nullif(current_setting('doimoi.act', true), '')::int8multirange)"
    rls.protect_down("membership")
    op.execute(f"alter policy add on membership with check ({rls.inside('act')} and {within})")
    op.execute(
        f"alter policy change on membership using ({rls.inside('act')} and {within})"
        f" with check ({rls.inside('act')} and {within})"
    )
    rls.protect_down("api_key")
    rls.protect_own("sign_in", "account_id::text")
    op.execute(f"revoke insert, delete, update on sign_in from {rls.APP}")
    op.execute(f"grant update (ended_at) on sign_in to {rls.APP}")
    rls.protect_own("idempotency", "owner")
    op.execute(f"grant update (status, headers, body) on idempotency to {rls.APP}")
    for table in ("credential", "spent_refresh", "one_time_link", "login_try"):
        rls.protect_closed(table)
    # The trail is read through the caller's reach and written by the database alone.
    rls.protect_down("audit")
    op.execute(f"revoke insert, update, delete on audit from {rls.APP}, {rls.EVERYWHERE}")
    op.execute(f"revoke update, delete on audit from {rls.DEFINER}")
    # Which installation this is says nothing about any unit, and everyone may know it.
    rls.protect_closed("instance")
    op.execute(f"create policy see on instance for select to {rls.APP} using (true)")
    op.execute(f"grant select on instance to {rls.APP}")


def _triggers() -> None:
    op.execute("create trigger a_place before insert on unit for each row execute function doimoi.place_unit()")
    for table in ("account", "membership", "api_key"):
        rls.follow_unit(table)
    op.execute(
        "create trigger b_reach before insert or update on membership for each row execute function doimoi.set_reach()"
    )
    rls.audited("unit", without=("key", "key_to", "next_slot"))
    rls.audited("account")
    rls.audited("membership", without=("see", "act", "open"))
    rls.audited("api_key", without=("hash", "last_used_at"))
    rls.audited("credential", "account_id", without=("password_hash",))


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("tab", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False, postgresql_using="brin")
    op.create_index(op.f("ix_audit_tab_row_id"), "audit", ["tab", "row_id"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("owner", "key", name=op.f("pk_idempotency")),
    )
    op.create_index(op.f("ix_idempotency_at"), "idempotency", ["at"], unique=False)
    op.create_table(
        "instance",
        sa.Column("one", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("demo", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("one", name=op.f("ck_instance_one")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_instance")),
    )
    op.create_table(
        "login_try",
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_login_try")),
    )
    op.create_table(
        "unit",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("full_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("key_to", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("next_slot", sa.Integer(), server_default="1", nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level in ('city', 'agency', 'ward', 'unit', 'team')", name=op.f("ck_unit_level")),
        sa.CheckConstraint("valid_to is null or valid_to > valid_from", name=op.f("ck_unit_dates")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("full_code", name=op.f("uq_unit_full_code")),
        sa.UniqueConstraint("id", "key", name=op.f("uq_unit_id_key")),
        sa.UniqueConstraint("key", name=op.f("uq_unit_key")),
    )
    op.create_table(
        "account",
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_account_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "api_key",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("last4", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_api_key_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_key_hash")),
    )
    op.create_table(
        "credential",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_credential_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "membership",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("see", postgresql.INT8RANGE(), server_default="empty", nullable=False),
        sa.Column("act", postgresql.INT8RANGE(), server_default="empty", nullable=False),
        sa.Column("open", postgresql.INT8MULTIRANGE(), server_default="{}", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("unit_key", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "role in ('leader', 'coordinator', 'head', 'officer', 'contributor', 'supervisor', 'reader', 'administrator')",
            name=op.f("ck_membership_role"),
        ),
        sa.CheckConstraint("valid_to is null or valid_to >= valid_from", name=op.f("ck_membership_dates")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
        sa.ForeignKeyConstraint(
            ["unit_id", "unit_key"],
            ["unit.id", "unit.key"],
            name=op.f("fk_membership_unit_id_unit_key"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_account_id"), "membership", ["account_id"], unique=False)
    op.create_index(
        "uq_membership_open",
        "membership",
        ["account_id", "unit_id", "role"],
        unique=True,
        postgresql_where=sa.text("valid_to is null"),
    )
    op.create_table(
        "one_time_link",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('setup', 'invitation', 'reset')", name=op.f("ck_one_time_link_kind")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_one_time_link_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_one_time_link_unit_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_one_time_link")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("refresh_hash", sa.LargeBinary(), nullable=False),
        sa.Column("refresh_before", sa.LargeBinary(), nullable=True),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("refresh_before", name=op.f("uq_sign_in_refresh_before")),
        sa.UniqueConstraint("refresh_hash", name=op.f("uq_sign_in_refresh_hash")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    op.create_table(
        "spent_refresh",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_in_id"], ["sign_in.id"], name=op.f("fk_spent_refresh_sign_in_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_spent_refresh")),
    )
    _functions()
    _policies()
    _triggers()


def downgrade() -> None:
    op.drop_table("spent_refresh")
    op.drop_index(op.f("ix_sign_in_account_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_table("one_time_link")
    op.drop_index("uq_membership_open", table_name="membership", postgresql_where=sa.text("valid_to is null"))
    op.drop_index(op.f("ix_membership_account_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_table("credential")
    op.drop_table("api_key")
    op.drop_table("account")
    op.drop_table("unit")
    op.drop_table("login_try")
    op.drop_table("instance")
    op.drop_index(op.f("ix_idempotency_at"), table_name="idempotency")
    op.drop_table("idempotency")
    op.drop_index(op.f("ix_audit_tab_row_id"), table_name="audit")
    op.drop_index("ix_audit_at", table_name="audit", postgresql_using="brin")
    op.drop_table("audit")
    op.execute("drop schema doimoi cascade")
