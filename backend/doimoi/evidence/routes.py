"""Evidence: files that come in as a stream, their list, and their content served so that it can harm nobody."""

import re
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Annotated, Any

from anyio import CapacityLimiter
from fastapi import BackgroundTasks, Query, Request, Response
from fastapi.concurrency import contextmanager_in_threadpool
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

from doimoi.access.gate import Caller, Db, Entering, Entry, Version, may
from doimoi.access.rules import Act, Actor
from doimoi.core.db import find
from doimoi.core.doors import doors, problems
from doimoi.core.errors import Busy
from doimoi.core.files import Files, Incoming, TooLong
from doimoi.core.paging import Listed, Page, Paged
from doimoi.core.settings import Settings
from doimoi.evidence import rules
from doimoi.evidence.models import Evidence
from doimoi.evidence.rules import Disposition, FileTooLarge, UploadCut
from doimoi.evidence.schemas import EvidenceIn, EvidenceOut, UploadedOut
from doimoi.evidence.service import keeping, sweeping, uploading

router, uploads = doors("evidence"), doors("evidence")
UnitCode = Annotated[str, Query(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z:._-]+$", description="Whose it is.")]
AnyUnit = Annotated[str | None, Query(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z:._-]+$")]
Hash = Annotated[
    str | None, Query(max_length=64, pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the content, as sent or kept.")
]
CONTENT = {kind.media_type: {"schema": {"type": "string", "format": "binary"}} for kind in rules.KINDS.values()}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The bytes of the file, nothing else. The kind follows from the file's name.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class _Content(FileResponse):
    """A file of which one part can be asked for. A Range that makes no sense is passed over (RFC 9110, 14.2)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        asked = dict(scope["headers"]).get(b"range", b"")
        if asked and not _RANGE.fullmatch(asked):
            scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"range"]}
        await super().__call__(scope, receive, send)


_RANGE = re.compile(rb"bytes=(\d{1,15}-\d{0,15}|-[1-9]\d{0,14})")


def _door(act: Act, *statuses: int) -> dict[str, Any]:
    return {"dependencies": [may(act)], "responses": problems(401, 403, *statuses)}


@uploads.post(
    "/evidence",
    status_code=201,
    operation_id="upload_evidence",
    response_model=UploadedOut,
    openapi_extra=BODY,
    **_door(Act.EVIDENCE_WRITE, 400, 404, 409, 413, 415, 422, 503, 507),
)
async def upload_evidence(
    request: Request,
    entry: Entering,
    unit: UnitCode,
    filename: Annotated[str, Query(min_length=1, max_length=1000, description="With its ending: `bien-ban.pdf`.")],
    keep_metadata: Annotated[
        bool, Query(description="Keep what an image says besides the picture: place, time, device.")
    ] = False,
) -> Response:
    """Take a file in, for one unit. The body is the file itself and may be as long as the product's setting allows.

    It is hashed while it arrives, checked, and safe on the disk before the answer says so.
    """
    files: Files = request.app.state.files
    settings: Settings = request.app.state.settings
    gate: CapacityLimiter = request.app.state.uploads
    length = _length(request)

    def expected(db: Session, actor: Actor) -> uploading.Coming:
        return uploading.expect(
            db,
            actor,
            files,
            settings,
            unit=unit,
            filename=filename,
            length=length,
            keep_metadata=keep_metadata,
        )

    coming = await entry.within(expected)
    if gate.available_tokens < 1:
        raise Busy
    async with gate:
        try:
            async with files.receive(_body(request), settings.max_upload) as file:
                return await _taken_in(entry, files, settings, coming, file)
        except TooLong as error:
            raise FileTooLarge(
                limit=max(1, settings.max_upload // rules.MEGABYTE), bytes=settings.max_upload
            ) from error


async def _taken_in(
    entry: Entry, files: Files, settings: Settings, coming: uploading.Coming, file: Incoming
) -> Response:
    """Look into the file (a few at a time: pictures take memory), then write it down."""
    looking = contextmanager_in_threadpool(uploading.checked(files, file, coming))

    def kept(db: Session, actor: Actor) -> Response:
        claim = entry.once(db, actor, f"{entry.request.url.query}\0{file.sha256}".encode())
        row = uploading.keep(db, actor, files, settings, coming, checked)
        body = keeping.shown_new(db, actor, row)
        headers = {"Location": f"/api/v1/evidence/{row.id}", "ETag": f'"{row.version}"'}
        response = JSONResponse(body.model_dump(mode="json"), 201, headers)
        if claim is not None:
            claim.keep(response)
        return response

    async with AsyncExitStack() as stack:
        async with entry.request.app.state.checks:
            checked = await stack.enter_async_context(looking)
        return await entry.within(kept)


def _length(request: Request) -> int:
    said = request.headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for part in request.stream():
            yield part
    except ClientDisconnect as error:
        raise UploadCut from error


@router.get("/evidence", operation_id="list_evidence", **_door(Act.EVIDENCE_READ, 404))
def list_evidence(
    db: Db,
    caller: Caller,
    paging: Paged,
    unit: AnyUnit = None,
    q: Annotated[str | None, Query(max_length=100, description="Words of name or note, marks or not.")] = None,
    sha256: Hash = None,
    attached: Annotated[bool | None, Query(description="Only what something rests on, or only the rest.")] = None,
) -> Listed[EvidenceOut]:
    """The files within reach, oldest first. `sha256` tells whether a file is here before it is sent again."""
    query = keeping.listed(db, unit, q, sha256, attached)
    rows, following = paging.page(db, query, Evidence.id)
    return Listed(data=[keeping.shown(caller, row) for row in rows], next=following, page=Page(limit=paging.limit))


@router.get("/evidence/{evidence_id}", operation_id="get_evidence", **_door(Act.EVIDENCE_READ, 404))
def get_evidence(db: Db, caller: Caller, response: Response, evidence_id: uuid.UUID) -> EvidenceOut:
    """One file: where it comes from, and whether anything rests on it."""
    return _shown(caller, response, find(db, Evidence, evidence_id))


@router.get(
    "/evidence/{evidence_id}/content",
    operation_id="get_evidence_content",
    dependencies=[may(Act.EVIDENCE_READ)],
    response_class=FileResponse,
    responses={
        200: {"content": CONTENT},
        206: {"description": "The part that Range asked for.", "content": CONTENT},
        **problems(401, 403, 404, 410),
    },
)
def get_evidence_content(
    request: Request,
    db: Db,
    evidence_id: uuid.UUID,
    disposition: Annotated[Disposition, Query(description="Only images and PDF are shown inline.")] = (
        Disposition.ATTACHMENT
    ),
) -> Response:
    """The content, byte for byte as it is kept; ranges and If-None-Match work."""
    files: Files = request.app.state.files
    row = keeping.with_content(db, files, evidence_id)
    headers = rules.content_headers(row.filename, rules.kind_of_media(row.media_type), disposition, row.sha256)
    if headers["ETag"] in [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    return _Content(files.path(row.sha256), headers=headers, media_type=row.media_type)


@router.patch(
    "/evidence/{evidence_id}", operation_id="describe_evidence", **_door(Act.EVIDENCE_WRITE, 400, 404, 412, 428)
)
def describe_evidence(
    db: Db, caller: Caller, response: Response, evidence_id: uuid.UUID, version: Version, given: EvidenceIn
) -> EvidenceOut:
    """Change the note of a file, or whether everyone of the ward may open it. The content never changes."""
    return _shown(caller, response, keeping.describe(db, evidence_id, given, version))


@router.delete(
    "/evidence/{evidence_id}", status_code=204, operation_id="delete_evidence", **_door(Act.EVIDENCE_WRITE, 404, 409)
)
def delete_evidence(request: Request, db: Db, after: BackgroundTasks, evidence_id: uuid.UUID) -> None:
    """Take back a file on which nothing rests. What something links to stays."""
    sha256 = keeping.delete(db, evidence_id)
    # After the answer, hence after the row is gone for good; a crash before leaves it to the sweep at the next start.
    after.add_task(sweeping.forget, request.app.state.sessions, request.app.state.files, sha256)


def _shown(caller: Caller, response: Response, row: Evidence) -> EvidenceOut:
    response.headers["ETag"] = f'"{row.version}"'
    return keeping.shown(caller, row)
