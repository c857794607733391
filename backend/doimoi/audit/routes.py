"""The trail: read only, and only what the caller's roles open of it."""

import uuid
from datetime import date
from typing import Annotated

from fastapi import Query

from doimoi.access.gate import Caller, Db, may
from doimoi.access.models import Audit
from doimoi.access.rules import Act
from doimoi.audit import service
from doimoi.audit.rules import Action, ObjectKind
from doimoi.audit.schemas import AuditOut
from doimoi.core.doors import doors, problems
from doimoi.core.paging import Listed, Page, Paged

router = doors("audit")
AnyDay = Annotated[date | None, Query(ge=date(1900, 1, 1), le=date(2200, 1, 1))]


@router.get(
    "/audit",
    operation_id="list_audit",
    dependencies=[may(Act.AUDIT_READ)],
    responses=problems(400, 401, 403, 404, 422),
)
def list_audit(
    db: Db,
    caller: Caller,
    paging: Paged,
    person: Annotated[uuid.UUID | None, Query(description="Only what this person or key did.")] = None,
    object: Annotated[ObjectKind | None, Query(description="Only changes of such things.")] = None,
    row: Annotated[uuid.UUID | None, Query(description="Only changes of the thing with this id.")] = None,
    action: Annotated[Action | None, Query()] = None,
    unit: Annotated[
        str | None,
        Query(max_length=60, pattern=r"^[0-9A-Za-z:._-]+$", description="Only this unit and what is below it."),
    ] = None,
    since: AnyDay = None,
    until: AnyDay = None,
    reason: Annotated[str | None, Query(min_length=1, max_length=100, description="Part of the reason.")] = None,
) -> Listed[AuditOut]:
    """Who changed what and why, newest first.

    An administrator reads the changes of units, people and keys; a leader and a coordinator all of the ward's; a
    head those of the own unit and below.
    """
    wanted = service.Wanted(person, object, row, action, unit, since, until, reason)
    rows, following = paging.page(db, service.listed(db, caller, wanted), Audit.id, newest_first=True)
    return Listed(data=service.shown(db, rows), next=following, page=Page(limit=paging.limit))
