"""devices: a contributor's phone signs in by a card, keys are rotated, and the trail can be read.

A phone that was let in without a password may do no more than a contributor. The database sees to it: a card is made
and claimed only for an account whose roles are all a contributor's, and any other role ends cards and phones at once,
whoever gives it. Both sides lock the account's row, so neither can slip past the other.

Everybody may read their own account and roles, those too whose roles see no unit.
"""

import sqlalchemy as sa
from alembic import op

from doimoi.access import rls

revision = "0008_devices"
down_revision = "0007_reconsider"
branch_labels = None
depends_on = None

AUDIT_ROW = """
create or replace function doimoi.audit_row() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  hidden text[] := string_to_array(tg_argv[1], ',');
  before jsonb := case when tg_op = 'INSERT' then '{{}}' else to_jsonb(old) - hidden end;
  after jsonb := case when tg_op = 'DELETE' then '{{}}' else to_jsonb(new) - hidden end;
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
          coalesce((whole ->> 'unit_key')::bigint, (whole ->> 'key')::bigint, {of_account}0), changes,
          nullif(current_setting('doimoi.reason', true), ''));
  return null;
end $$;
"""
OF_ACCOUNT = "(select a.unit_key from account a where a.id = (whole ->> 'account_id')::uuid), "

MAKE_LINK = """
create or replace function doimoi.make_link(p_hash bytea, p_kind text, p_account uuid, p_minutes int) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from account where id = p_account
                  and unit_key <@ nullif(current_setting('doimoi.act', true), '')::int8multirange
                  and doimoi.reach_within(id){further}) then
    raise exception 'row-level security: this account is not the caller''s to manage' using errcode = '42501';
  end if;
  delete from one_time_link where account_id = p_account and used_at is null;
  insert into one_time_link (hash, kind, account_id, expires_at)
  values (p_hash, p_kind, p_account, now() + make_interval(mins => p_minutes));
end $$;
"""

ACCOUNT_FACTS = """
create function doimoi.account_facts(p_accounts uuid[])
  returns table (id uuid, has_password boolean, last_sign_in_at timestamptz, manageable boolean{column})
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, exists (select from credential c where c.account_id = a.id),
         (select max(i.started_at) from sign_in i where i.account_id = a.id),
         a.unit_key <@ coalesce(nullif(current_setting('doimoi.act', true), '')::int8multirange, '{{}}')
           and doimoi.reach_within(a.id){value}
    from account a
   where a.id = any (p_accounts)
     and a.unit_key <@ coalesce(nullif(current_setting('doimoi.see', true), '')::int8multirange, '{{}}')
$$;
"""
DEVICES_COUNTED = """,
         (select count(*) from sign_in i
           where i.account_id = a.id and i.kind = 'device' and i.ended_at is null and i.expires_at > now())"""

ROTATE_REFRESH = """
create function doimoi.rotate_refresh(p_old bytea, p_new bytea)
  returns table (outcome text, sign_in_id uuid, account_id uuid, name text{column}) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare s sign_in;
begin
  select i.* into s from sign_in i
   where i.refresh_hash = p_old or i.refresh_before = p_old
      or i.id = (select x.sign_in_id from spent_refresh x where x.hash = p_old) for update;
  if not found or s.ended_at is not null or s.expires_at <= now() then return; end if;
  select c.id, c.display_name into account_id, name from account c where c.id = s.account_id and c.active;
  if not found then return; end if;
  sign_in_id := s.id;{value}
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
"""

FUNCTIONS = """
create function doimoi.only_contributes(p_account uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(bool_and(m.role = 'contributor'), false) from membership m
   where m.account_id = p_account
     and (m.valid_to is null or m.valid_to > (now() at time zone 'Asia/Ho_Chi_Minh')::date)
$$;

create function doimoi.claim_device(p_hash bytea, p_sign_in uuid, p_refresh bytea, p_agent text, p_days int)
  returns table (account_id uuid, name text) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  select l.account_id into account_id from one_time_link l
   where l.hash = p_hash and l.kind = 'device' and l.used_at is null and l.expires_at > now() for update;
  if not found then return; end if;
  -- A role that is being given at this moment waits for this lock, or this waits for it.
  select a.display_name into name from account a where a.id = claim_device.account_id and a.active for update;
  if not found or not doimoi.only_contributes(claim_device.account_id) then return; end if;
  perform set_config('doimoi.actor', claim_device.account_id::text, true);
  update one_time_link set used_at = now() where hash = p_hash;
  insert into sign_in (id, account_id, kind, refresh_hash, user_agent, expires_at)
  values (p_sign_in, claim_device.account_id, 'device', p_refresh, p_agent, now() + make_interval(days => p_days));
  return next;
end $$;

create function doimoi.end_devices() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from account where id = new.account_id for no key update;
  update sign_in set ended_at = now() where account_id = new.account_id and kind = 'device' and ended_at is null;
  delete from one_time_link where account_id = new.account_id and kind = 'device' and used_at is null;
  return null;
end $$;

create function doimoi.devices_of(p_account uuid)
  returns table (id uuid, started_at timestamptz, last_used_at timestamptz, expires_at timestamptz, user_agent text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select i.id, i.started_at, i.last_used_at, i.expires_at, i.user_agent
    from sign_in i join account a on a.id = i.account_id
   where a.id = p_account and i.kind = 'device' and i.ended_at is null and i.expires_at > now()
     and a.unit_key <@ coalesce(nullif(current_setting('doimoi.see', true), '')::int8multirange, '{}')
   order by i.started_at desc limit 100
$$;

create function doimoi.end_device(p_account uuid, p_sign_in uuid) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from account where id = p_account and doimoi.reach_within(id)
                  and unit_key <@ coalesce(nullif(current_setting('doimoi.act', true), '')::int8multirange, '{}')) then
    raise exception 'row-level security: this account is not the caller''s to manage' using errcode = '42501';
  end if;
  update sign_in set ended_at = coalesce(ended_at, now())
   where id = p_sign_in and account_id = p_account and kind = 'device';
  return found;
end $$;

create function doimoi.audit_names(p_rows bigint[]) returns table (id bigint, actor text, username text, owner text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select x.id, coalesce(a.display_name, k.name), o.username, o.display_name
    from audit x
    left join account a on a.id = case when x.actor ~ '^[0-9a-f-]{36}$' then x.actor::uuid end
    left join api_key k on k.id = case when x.actor ~ '^key:[0-9a-f-]{36}$' then substr(x.actor, 5)::uuid end
    left join sign_in s on s.id = case when x.tab = 'sign_in' then x.row_id::uuid end
    left join account o on o.id = s.account_id
   where x.id = any (p_rows)
     and x.unit_key <@ coalesce(nullif(current_setting('doimoi.see', true), '')::int8multirange, '{}')
$$;
"""

SIGNATURES = (
    "only_contributes(uuid)",
    "claim_device(bytea, uuid, bytea, text, integer)",
    "devices_of(uuid)",
    "end_device(uuid, uuid)",
    "audit_names(bigint[])",
)
KINDS = "kind in ('setup', 'invitation', 'reset'{more})"


OWN = "nullif(current_setting('doimoi.actor', true), '')"


def _own_rows(account: str, membership: str) -> None:
    """Who may see accounts and roles, and whose they are besides."""
    op.execute(f"alter policy see on account using ({rls.inside('see')}{account})")
    op.execute(f"alter policy see on membership using ({rls.inside('see')}{membership})")


def _link_kinds(more: str) -> None:
    op.drop_constraint(op.f("ck_one_time_link_kind"), "one_time_link", type_="check")
    op.create_check_constraint(op.f("ck_one_time_link_kind"), "one_time_link", KINDS.format(more=more))


def _replace(template: str, signature: str, column: str, value: str) -> None:
    """A function whose answer has other columns cannot be replaced in place."""
    op.execute(f"drop function doimoi.{signature}")
    op.execute(template.format(column=column, value=value))
    rls.definer_function(signature)


def upgrade() -> None:
    _link_kinds(", 'device'")
    op.add_column("sign_in", sa.Column("kind", sa.Text(), server_default="browser", nullable=False))
    op.create_check_constraint(op.f("ck_sign_in_kind"), "sign_in", "kind in ('browser', 'device')")
    op.add_column("api_key", sa.Column("replaced_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_api_key_replaced_by"), "api_key", "api_key", ["replaced_by"], ["id"])
    op.execute(f"grant update (replaced_by) on api_key to {rls.APP}")
    op.create_index(op.f("ix_audit_actor_id"), "audit", ["actor", "id"])
    # Whoever sees no unit at all, as a supervisor or a reader, still may know their own name and roles.
    _own_rows(f" or id::text = {OWN}", f" or account_id::text = {OWN}")
    op.execute(FUNCTIONS)
    for signature in SIGNATURES:
        rls.definer_function(signature)
    rls.definer_function("end_devices()", for_app=False)
    op.execute(f"grant execute on function doimoi.end_devices() to {rls.APP}, {rls.EVERYWHERE}, current_user")
    op.execute(
        "create trigger y_devices after insert or update of role on membership for each row"
        " when (new.role <> 'contributor') execute function doimoi.end_devices()"
    )
    op.execute(
        "create trigger z_audit after insert or update of ended_at on sign_in for each row when (new.kind = 'device')"
        " execute function doimoi.audit_row('id',"
        " 'unit_key,refresh_hash,refresh_before,refreshed_at,last_used_at,started_at')"
    )
    op.execute(AUDIT_ROW.format(of_account=OF_ACCOUNT))
    op.execute(MAKE_LINK.format(further="\n                  and (p_kind <> 'device' or doimoi.only_contributes(id))"))
    _replace(ACCOUNT_FACTS, "account_facts(uuid[])", ", devices bigint", DEVICES_COUNTED)
    _replace(
        ROTATE_REFRESH,
        "rotate_refresh(bytea, bytea)",
        ", seconds_left int",
        "\n  seconds_left := extract(epoch from s.expires_at - now())::int;",
    )


def downgrade() -> None:
    _replace(ROTATE_REFRESH, "rotate_refresh(bytea, bytea)", "", "")
    _replace(ACCOUNT_FACTS, "account_facts(uuid[])", "", "")
    op.execute(MAKE_LINK.format(further=""))
    op.execute(AUDIT_ROW.format(of_account=""))
    op.execute("drop trigger z_audit on sign_in")
    op.execute("drop trigger y_devices on membership")
    for signature in ("end_devices()", *reversed(SIGNATURES)):
        op.execute(f"drop function doimoi.{signature}")
    _own_rows("", "")
    op.drop_index(op.f("ix_audit_actor_id"), table_name="audit")
    op.drop_constraint(op.f("fk_api_key_replaced_by"), "api_key", type_="foreignkey")
    op.drop_column("api_key", "replaced_by")
    # A phone without a password has no other way in, and the schema before knows no phones.
    op.execute("delete from sign_in where kind = 'device'")
    op.drop_constraint(op.f("ck_sign_in_kind"), "sign_in", type_="check")
    op.drop_column("sign_in", "kind")
    op.execute("delete from one_time_link where kind = 'device'")
    _link_kinds("")
