"""What managing units, people and keys takes and gives."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from doimoi.access.rules import Role, Scope
from doimoi.access.schemas import UnitBrief, Username
from doimoi.core.fields import Code, Day, In, Line, Out, Prose
from doimoi.directory.rules import KeyState, UnitKind, Way


class UnitIn(In):
    """A new unit below `parent`. Its level follows from the parent's; it is in force from `valid_from`, else today."""

    code: Code
    name: Line
    short_name: Line
    kind: UnitKind
    parent: Code
    valid_from: Day | None = None


class UnitNameIn(In):
    """The names of a unit."""

    name: Line
    short_name: Line


class ReasonIn(In):
    """Why; kept in the audit trail."""

    reason: Prose


class WhyIn(In):
    """Why, if there is something to say; kept in the audit trail."""

    reason: Prose | None = None


class UnitOut(UnitBrief):
    """A unit of the tree. `code` is the full code, `parent` that of the unit above it; `valid_to` is exclusive."""

    kind: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    in_force: bool
    may_manage: bool
    version: int


class InviteIn(In):
    """A new person with a first role."""

    username: Username
    display_name: Line
    unit: Code
    role: Role
    way: Way = Way.PASSWORD


class LinkWayIn(In):
    """What the new link shall do: let a password be chosen, or let a contributor's phone in."""

    way: Way = Way.PASSWORD


class PersonNameIn(In):
    """How a person is shown."""

    display_name: Line


class MembershipIn(In):
    """A further role, from `valid_from`, else from today."""

    unit: Code
    role: Role
    valid_from: Day | None = None


class MembershipOut(Out):
    """A role in a unit, from a day to (exclusive) another."""

    id: uuid.UUID
    role: Role
    unit: UnitBrief
    valid_from: date
    valid_to: date | None
    in_force: bool


class PersonOut(Out):
    """A person with all roles, those that have ended too.

    `unit` is where the account is looked after. `has_password` is false until the invitation is accepted.
    `devices` counts the phones that are signed in by a card.
    `may_manage` is false when the person holds a role beyond the caller's reach.
    """

    id: uuid.UUID
    username: str
    display_name: str
    active: bool
    has_password: bool
    devices: int
    last_sign_in_at: datetime | None
    created_at: datetime
    unit: UnitBrief
    memberships: list[MembershipOut]
    may_manage: bool
    version: int


class OneTimeLinkOut(Out):
    """A link that works once. `link` is shown this one time; null when the same request is repeated by its key."""

    kind: str
    link: str | None
    expires_at: datetime


class DeviceOut(Out):
    """A contributor's phone that is signed in by a card."""

    id: uuid.UUID
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str


class HandoverIn(In):
    """Who takes the work over, and why."""

    to: uuid.UUID
    reason: Prose


class HandoverOut(Out):
    """What was handed over: `given` roles went to the other person, `ended` roles they held already."""

    given: int
    ended: int
    to: PersonOut


class InvitedOut(OneTimeLinkOut):
    """Who was invited, and the link to hand over."""

    person: PersonOut


def _distinct(scopes: list[Scope]) -> list[Scope]:
    if len(set(scopes)) != len(scopes):
        raise PydanticCustomError("not_distinct", "a scope stands twice")
    return sorted(scopes)


class KeyIn(In):
    """A new key of a unit for a tool; `expires_on` is its last day, at most 365 days ahead."""

    name: Line
    unit: Code
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope)), AfterValidator(_distinct)]
    expires_on: Day


class RotationIn(In):
    """The last day of the new key; without it, that of the old one."""

    expires_on: Day | None = None


class KeyOut(Out):
    """An API key. `prefix` is what may be shown of it; `replaced_by` is the key that follows it."""

    id: uuid.UUID
    name: str
    prefix: str
    scopes: list[Scope]
    unit: UnitBrief
    created_by: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    replaced_by: uuid.UUID | None
    state: KeyState


class KeyMadeOut(KeyOut):
    """A new key. `secret` is shown this one time; null when the same request is repeated by its key."""

    secret: str | None
