"""The queue of background work: what it is made of, taken on and undone with a transaction, done, and done again."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import procrastinate
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker
from tests.conftest import Database, World

from doimoi.core import jobs, roles
from doimoi.core.db import libpq_address, make_engine
from doimoi.core.jobs import Job, Worker, later, standing

VENDORED = Path(__file__).parents[2] / "alembic" / "sql" / "procrastinate_3_10_0.sql"


@pytest.fixture(scope="module")
def engine(database: Database) -> Iterator[Engine]:
    """The application's own login."""
    made = make_engine(database.url(roles.APP))
    yield made
    made.dispose()


@dataclass
class Diary:
    """A job that writes down what it was given, after failing as often as asked."""

    seen: list[str] = field(default_factory=list)
    failures: int = 0
    pause: float = 0.0

    def work(self, sessions: sessionmaker[Session], what: str) -> None:
        """The work itself."""
        self.seen.append(what)
        time.sleep(self.pause)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("not this time")


@asynccontextmanager
async def working(database: Database, engine: Engine, diary: Diary) -> AsyncIterator[Worker]:
    """A worker for the length of the block."""
    worker = Worker(sessionmaker(engine), libpq_address(database.url(roles.APP)), [Job("note", diary.work)])
    worker.start()
    try:
        yield worker
    finally:
        await worker.stop()


async def until(told: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something, without a fixed pause."""
    end = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.05)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for what no notification tells of, and for lost jobs, more often than in a ward."""
    monkeypatch.setattr(jobs, "POLL", 3.0)
    monkeypatch.setattr(jobs, "LOOK", "* * * * * */2")


def take_on(engine: Engine, **more: object) -> str:
    """One job in a transaction of its own; what it is about."""
    what = uuid.uuid4()
    with Session(engine) as db, db.begin():
        assert later(db, "note", what=what, **more)  # type: ignore[arg-type]
    return str(what)


def left(world: World) -> int:
    """Jobs that stand in the queue, in whatever state; those of the worker's own housekeeping apart."""
    sql = "select count(*) from jobs.procrastinate_jobs where task_name = 'note'"
    return int(world.scalar(sql))


def test_the_tables_are_those_of_the_pinned_version() -> None:
    package = resources.files(procrastinate) / "sql" / "schema.sql"
    assert VENDORED.read_text("utf-8") == package.read_text("utf-8")


def test_a_job_is_taken_on_with_its_transaction_or_not_at_all(engine: Engine, world: World) -> None:
    with Session(engine) as db:
        later(db, "note", what=uuid.uuid4())
        db.rollback()
    assert left(world) == 0
    with Session(engine) as db, db.begin():
        before = db.execute(text("show search_path")).scalar()
        assert later(db, "note", once="mark", what=uuid.uuid4())
        assert not later(db, "note", once="mark", what=uuid.uuid4())
        assert db.execute(text("show search_path")).scalar() == before
        db.execute(text("delete from jobs.procrastinate_jobs"))
    assert left(world) == 0


def test_a_job_is_done_soon_and_leaves_nothing(database: Database, engine: Engine, world: World) -> None:
    diary = Diary()

    async def go() -> None:
        first = take_on(engine)
        async with working(database, engine, diary):
            await until(lambda: first in diary.seen and left(world) == 0)
            begun = time.monotonic()
            second = take_on(engine)
            await until(lambda: second in diary.seen)
            assert time.monotonic() - begun < 2  # told by a notification; the next look comes later

    asyncio.run(go())
    assert left(world) == 0 and len(diary.seen) == 2


def test_a_job_that_fails_is_tried_again(database: Database, engine: Engine, world: World) -> None:
    diary = Diary(failures=1)

    async def go() -> None:
        what = take_on(engine)
        async with working(database, engine, diary):
            await until(lambda: diary.seen == [what, what] and left(world) == 0)

    asyncio.run(go())


def test_a_worker_lives_through_the_loss_of_every_connection(database: Database, engine: Engine, world: World) -> None:
    diary = Diary()

    async def go() -> None:
        async with working(database, engine, diary):
            first = take_on(engine)
            await until(lambda: first in diary.seen and left(world) == 0)
            database.server.run(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                f" where datname = '{database.name}' and usename = '{roles.APP}'"
            )
            engine.dispose()
            second = take_on(engine)
            await until(lambda: second in diary.seen and left(world) == 0)

    asyncio.run(go())


def test_a_database_that_is_away_for_a_while_is_waited_for(database: Database, engine: Engine, world: World) -> None:
    diary = Diary()

    async def go() -> None:
        async with working(database, engine, diary):
            first = take_on(engine)
            await until(lambda: first in diary.seen and left(world) == 0)
            database.server.run(f'alter role "{roles.APP}" nologin')
            try:
                database.server.run(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    f" where datname = '{database.name}' and usename = '{roles.APP}'"
                )
                engine.dispose()
                await asyncio.sleep(4)
            finally:
                database.server.run(f'alter role "{roles.APP}" login')
            second = take_on(engine)
            await until(lambda: second in diary.seen and left(world) == 0)

    asyncio.run(go())


def test_jobs_of_a_dead_worker_are_given_back(database: Database, engine: Engine, world: World) -> None:
    diary = Diary()
    what = take_on(engine)
    with world.begin() as db:
        assert standing(db.connection()).waiting == 1
    with Session(engine) as db, db.begin():  # as a worker leaves it that was killed in the middle
        db.execute(text("insert into jobs.procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')"))
        db.execute(
            text(
                "update jobs.procrastinate_jobs set status = 'doing',"
                " worker_id = (select max(id) from jobs.procrastinate_workers) where task_name = 'note'"
            )
        )
    with world.begin() as db:
        found = standing(db.connection())
        assert (found.waiting, found.failed, found.lost) == (0, 0, 1)

    async def go() -> None:
        async with working(database, engine, diary):
            await until(lambda: what in diary.seen and left(world) == 0)

    asyncio.run(go())


def test_a_stop_lets_the_job_under_way_end(database: Database, engine: Engine, world: World) -> None:
    diary = Diary(pause=1.0)

    async def go() -> None:
        async with working(database, engine, diary):
            what = take_on(engine)
            await until(lambda: what in diary.seen)

    asyncio.run(go())
    assert left(world) == 0
