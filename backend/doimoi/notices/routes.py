"""The caller's own notices: their list, how many are unread, and marking them read."""

from typing import Annotated

from fastapi import Path, Query

from doimoi.access.gate import Caller, Db, may
from doimoi.access.rules import Act
from doimoi.core.doors import doors, problems
from doimoi.core.paging import Listed, Page, Paged
from doimoi.notices import service
from doimoi.notices.models import Notice
from doimoi.notices.schemas import NoticeCountOut, NoticeOut

router = doors("notices")
OWN = [may(Act.SELF)]
NoticeId = Annotated[int, Path(ge=1, le=9_007_199_254_740_991)]


@router.get("/notices", operation_id="list_notices", dependencies=OWN, responses=problems(401, 403))
def list_notices(
    db: Db,
    caller: Caller,
    paging: Paged,
    unread: Annotated[bool, Query(description="Only those that were not read.")] = False,
) -> Listed[NoticeOut]:
    """What the caller was told, newest first."""
    query = service.notices_query(caller, unread=unread)
    rows, following = paging.page(db, query, Notice.id, newest_first=True)
    data = [NoticeOut.model_validate(row) for row in rows]
    return Listed(data=data, next=following, page=Page(limit=paging.limit))


@router.get("/notice-counts", operation_id="count_notices", dependencies=OWN, responses=problems(401, 403))
def count_notices(db: Db, caller: Caller) -> NoticeCountOut:
    """How many notices the caller has not read, counted up to a thousand: cheap enough to be asked each minute."""
    return NoticeCountOut(unread=service.unread(db, caller))


@router.post(
    "/notices/{notice_id}/receipts",
    operation_id="read_notice",
    dependencies=OWN,
    responses=problems(400, 401, 403, 404),
)
def read_notice(db: Db, caller: Caller, notice_id: NoticeId) -> NoticeOut:
    """Mark one of the caller's notices as read."""
    return NoticeOut.model_validate(service.read_one(db, caller, notice_id))


@router.post("/notices/receipts", operation_id="read_all_notices", dependencies=OWN, responses=problems(400, 401, 403))
def read_all_notices(db: Db, caller: Caller) -> NoticeCountOut:
    """Mark all of the caller's notices as read."""
    service.read_all(db, caller)
    return NoticeCountOut(unread=service.unread(db, caller))
