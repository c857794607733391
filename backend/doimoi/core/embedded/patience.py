"""Waiting without a time limit, telling the person at the terminal what is waited for.

Recovery after a power cut takes as long as it takes; a limit would report a healthy recovery as a failure.
"""

import threading
import time
from collections.abc import Callable

EVERY = 3.0  # seconds between two sentences about the same wait
FIRST_PAUSE = 0.002  # seconds between two looks, growing to LONGEST_PAUSE and to a twentieth of a long wait:
LONGEST_PAUSE = 0.1  # the server logs a line each time it is asked during its recovery


class Leaving(Exception):
    """The wait was given up, since the process is stopping."""


class Patience:
    """Waits aloud, until done or until `leaving` is set."""

    def __init__(self, tell: Callable[[str], None], leaving: threading.Event) -> None:
        self._tell = tell
        self._leaving = leaving

    def wait(self, done: Callable[[], bool], what: str, at_most: float | None = None) -> bool:
        """Look until `done()`; True then, False after `at_most` seconds. Raises Leaving when given up.

        `what` names the wait in Vietnamese; it is told every few seconds with the seconds gone by.
        """
        begun = told = time.monotonic()
        pause = FIRST_PAUSE
        while not done():
            now = time.monotonic()
            if at_most is not None and now - begun >= at_most:
                return False
            if now - told >= EVERY:
                told = now
                self._tell(f"{what} ({now - begun:.0f} giây)")
            if self._leaving.wait(pause):
                raise Leaving
            pause = min(pause * 1.5, max(LONGEST_PAUSE, (now - begun) / 20), 1.0)
        return True
