"""The outermost layer: request ids, bounds on head and body, security headers on every answer, one log line.

What fails inside it is answered here too, so that even the answer to a fault of ours wears the headers.
"""

import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils.compat import uuid7

from doimoi.core.errors import BadRequest, BodyTooLarge, DomainError, HeadTooLarge
from doimoi.core.problems import answer, bug

log = structlog.get_logger()

MAX_URL: Final = 8_192
MAX_HEADERS: Final = 16_384

CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
    "frame-src blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}
HSTS: Final = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class Shield:
    """ASGI middleware around everything, error answers included."""

    def __init__(
        self, app: ASGIApp, *, origin: str, max_body: int, larger: Mapping[tuple[str, str], int] | None = None
    ) -> None:
        self.app = app
        self.max_body = max_body
        self.larger = larger or {}  # doors that take more, by method and path
        self.secure = origin.startswith("https://")
        always = {**HEADERS, **(HSTS if self.secure else {})}
        self.always = [(name.lower().encode(), value.encode()) for name, value in always.items()]
        self.host = (urlsplit(origin).hostname or "").lower() if self.secure else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["doimoi.request_id"] = str(uuid7())
        started, status, read = time.perf_counter(), 0, 0
        # Every address that can be read answers HEAD with the same head (RFC 9110, 9.3.2).
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope

        limit = self._limit(scope)

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(scope, message)
            elif inner is not scope:
                message = {**message, "body": b""}
            await send(message)

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise BodyTooLarge(limit=limit)
            return message

        structlog.contextvars.bind_contextvars(request_id=scope["doimoi.request_id"])
        try:
            refusal = self._refusal(scope)
            if refusal is None:
                await self.app(inner, counted, guarded)
            else:
                await answer(Request(scope), refusal)(scope, receive, guarded)
        except Exception as error:
            if status:  # half an answer is under way: the server must break it off
                raise
            await bug(Request(scope), error)(scope, receive, guarded)
        finally:
            took = round((time.perf_counter() - started) * 1000, 1)
            # Where people answer without a name, not even a line with the time is kept of what went well.
            if status >= 400 or not scope.get("doimoi.nameless"):
                log.info("request", method=scope["method"], path=scope["path"][:200], status=status, ms=took)
            structlog.contextvars.clear_contextvars()

    def _limit(self, scope: Scope) -> int:
        return self.larger.get((scope["method"], scope["path"]), self.max_body)

    def _refusal(self, scope: Scope) -> DomainError | None:
        """What is wrong when the head itself is out of bounds."""
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_URL:
            return HeadTooLarge()
        size, host, length = 0, "", "0"
        for name, value in scope["headers"]:
            size += len(name) + len(value)
            if name == b"host":
                host = host or value.decode("latin-1")
            elif name == b"content-length":
                length = value.decode("latin-1")
        if size > MAX_HEADERS:
            return HeadTooLarge()
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            return BadRequest()
        limit = self._limit(scope)
        if length.isdecimal() and int(length[:20]) > limit:
            return BodyTooLarge(limit=limit)
        if self.host is not None and host.rsplit(":", 1)[0].lower() != self.host:
            return BadRequest()
        return None

    def _dress(self, scope: Scope, message: Message) -> None:
        """Add the headers that the answer does not set itself; bytes at once, since every answer passes here."""
        headers: list[tuple[bytes, bytes]] = list(message.get("headers", ()))
        message["headers"] = headers
        present = {name for name, _ in headers}
        headers += [pair for pair in self.always if pair[0] not in present]
        if scope["path"].startswith("/api/"):
            cache = b"private, no-cache" if scope["method"] == "GET" else b"no-store"
            own = ((b"cache-control", cache), (b"vary", b"Authorization, Accept-Language"))
            headers += [pair for pair in own if pair[0] not in present]
        headers.append((b"x-request-id", scope["doimoi.request_id"].encode()))
