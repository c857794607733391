"""The outermost layer: request ids, bounds on the request's head, security headers on every answer, one log line."""

import time
from typing import Final
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils.compat import uuid7

from doimoi.core.problems import problem_response

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
HSTS: Final = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class Shield:
    """ASGI middleware around everything, error answers included."""

    def __init__(self, app: ASGIApp, *, origin: str) -> None:
        self.app = app
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
        started, status = time.perf_counter(), 500

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(scope, message)
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=scope["doimoi.request_id"])
        try:
            refusal = self._refusal(scope)
            if refusal is None:
                await self.app(scope, receive, guarded)
            else:
                response = problem_response(Request(scope), *refusal)
                await response(scope, receive, guarded)
        finally:
            took = round((time.perf_counter() - started) * 1000, 1)
            # Where people answer without a name, not even a line with the time is kept of what went well.
            if status >= 400 or not scope.get("doimoi.nameless"):
                log.info("request", method=scope["method"], path=scope["path"][:200], status=status, ms=took)
            structlog.contextvars.clear_contextvars()

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and code when the head itself is out of bounds."""
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_URL:
            return 431, "head_too_large"
        if sum(len(k) + len(v) for k, v in scope["headers"]) > MAX_HEADERS:
            return 431, "head_too_large"
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            return 400, "bad_request"
        host = Headers(scope=scope).get("host", "").rsplit(":", 1)[0].lower()
        if self.host is not None and host != self.host:
            return 400, "bad_request"
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
