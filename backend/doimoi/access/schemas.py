"""What log-in, set-up and one's own account take and give."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from doimoi.access.rules import Act, Role
from doimoi.core.fields import In, Line, Out, Secret

Username = Annotated[str, Field(min_length=3, max_length=60, pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$")]
Password = Annotated[str, Field(min_length=1, max_length=200)]


class LogInIn(In):
    """A name and a password."""

    username: Line
    password: Password


class SetUpIn(In):
    """The first administrator of the ward, with the token of the printed link."""

    token: Secret
    username: Username
    display_name: Line
    password: Password


class LinkIn(In):
    """The token of a one-time link."""

    token: Secret


class ClaimIn(In):
    """A one-time link and the password chosen through it."""

    token: Secret
    password: Password


class PersonBrief(Out):
    """Who signed in."""

    id: uuid.UUID
    display_name: str


class SignedOut(Out):
    """A sign-in: the access token to send as `Authorization: Bearer`, valid for `expires_in` seconds."""

    access_token: str
    expires_in: int
    session_id: uuid.UUID
    person: PersonBrief


class LinkOut(Out):
    """Whom a one-time link is for: an `invitation` or a `reset` asks for a password, a `device` lets a phone in."""

    kind: str
    display_name: str
    username: str
    unit_name: str | None
    role: Role | None


class SignInKind(StrEnum):
    """How a browser came in: with a password, or as a contributor's phone by its card."""

    BROWSER = "browser"
    DEVICE = "device"


class SignInOut(Out):
    """One browser in which the caller is signed in."""

    id: uuid.UUID
    kind: SignInKind
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str
    current: bool


class UnitBrief(Out):
    """A unit in a sentence."""

    code: str
    name: str
    short_name: str
    level: str


class MembershipBrief(Out):
    """A role in a unit, in force today."""

    role: Role
    unit: UnitBrief


class MeOut(Out):
    """The caller: name, roles, everything they may do somewhere, and the ward that their work is about."""

    id: uuid.UUID
    kind: str
    display_name: str
    username: str | None
    acts: list[Act]
    memberships: list[MembershipBrief]
    ward: UnitBrief | None


class InstanceOut(Out):
    """What anybody may know about this installation."""

    name: str
    place: str
    setup_needed: bool
    demo: bool
    version: str
