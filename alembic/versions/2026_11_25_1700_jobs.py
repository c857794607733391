"""jobs: the queue of background work, in a schema of its own.

The tables and functions are procrastinate's, copied as they came with version 3.10.0: the package's own file changes
with its releases, and a migration must not. A later release's `sql/migrations` become migrations of ours.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from doimoi.access import rls

revision = "0012_jobs"
down_revision = "0011_named_units"
branch_labels = None
depends_on = None

TEXT = Path(__file__).parents[1] / "sql" / "procrastinate_3_10_0.sql"


def upgrade() -> None:
    op.execute("create schema jobs")
    before = op.get_bind().execute(sa.text("select current_setting('search_path')")).scalar_one()
    op.execute("set local search_path = jobs")
    op.execute(TEXT.read_text("utf-8"))
    op.get_bind().execute(sa.text("select set_config('search_path', :before, true)"), {"before": before})
    # Triggers of the tables call these whatever the path of who writes a row.
    op.execute(
        """do $$ declare f regprocedure; begin
            for f in select oid from pg_proc where pronamespace = 'jobs'::regnamespace loop
              execute format('alter function %s set search_path = jobs, pg_catalog', f);
            end loop; end $$"""
    )
    # Jobs know no rows of the ward, only their ids, so they are under no row security. The application takes them on
    # in a request's transaction and works them off on connections of its own.
    op.execute("revoke all on all functions in schema jobs from public")
    op.execute(f"grant usage on schema jobs to {rls.APP}, {rls.EVERYWHERE}")
    op.execute(f"grant execute on all functions in schema jobs to {rls.APP}")
    op.execute(f"grant select, insert, update, delete on all tables in schema jobs to {rls.APP}")
    op.execute(f"grant usage on all sequences in schema jobs to {rls.APP}")
    op.execute(f"grant select on all tables in schema jobs to {rls.EVERYWHERE}")


def downgrade() -> None:
    op.execute("drop schema jobs cascade")
