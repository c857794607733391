"""Keeps the bundled PostgreSQL alive while the product serves: when it dies, requests get 503 until it is back."""

import threading
from collections.abc import Callable
from typing import Final

import structlog

from doimoi.core.embedded.refusals import Refusal
from doimoi.core.embedded.supervisor import Embedded

log = structlog.get_logger()

EVERY: Final = 0.25  # seconds between two looks, each a few microseconds
PAUSE: Final = 2.0  # seconds after a revival that failed


class Keeper:
    """A thread that looks after one embedded server."""

    def __init__(self, embedded: Embedded, tell: Callable[[str], None]) -> None:
        self._embedded = embedded
        self._tell = tell
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="keeper", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End watching. A revival under way is ended by the server's own stop, which follows."""
        self._done.set()

    def _watch(self) -> None:
        pause = EVERY
        while not self._done.wait(pause):
            pause = EVERY
            if self._embedded.alive():
                continue
            log.error("database_died")
            try:
                self._embedded.revive()
            except (Refusal, OSError) as error:
                self._tell(error.vi if isinstance(error, Refusal) else str(error))
                log.error("database_not_revived", reason=str(error))
                pause = PAUSE
            else:
                if self._embedded.alive():
                    log.warning("database_revived")
