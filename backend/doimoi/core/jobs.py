"""Work that is done beside requests: taken on inside a transaction, done once it is kept, again after a failure.

A feature names its jobs (`Job`); `later` takes one on in the caller's transaction, so that a change that is undone
leaves none. Arguments are ids and days alone, since jobs are under no row security. A job may be done twice (the
process can die between its work and the word that it is done), so each must be harmless the second time.

`Worker` does them on the event loop of the server, and itself begins anew whatever happens to the database. Jobs
whose worker died are given back by a look every minute. Nothing outside this module knows that procrastinate keeps
the queue.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import structlog
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from doimoi.core import clock

log = structlog.get_logger()

SCHEMA: Final = "jobs"
QUEUE: Final = "doimoi"
AT_ONCE: Final = 2
"""Jobs that are done side by side, and connections of the application's pool that they need."""
TRIES: Final = 6
GRACE: Final = 5.0
"""Seconds that jobs under way may still take after a stop was asked for."""
BEATS: Final = 10.0
SILENT: Final = 45.0
"""Seconds without a sign of life after which a worker counts as dead."""
POLL: Final = 20.0
"""Seconds between two looks for jobs that no notification told of."""
LOOK: Final = "* * * * *"
"""When jobs are looked for whose worker died: each minute."""
MISSED: Final = 12 * 3600.0
"""Seconds after its hour within which a job of the clock is still done, when the server was down at that hour."""
PAUSE: Final = (1.0, 2.0, 5.0, 10.0)
"""Seconds to wait before a worker that ended begins anew, the last for all further times."""
RETURN_LOST: Final = "return_lost_jobs"

_LOST: Final = text(
    """select j.id, j.attempts from jobs.procrastinate_jobs j
       left join jobs.procrastinate_workers w on w.id = j.worker_id
       where j.status = 'doing'
         and (w.id is null or w.last_heartbeat < now() - make_interval(secs => :silent)
              or (w.id = :mine and j.id <> all (cast(:running as bigint[]))
                  and j.task_name <> :myself
                  and (select max(e.at) from jobs.procrastinate_events e where e.job_id = j.id)
                      < now() - make_interval(secs => :silent)))"""
)

Argument = uuid.UUID | date
Work = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work: its name in the queue, and what does it, given a way to open sessions and the arguments.

    `cron`: when it is taken on by itself, as minute, hour, day, month and weekday in UTC.
    """

    name: str
    work: Work
    cron: str | None = None


_door: Final = App(connector=SyncPsycopgConnector(conninfo="unused"))
"""Only ever handed a connection that is open already: the worker's own app refuses to be called from a thread."""


def later(db: Session, name: str, *, once: str | None = None, at: datetime | None = None, **given: Argument) -> bool:
    """Take a job on in this transaction; whether it was. Kept with the transaction, and undone with it.

    `once`: not while another one of this mark waits to be begun. `at`: not before this moment.
    """
    path = text("select set_config('search_path', :path, true)")
    before = db.execute(text("select current_setting('search_path')")).scalar_one()
    try:
        # Undone, the savepoint takes the path back with it.
        with db.begin_nested():
            db.execute(path, {"path": f"{before}, {SCHEMA}"})
            _defer(db.connection(), name, once, at, {key: str(value) for key, value in given.items()})
            db.execute(path, {"path": before})
    except AlreadyEnqueued:
        return False
    return True


def _defer(connection: Connection, name: str, once: str | None, at: datetime | None, given: dict[str, str]) -> None:
    _door.configure_task(
        name,
        allow_unknown=True,
        queue=QUEUE,
        queueing_lock=once,
        schedule_at=at,
        connection=connection.connection.dbapi_connection,
    ).defer(**given)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How the queue stands: what waits, what failed for good, and for how long the oldest due job has waited."""

    waiting: int
    failed: int
    lost: int
    oldest_seconds: int


def standing(connection: Connection) -> Waiting:
    """How the queue stands, for who looks after an installation."""
    found: Row[Any] = connection.execute(
        text(
            """select count(*) filter (where j.status = 'todo') as waiting,
                      count(*) filter (where j.status in ('failed', 'aborted')) as failed,
                      count(*) filter (where j.status = 'doing' and (w.id is null
                                       or w.last_heartbeat < now() - make_interval(secs => :silent))) as lost,
                      coalesce(extract(epoch from now() - min(greatest(e.at, j.scheduled_at))
                                       filter (where j.status = 'todo'
                                               and coalesce(j.scheduled_at, now()) <= now())), 0)::int as oldest
               from jobs.procrastinate_jobs j
               left join jobs.procrastinate_workers w on w.id = j.worker_id
               left join lateral (select min(at) as at from jobs.procrastinate_events where job_id = j.id) e on true"""
        ),
        {"silent": SILENT},
    ).one()
    return Waiting(found.waiting, found.failed, found.lost, found.oldest)


class Worker:
    """Does the jobs of the product on the event loop that it was started on."""

    def __init__(self, sessions: sessionmaker[Session], conninfo: str, jobs: Sequence[Job]) -> None:
        self._sessions = sessions
        self._conninfo = conninfo
        self._jobs = jobs
        self._running: set[int] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; a database that is away is waited for."""
        self._task = asyncio.get_running_loop().create_task(self._keep_working(), name="jobs")

    async def stop(self) -> None:
        """Let the jobs under way end, then end. What is not done by then is begun again by the next start."""
        if self._task is None:
            return
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _keep_working(self) -> None:
        failures = 0
        while True:
            begun = asyncio.get_running_loop().time()
            try:
                await self._work()
            except Exception as error:  # whatever it was: without a worker nothing would ever be done again
                log.warning("jobs_interrupted", reason=" ".join(str(error).split())[:200])
            failures = 0 if asyncio.get_running_loop().time() - begun > 60 else failures + 1
            await asyncio.sleep(PAUSE[min(failures, len(PAUSE) - 1)])

    async def _work(self) -> None:
        """One worker, from connecting until its end. A fresh app each time: a failed one does not open again."""
        self._running.clear()
        app = self._app()
        async with app.open_async():
            await app.run_worker_async(
                queues=[QUEUE],
                concurrency=AT_ONCE,
                fetch_job_polling_interval=POLL,
                abort_job_polling_interval=POLL,
                update_heartbeat_interval=BEATS,
                stalled_worker_timeout=SILENT,
                shutdown_graceful_timeout=GRACE,
                install_signal_handlers=False,
                delete_jobs="successful",
            )

    def _app(self) -> App:
        connector = PsycopgConnector(
            conninfo=self._conninfo,
            min_size=1,
            max_size=2,
            timeout=5,
            reconnect_timeout=5,
            kwargs={
                "connect_timeout": 3,
                "options": f"-c search_path={SCHEMA} -c statement_timeout=15000 -c timezone=UTC",
                "application_name": "doimoi-jobs",
            },
        )
        app = App(connector=connector, periodic_defaults={"max_delay": MISSED})
        retry = RetryStrategy(max_attempts=TRIES, exponential_wait=4)
        for job in self._jobs:
            task = app.task(name=job.name, queue=QUEUE, retry=retry, pass_context=True)(self._doing(job))
            if job.cron is not None:
                app.periodic(cron=job.cron)(task)
        app.periodic(cron=LOOK)(app.task(name=RETURN_LOST, queue=QUEUE, pass_context=True)(self._return_lost))
        return app

    def _doing(self, job: Job) -> Callable[..., Awaitable[None]]:
        """The job as the queue calls it: its work in a thread, so that the server goes on meanwhile."""

        async def do(context: JobContext, timestamp: int | None = None, **given: str) -> None:
            # `timestamp` comes with what is taken on by the clock; what a job is about says its own arguments.
            ident = context.job.id
            assert ident is not None
            self._running.add(ident)
            try:
                await run_in_threadpool(job.work, self._sessions, **given)
            finally:
                self._running.discard(ident)

        return do

    async def _return_lost(self, context: JobContext, timestamp: int) -> None:
        """Let jobs be done again whose worker died, or whose end could not be written down."""
        try:
            lost = await run_in_threadpool(self._lost, context.job.worker_id or 0)
            for ident, attempts in lost:
                log.warning("job_lost", job=ident, attempts=attempts)
                await self._give_back(context.app.job_manager, ident, attempts)
        except (DBAPIError, ConnectorException) as error:  # the next minute looks again
            log.warning("jobs_not_returned", reason=" ".join(str(error).split())[:200])

    def _lost(self, mine: int) -> list[tuple[int, int]]:
        with self._sessions() as db, db.begin():
            given = {"silent": SILENT, "mine": mine, "myself": RETURN_LOST, "running": sorted(self._running)}
            return [(row.id, row.attempts) for row in db.execute(_LOST, given)]

    async def _give_back(self, manager: JobManager, ident: int, attempts: int) -> None:
        if attempts >= TRIES:  # it may be what killed them
            await manager.finish_job_by_id_async(job_id=ident, status=Status.FAILED, delete_job=False)
            return
        try:
            await manager.retry_job_by_id_async(job_id=ident, retry_at=clock.now())
        except UniqueViolation:  # another one of its mark waits already
            await manager.finish_job_by_id_async(job_id=ident, status=Status.FAILED, delete_job=True)
