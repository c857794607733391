"""The second login, which sees and may change every row: for jobs and the command line, never for a request.

It is a login of its own and not a setting, so that no request can turn it on. Each use names its reason, which the
audit trail keeps; a test lists who calls it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

ACTOR = "everywhere"


@contextmanager
def everywhere(url: str, reason: str) -> Iterator[Session]:
    """One transaction that reaches every row, kept when the block ends well and undone when it raises.

    `url` is the everywhere login's address; `reason` goes into the audit row of every change made here.
    """
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 3})
    with Session(engine, expire_on_commit=False) as db, db.begin():
        db.execute(
            text("select set_config('doimoi.actor', :actor, true), set_config('doimoi.reason', :reason, true)"),
            {"actor": ACTOR, "reason": reason},
        )
        yield db
