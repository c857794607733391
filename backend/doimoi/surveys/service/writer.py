"""Group commit: what queues up while one commit is under way is written by the next, in one statement.

Whoever hands an answer in is told only after the commit that holds it. The queue is bounded: when it is full the
answer is refused with `Busy`, since the form keeps it and tries again.
"""

import asyncio
import contextlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import psycopg

from doimoi.core.errors import Busy

QUEUE: Final = 2_000
BATCH: Final = 500
_KEEP: Final = "select outcome from doimoi.keep_answers(%s::jsonb) order by place"


class Outcome(StrEnum):
    """What became of a form: recorded now, recorded before, or the round takes none."""

    KEPT = "kept"
    KNOWN = "known"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Form:
    """One form on its way into the database. `answers` is JSON; `hash` tells forms of a round apart."""

    round_id: uuid.UUID
    hash: bytes
    id: uuid.UUID
    channel: str
    answers: str
    complete: bool
    state: str

    def row(self) -> str:
        """The form as one JSON object. Everything but `answers` is made by the product and needs no escaping."""
        return (
            f'{{"round_id":"{self.round_id}","hash":"{self.hash.hex()}","id":"{self.id}","channel":"{self.channel}",'
            f'"answers":{self.answers},"complete":{"true" if self.complete else "false"},"state":"{self.state}"}}'
        )


_Waiting = tuple[Form, "asyncio.Future[Outcome]"]


class Writer:
    """One connection and one flusher, on the event loop that it was started on."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(QUEUE)
        self._connection: psycopg.AsyncConnection | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to write; the connection is opened with the first form."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Write what is queued, then end."""
        if self._task is None:
            return
        await self._queue.join()
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        if self._connection is not None:
            await self._connection.close()

    async def keep(self, form: Form) -> Outcome:
        """Record a form; `Busy` when the queue is full or the database is away, and then nothing was recorded.

        (Where the connection broke in the middle of a commit it may have been: the same form sent again is `KNOWN`.)
        """
        told = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait((form, told))
        except asyncio.QueueFull:
            raise Busy from None
        outcome: Outcome = await told
        return outcome

    async def _run(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                await self._write(batch)
            finally:
                for _ in batch:
                    self._queue.task_done()

    async def _write(self, batch: Sequence[_Waiting]) -> None:
        """Write a batch at once; one that the database refuses is written form by form, so that one spoils none."""
        try:
            outcomes = await self._keep([form for form, _ in batch])
        except psycopg.Error as error:
            if len(batch) > 1 and not self._is_away(error):
                for one in batch:
                    await self._write([one])
                return
            for _, told in batch:
                if not told.done():
                    told.set_exception(Busy())
            return
        for (_, told), outcome in zip(batch, outcomes, strict=True):
            if not told.done():
                told.set_result(outcome)

    async def _keep(self, forms: Sequence[Form]) -> list[Outcome]:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._conninfo,
                autocommit=True,
                connect_timeout=3,
                options="-c statement_timeout=15000 -c timezone=UTC",
                application_name="doimoi",
            )
        # One document costs a tenth of seven arrays.
        rows = f"[{','.join([form.row() for form in forms])}]"
        found = await self._connection.execute(_KEEP, [rows], prepare=True)
        return [Outcome(outcome) for (outcome,) in await found.fetchall()]

    def _is_away(self, error: psycopg.Error) -> bool:
        return self._connection is None or self._connection.closed or isinstance(error, psycopg.OperationalError)
