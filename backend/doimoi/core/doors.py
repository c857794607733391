"""The route class of the whole API: strict bodies, known parameters, ETags, chosen fields, sheets and once-only writes.

It works on the finished answer while the request's transaction is still open, so an answer that is stored
for its Idempotency-Key is committed with the change that it tells of, or not at all.
"""

import difflib
import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from doimoi.core.errors import DomainError, RepeatedParameter, UnknownParameter, UnsupportedMediaType
from doimoi.core.idempotency import Claim, Replay
from doimoi.core.problems import Problem
from doimoi.core.shapes import shape_of
from doimoi.core.strict_json import StrictRequest

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Door(APIRoute):
    """One address and verb of the API."""

    def get_route_handler(self) -> Handler:
        """FastAPI's handler with the checks around it that every address shares."""
        inner = super().get_route_handler()
        known = {p.alias for p in self.dependant.query_params}
        for dependency in self.dependant.dependencies:
            known |= {p.alias for p in dependency.query_params}

        shape = shape_of(self.response_model)

        async def handle(request: Request) -> Response:
            refuse_unknown(request, known)
            if self.body_field is not None:
                refuse_other_media(request)
            chosen = shape.chosen(request)
            strict = StrictRequest(request.scope, request.receive)
            try:
                response = await inner(strict)
            except Replay as replay:
                return replay.response()
            except HTTPException as error:
                # FastAPI hides what the body's reader said behind a bare 400.
                raise error.__cause__ if isinstance(error.__cause__, DomainError) else error from None
            claim = getattr(strict.state, "claim", None)
            if isinstance(claim, Claim):
                await run_in_threadpool(claim.keep, response)
            if response.status_code == 200 and (shape.fields or shape.sheet):
                response = await run_in_threadpool(shape.given, strict, response, chosen)
            return _revalidated(strict, response)

        return handle


def refuse_unknown(request: Request, known: set[str]) -> None:
    """A misspelt filter must never silently show everything."""
    if not request.scope["query_string"]:
        return
    for name in request.query_params:
        if name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            raise UnknownParameter(name=name[:60], nearest=nearest[0] if nearest else "-")
        if len(request.query_params.getlist(name)) > 1:
            raise RepeatedParameter(name=name)


def refuse_other_media(request: Request) -> None:
    """A form of another site cannot send JSON (without asking first), so nothing but JSON is read."""
    empty = request.headers.get("content-length", "0") == "0" and "transfer-encoding" not in request.headers
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not empty and kind != "application/json":
        raise UnsupportedMediaType


def _revalidated(request: Request, response: Response) -> Response:
    """ETag on what was read, and 304 when the caller has it already (RFC 9110, 13)."""
    body = getattr(response, "body", None)  # a streamed answer has none
    if request.method != "GET" or response.status_code != 200 or not isinstance(body, bytes) or not body:
        return response
    digest = hashlib.sha256(body).hexdigest()[:27]
    # The version alone would hide that what the caller may do has changed; the digest alone could not be sent back.
    version = response.headers.get("etag", "").strip('"')
    etag = f'"{version}-{digest}"' if version else f'"{digest}"'
    response.headers["ETag"] = etag
    if etag in [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers={"ETag": etag})
    return response


def doors(tag: str) -> APIRouter:
    """A router whose addresses are doors, under one tag of the contract."""
    return APIRouter(prefix="/api/v1", tags=[tag], route_class=Door)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problem answers that an address declares in the contract besides what every address may answer."""
    return {s: {"model": Problem, "content": {"application/problem+json": {}}} for s in statuses}
