"""Background work on the real server: kill -9 in its middle, and of the database under it."""

import os
import signal
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from doimoi.access.models import Unit
from doimoi.assignments.service.digesting import ONE
from doimoi.core import clock
from doimoi.core.embedded.place import PORT, find_place
from doimoi.core.jobs import later
from doimoi.core.roles import APP, EVERYWHERE
from doimoi.running.database import NAME
from tests import make
from tests.conftest import open_folder
from tests.running.product import Product, ended_after

pytestmark = pytest.mark.proof


def login(product: Product, role: str) -> Engine:
    """A login of the bundled server, while it runs."""
    place = find_place(product.var, lambda _: None)
    url = f"postgresql+psycopg://{role}@/{NAME}?host={place.socket_dir}&port={PORT}"
    return create_engine(url, poolclass=NullPool)


def until(told: Callable[[], bool], seconds: float) -> float:
    """Wait for something; the seconds it took."""
    begun = time.monotonic()
    while not told():
        assert time.monotonic() - begun < seconds, "waited in vain"
        time.sleep(0.2)
    return time.monotonic() - begun


def test_what_was_taken_on_is_done_whatever_dies() -> None:
    with open_folder() as folder, ended_after(Product(folder)) as product:
        product.start()
        everywhere, app = login(product, EVERYWHERE), login(product, APP)
        with Session(everywhere, expire_on_commit=False) as db, db.begin():
            unit = db.scalars(select(Unit).where(Unit.full_code == "11602:VP")).one()
            make.assignment(db, unit, due_on=clock.today() - timedelta(days=1))
            people = [make.person(db, unit).account_id for _ in range(3)]

        def told(who: uuid.UUID) -> bool:
            with Session(everywhere) as db:
                sql = text("select count(*) from notice where account_id = :a and kind = 'digest'")
                return bool(db.execute(sql, {"a": who}).scalar_one() == 1)

        def take_on(who: uuid.UUID) -> None:
            with Session(app) as db, db.begin():
                assert later(db, ONE, account=who, day=clock.today())

        with Session(everywhere) as db:
            assert db.execute(text("select count(*) from jobs.procrastinate_workers")).scalar_one() == 1
        product.end(signal.SIGKILL)
        take_on(people[0])
        take_on(people[1])
        with Session(app) as db, db.begin():  # as if the second had been under way in the killed server
            db.execute(
                text(
                    "update jobs.procrastinate_jobs set status = 'doing',"
                    " worker_id = (select max(id) from jobs.procrastinate_workers) where args ->> 'account' = :a"
                ),
                {"a": str(people[1])},
            )
        took = product.start()
        waited = until(lambda: told(people[0]), 30)
        returned = until(lambda: told(people[1]), 150)

        os.kill(product.postmaster(), signal.SIGKILL)
        until(lambda: product.status("/readyz") == 200, 60)
        take_on(people[2])
        revived = until(lambda: told(people[2]), 60)
        print(
            f"second start {took:.1f} s; waiting job done after {waited:.1f} s, lost one after {returned:.1f} s,"
            f" one after the database's death after {revived:.1f} s"
        )
        assert product.end() == 0
        assert product.run("doctor").returncode == 0
