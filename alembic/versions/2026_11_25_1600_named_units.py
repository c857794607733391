"""named units: a role in a unit that an assignment names shows that assignment, though it sees no drafts.

A supervisor's reach is what is open in the ward, and work is open once it is accepted. But an assignment that names
the supervisor's own unit was given to that unit, and its people read it with its log from the first day.
"""

from alembic import op

from doimoi.access import rls

revision = "0011_named_units"
down_revision = "0010_progress_evidence"
branch_labels = None
depends_on = None

ENTER_PERSON = """
create or replace function doimoi.enter_person(p_sign_in uuid, p_roles text[], p_self boolean, p_request text)
  returns table (id uuid, name text, reaches jsonb, allowed boolean) language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  today date := (now() at time zone 'Asia/Ho_Chi_Minh')::date;
  s int8multirange; a int8multirange; o int8multirange; {declare} used timestamptz;
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
         range_agg(m.open) filter (where m.role = any (p_roles)), {gather}
         coalesce(bool_or(m.role = any (p_roles)), false) or p_self,
         coalesce(jsonb_agg(jsonb_build_array(m.role, m.unit_key, coalesce(lower(m.see), 0), coalesce(upper(m.see), 0),
                                              coalesce(lower(m.act), 0), coalesce(upper(m.act), 0))), '[]')
    into s, a, o, {into} allowed, reaches
    from membership m join unit u on u.id = m.unit_id
   where m.account_id = enter_person.id and m.valid_from <= today and (m.valid_to is null or m.valid_to > today)
     and u.valid_from <= today and (u.valid_to is null or u.valid_to > today);
  perform set_config('doimoi.actor', enter_person.id::text, true), set_config('doimoi.request', p_request, true),
          set_config('doimoi.see', coalesce(s::text, ''), true), set_config('doimoi.act', coalesce(a::text, ''), true),
          {keep}
          set_config('doimoi.open', coalesce(o::text, ''), true);
  return next;
end $$;
"""
WITH_HOMES = {
    "declare": "h int8multirange;",
    "gather": "range_agg(int8range(m.unit_key, m.unit_key + 1)) filter (where m.role = any (p_roles)),",
    "into": "h,",
    "keep": "set_config('doimoi.home', coalesce(h::text, ''), true),",
}


def _policies(*, homes: bool) -> None:
    see = "(select nullif(current_setting('doimoi.see', true), '')::int8multirange)"
    home = "(select nullif(current_setting('doimoi.home', true), '')::int8multirange)"

    def named(row: str) -> str:
        reached = f"{rls.inside('see', f'{row}unit_key')} or coalesce({row}parties && {see}, false)"
        at_home = f" or {rls.inside('home', f'{row}unit_key')} or coalesce({row}parties && {home}, false)"
        return reached + (at_home if homes else "")

    op.execute(f"alter policy see on assignment using ({named('')} or (state = 'accepted' and {rls.inside('open')}))")
    worked_on = f"exists (select from assignment a where a.id = assignment_id and ({named('a.')}))"
    for table in ("assignment_entry", "assignment_extension", "assignment_difficulty"):
        op.execute(f"alter policy see on {table} using ({worked_on})")


def upgrade() -> None:
    op.execute(ENTER_PERSON.format(**WITH_HOMES))
    _policies(homes=True)


def downgrade() -> None:
    _policies(homes=False)
    op.execute(ENTER_PERSON.format(**dict.fromkeys(WITH_HOMES, "")))
