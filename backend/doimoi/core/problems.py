"""The one place where a failure becomes an answer: RFC 9457 `application/problem+json`, in the caller's language."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from psycopg import errors as pg
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from doimoi.core.errors import (
    AlreadyExists,
    Busy,
    DiskFull,
    DomainError,
    NotAllowed,
    Referenced,
    StaleVersion,
)
from doimoi.words import sentence

log = structlog.get_logger()
_Handler = Callable[[Request, Exception], Awaitable[Response]]


class FieldProblem(BaseModel):
    """One fault in what was sent. `pointer` is a JSON pointer into the body, or `?name` for a query parameter."""

    pointer: str
    code: str
    params: dict[str, Any]
    message: str


class Problem(BaseModel):
    """RFC 9457 problem. `code` never changes and is never translated; `title` and `detail` follow Accept-Language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str
    request_id: str
    params: dict[str, Any] = Field(default_factory=dict)
    errors: list[FieldProblem] = Field(default_factory=list)


_HTTP_CODES = {
    400: "bad_request",
    401: "unauthenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "body_too_large",
    415: "unsupported_media_type",
    431: "head_too_large",
}


def problem_response(
    request: Request,
    status: int,
    code: str,
    params: dict[str, object] | None = None,
    errors: Iterable[tuple[str, str, dict[str, object]]] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """A problem as an answer. `errors` are (pointer, code, params) of single fields."""
    language = language_of(request)
    request_id = str(request.scope.get("doimoi.request_id", "-"))
    filled = {"request_id": request_id, **(params or {})}
    detail = sentence(code, language, filled)
    problem = Problem(
        type=f"/errors/{code}",
        title=detail.split(". ")[0].rstrip("."),
        status=status,
        code=code,
        detail=detail,
        instance=request.url.path,
        request_id=request_id,
        params={k: _plain(v) for k, v in (params or {}).items()},
        errors=[
            FieldProblem(
                pointer=pointer,
                code=fault,
                params={k: _plain(v) for k, v in facts.items()},
                message=sentence(_worded(fault, facts), language, facts),
            )
            for pointer, fault, facts in errors
        ],
    )
    return JSONResponse(
        problem.model_dump(),
        status_code=status,
        media_type="application/problem+json",
        headers={"Content-Language": language, "Cache-Control": "no-store", **(headers or {})},
    )


def language_of(request: Request) -> str:
    """`en` when the caller prefers it, else `vi`."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "vi"


def answer(request: Request, error: DomainError) -> Response:
    """A refusal as an answer; its own pointer becomes a field problem too."""
    faults = [(error.pointer, error.code, error.params)] if error.pointer else []
    return problem_response(request, error.status, error.code, error.params, faults, headers=dict(error.headers()))


def translate(error: BaseException) -> DomainError | None:
    """What a database failure means to the caller; None for a bug of ours."""
    if isinstance(error, StaleDataError):
        return StaleVersion()
    if isinstance(error, PoolTimeout):
        return Busy()
    if not isinstance(error, DBAPIError):
        return None
    cause = error.orig
    if isinstance(cause, pg.InsufficientPrivilege):
        return NotAllowed() if "row-level security" in str(cause) else None
    if isinstance(cause, pg.UniqueViolation | pg.ExclusionViolation):
        return AlreadyExists()
    if isinstance(cause, pg.ForeignKeyViolation):
        return Referenced()
    if isinstance(cause, pg.DiskFull):
        return DiskFull()
    if isinstance(cause, pg.QueryCanceled | pg.LockNotAvailable | pg.DeadlockDetected | pg.SerializationFailure):
        return Busy()
    return Busy() if _is_away(error) else None


def _is_away(error: DBAPIError) -> bool:
    """Whether the connection itself failed: server stopped, starting, or out of connections."""
    state = getattr(error.orig, "sqlstate", None) or ""
    away = error.connection_invalidated or state.startswith(("08", "57P")) or state == "53300"
    return away or (isinstance(error, OperationalError) and not state)


def install(app: FastAPI) -> None:
    """Register the handlers: everything that leaves the product as a failure passes here."""
    app.add_exception_handler(DomainError, _on_domain)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(DBAPIError, _on_database)
    app.add_exception_handler(PoolTimeout, _on_database)
    app.add_exception_handler(StaleDataError, _on_database)
    app.add_exception_handler(Exception, _on_bug)


async def told(request: Request, error: Exception) -> Response:
    """The answer that any failure becomes, for the addresses that do not pass through FastAPI's own handlers."""
    kinds: list[tuple[type[Exception], _Handler]] = [
        (DomainError, _on_domain),
        (RequestValidationError, _on_validation),
        (HTTPException, _on_http),
        (DBAPIError, _on_database),
        (PoolTimeout, _on_database),
    ]
    handler = next((handle for kind, handle in kinds if isinstance(error, kind)), _on_bug)
    return await handler(request, error)


async def _on_domain(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    return answer(request, error)


async def _on_database(request: Request, error: Exception) -> Response:
    meaning = translate(error)
    if meaning is None:
        return await _on_bug(request, error)
    if meaning.status >= 500:
        log.warning("database_away", error=str(getattr(error, "orig", error))[:200])
    return answer(request, meaning)


async def _on_bug(request: Request, error: Exception) -> Response:
    return bug(request, error)


def bug(request: Request, error: Exception) -> Response:
    """The answer to a fault of ours: it goes into the log, and only its request's id to the caller."""
    log.error("internal_error", exc_info=error, path=request.url.path)
    return problem_response(request, 500, "internal_error")


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _HTTP_CODES.get(error.status_code, "bad_request")
    return problem_response(request, error.status_code, code, headers=dict(error.headers or {}))


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [_fault(e) for e in error.errors()[:100]]
    return problem_response(request, 422, "validation_failed", {"count": len(faults)}, faults)


_KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "enum": "not_in_list",
    "literal_error": "not_in_list",
    "text_control": "text_control",
    "text_surrogate": "text_surrogate",
    "string_unicode": "text_surrogate",
}
_RANGES = (
    "greater_than",
    "less_than",
    "decimal_max",
    "decimal_whole",
    "finite_number",
    "int_parsing_size",
    "date_from_datetime_inexact",
)


def _worded(fault: str, facts: dict[str, object]) -> str:
    """The code whose sentence is said: a text that must not be empty is missing, not "at least 1 character" short."""
    return "missing" if fault == "too_short" and facts.get("limit") == 1 else fault


def _fault(error: dict[str, Any]) -> tuple[str, str, dict[str, object]]:
    """One Pydantic error as (pointer, code, params); the offending input is never echoed."""
    place, *path = error["loc"]
    pointer = (
        "?" + "/".join(map(str, path))
        if place in ("query", "path", "header", "cookie")
        else "/" + "/".join(str(p).replace("~", "~0").replace("/", "~1") for p in path)
    )
    kind = str(error["type"])
    ctx = error.get("ctx", {})
    if kind in _KINDS:
        limit = ctx.get("max_length", ctx.get("min_length"))
        facts = {"limit": limit, "allowed": ctx.get("expected")}
        return pointer, _KINDS[kind], {k: v for k, v in facts.items() if v is not None}
    if kind.startswith(_RANGES):
        return pointer, "out_of_range", {}
    if kind.endswith("_type"):
        return pointer, "wrong_type", {}
    return pointer, "bad_format", {}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | bool | list | dict) or value is None else str(value)
