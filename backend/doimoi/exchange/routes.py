"""Exports: approved figures with their provenance, streamed."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import StreamingResponse

from doimoi.access.gate import Caller, Db, may, read_stream
from doimoi.access.rules import Act, Actor
from doimoi.core import clock
from doimoi.core.doors import doors, problems
from doimoi.core.errors import Busy
from doimoi.exchange import service
from doimoi.exchange.rules import Format
from doimoi.exchange.schemas import ExportedValue

router = doors("exchange")
AnyCode = Annotated[str | None, Query(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z:._-]+$")]
MEDIA = {Format.NDJSON: "application/x-ndjson", Format.CSV: "text/csv; charset=utf-8"}


@router.get(
    "/exports/indicator-values",
    operation_id="export_indicator_values",
    dependencies=[may(Act.VALUE_EXPORT)],
    response_class=StreamingResponse,
    responses={
        200: {
            "model": ExportedValue,
            "description": "One line a value (as described here), or the same fields as the columns of a sheet.",
            "content": {"application/x-ndjson": {}, "text/csv": {"schema": {"type": "string"}}},
        },
        **problems(401, 403, 404, 503),
    },
)
def export_indicator_values(
    request: Request,
    db: Db,
    caller: Caller,
    format: Annotated[Format, Query(description="Lines of JSON, or a sheet for Excel.")] = Format.NDJSON,
    unit: AnyCode = None,
    indicator: AnyCode = None,
    period: AnyCode = None,
) -> StreamingResponse:
    """Every approved value within reach with its provenance, one per line, however many there are."""
    what = service.wanted(db, unit, indicator, period)
    body = _streamed(request, caller, what, format)
    # Begun before the answer is: a database that is away is still a problem, and the stream's place is always left.
    first = next(body, b"")
    name = f"indicator-values-{clock.today():%Y%m%d}.{format.value}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(chain([first], body), media_type=MEDIA[format], headers=headers)


def _streamed(request: Request, actor: Actor, what: service.Wanted, form: Format) -> Iterator[bytes]:
    if not request.app.state.streams.acquire(blocking=False):
        raise Busy
    try:
        with read_stream(request, actor) as db:
            yield from service.lines(service.exported(db, what), form)
    finally:
        request.app.state.streams.release()
