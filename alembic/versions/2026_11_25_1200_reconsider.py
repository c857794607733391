"""reconsider: a first approval that is taken back at once leaves no approved figure behind.

The life of the value keeps both lines, who approved and who took it back. Only an approval that replaced nothing and
that nobody published can be taken back, so that no figure which was in force is ever lost.
"""

from alembic import op

from doimoi.access import rls

revision = "0007_reconsider"
down_revision = "0006_indicators_wide"
branch_labels = None
depends_on = None

FUNCTION = """
create function doimoi.take_back_edition() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from value_version v
   where v.value_id = new.id and v.number = 1 and v.replaced_at is null and v.published_at is null;
  return null;
end $$;
"""


def upgrade() -> None:
    op.execute(FUNCTION)
    rls.definer_function("take_back_edition()", for_app=False)
    op.execute(f"grant execute on function doimoi.take_back_edition() to {rls.APP}, {rls.EVERYWHERE}, current_user")
    # A correction also waits for review from an approved state, but keeps who reviewed the figure in force.
    op.execute(
        "create trigger c_take_back_edition after update of state on indicator_value for each row"
        " when (old.state = 'approved' and new.state = 'submitted' and new.reviewed_at is null)"
        " execute function doimoi.take_back_edition()"
    )


def downgrade() -> None:
    op.execute("drop trigger c_take_back_edition on indicator_value")
    op.execute("drop function doimoi.take_back_edition()")
