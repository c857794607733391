"""The trail as it is shown."""

import uuid
from datetime import datetime

from doimoi.access.schemas import UnitBrief
from doimoi.audit.rules import Action, ObjectKind
from doimoi.core.fields import Out


class ActorOut(Out):
    """Who did it. `kind` is `person`, `key`, or `machine` for a start or a command; `id` is null for the last."""

    kind: str
    id: uuid.UUID | None
    name: str | None


class ObjectOut(Out):
    """What was changed. `code` and `name` are null when the thing is no longer there to be named."""

    kind: ObjectKind
    id: str
    code: str | None
    name: str | None


class ChangeOut(Out):
    """One field before and after. Links to other things are told by their names."""

    field: str
    before: str | None
    after: str | None


class AuditOut(Out):
    """One change: who, when, what, from which state to which, and why."""

    id: int
    at: datetime
    actor: ActorOut
    action: Action
    object: ObjectOut
    unit: UnitBrief | None
    changes: list[ChangeOut]
    reason: str | None
    request_id: str | None
