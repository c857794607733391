"""The outermost layer: request ids, bounds on head and body, security headers on every answer, one log line.

What fails inside it is answered here too, so that even the answer to a fault of ours wears the headers.
"""

import time
from typing import Final
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
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
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
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


class Shield:
    """ASGI middleware around everything, error answers included."""

    def __init__(self, app: ASGIApp, *, origin: str, max_body: int) -> None:
        self.app = app
        self.max_body = max_body
        self.secure = origin.startswith("https://")
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
            if read > self.max_body:
                raise BodyTooLarge(limit=self.max_body)
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
            log.info("request", method=scope["method"], path=scope["path"][:200], status=status, ms=took)
            structlog.contextvars.clear_contextvars()

    def _refusal(self, scope: Scope) -> DomainError | None:
        """What is wrong when the head itself is out of bounds."""
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_URL:
            return HeadTooLarge()
        if sum(len(k) + len(v) for k, v in scope["headers"]) > MAX_HEADERS:
            return HeadTooLarge()
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            return BadRequest()
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length[:20]) > self.max_body:
            return BodyTooLarge(limit=self.max_body)
        host = headers.get("host", "").rsplit(":", 1)[0].lower()
        if self.host is not None and host != self.host:
            return BadRequest()
        return None

    def _dress(self, scope: Scope, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self.secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        headers["X-Request-Id"] = scope["doimoi.request_id"]
        if scope["path"].startswith("/api/"):
            headers.setdefault("Cache-Control", "no-store" if scope["method"] != "GET" else "private, no-cache")
            headers.setdefault("Vary", "Authorization, Accept-Language")
