"""How long a client may take to say what it wants: a connection that dawdles is closed, so that it cannot hold a seat.

uvicorn has no such deadline of its own. The head of a request must arrive within HEAD seconds; after it, the body may
pause for at most BODY seconds at a time.
"""

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD: Final = 10.0
BODY: Final = 30.0


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol with a deadline for what the client still owes."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection owes a request."""
        super().connection_made(transport)
        self._owes(HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is owed any more."""
        self._owes(None)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The first byte of a request, perhaps of a later one on a kept connection."""
        super().on_message_begin()
        self._owes(HEAD)

    def on_headers_complete(self) -> None:
        """The head is here; a body may follow."""
        super().on_headers_complete()
        self._owes(BODY)

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        super().on_body(body)
        self._owes(BODY)

    def on_message_complete(self) -> None:
        """The request is whole; now it is our turn."""
        super().on_message_complete()
        self._owes(None)

    def _owes(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
