"""The role matrix on one screen, and the pure questions that are asked of it."""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from doimoi.core.errors import DomainError


class Role(StrEnum):
    """What a person is in a unit. The Vietnamese names stand in docs/glossary.md."""

    LEADER = "leader"
    COORDINATOR = "coordinator"
    HEAD = "head"
    OFFICER = "officer"
    CONTRIBUTOR = "contributor"
    SUPERVISOR = "supervisor"
    READER = "reader"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """One thing that can be done through a door."""

    SELF = "self"  # one's own account and sessions
    UNIT_READ = "unit_read"
    UNIT_MANAGE = "unit_manage"
    PERSON_READ = "person_read"
    PERSON_MANAGE = "person_manage"
    KEY_READ = "key_read"
    KEY_MANAGE = "key_manage"
    AUDIT_READ = "audit_read"
    PLAN_READ = "plan_read"
    PERIOD_LOCK = "period_lock"
    INDICATOR_READ = "indicator_read"
    VALUE_READ = "value_read"
    VALUE_WRITE = "value_write"
    VALUE_SUBMIT = "value_submit"
    VALUE_REVIEW = "value_review"
    VALUE_EXPORT = "value_export"
    ASSIGNMENT_READ = "assignment_read"
    ASSIGNMENT_CREATE = "assignment_create"  # give, change, pause, cancel, hand over
    ASSIGNMENT_WORK = "assignment_work"  # acknowledge, log progress, submit, ask for more time
    ASSIGNMENT_ACCEPT = "assignment_accept"  # accept, return, reopen, decide on more time
    VALUE_PUBLISH = "value_publish"
    VALUE_REOPEN = "value_reopen"
    TARGET_SET = "target_set"
    COMMENT_READ = "comment_read"
    COMMENT_WRITE = "comment_write"
    EVIDENCE_READ = "evidence_read"
    EVIDENCE_WRITE = "evidence_write"
    URGE = "urge"  # remind the units that have something to do
    SURVEY_READ = "survey_read"
    SURVEY_MANAGE = "survey_manage"


_READS = frozenset({Act.SELF, Act.UNIT_READ, Act.PLAN_READ, Act.INDICATOR_READ, Act.VALUE_READ})
_SHOWN = _READS | {Act.EVIDENCE_READ}  # people only: files hold more than figures do
_ENTERS = frozenset({Act.VALUE_WRITE, Act.VALUE_SUBMIT})
_HEARS = frozenset({Act.COMMENT_READ})  # people only: what they say to each other is no figure
_TALKS = _HEARS | {Act.COMMENT_WRITE}
_FILES = _SHOWN | _ENTERS | {Act.EVIDENCE_WRITE}
_SURVEYS = frozenset({Act.SURVEY_READ, Act.SURVEY_MANAGE})
_LOOKS_ON = frozenset({Act.ASSIGNMENT_READ})
_WORKS = _LOOKS_ON | {Act.ASSIGNMENT_WORK}
_DIRECTS = _LOOKS_ON | {Act.ASSIGNMENT_CREATE, Act.ASSIGNMENT_ACCEPT, Act.URGE}

GRANTS: Final[dict[Role, frozenset[Act]]] = {
    Role.LEADER: _SHOWN | _TALKS | _DIRECTS | {Act.VALUE_EXPORT, Act.VALUE_PUBLISH, Act.SURVEY_READ, Act.AUDIT_READ},
    Role.COORDINATOR: _FILES
    | _TALKS
    | _SURVEYS
    | _WORKS
    | _DIRECTS
    | {Act.VALUE_REVIEW, Act.VALUE_REOPEN, Act.VALUE_PUBLISH, Act.PERIOD_LOCK, Act.TARGET_SET}
    | {Act.VALUE_EXPORT, Act.AUDIT_READ},
    Role.HEAD: _FILES | _TALKS | _SURVEYS | _WORKS | _DIRECTS | {Act.VALUE_REVIEW, Act.VALUE_EXPORT, Act.AUDIT_READ},
    Role.OFFICER: _FILES | _TALKS | _SURVEYS | _WORKS | {Act.VALUE_EXPORT},
    Role.CONTRIBUTOR: _FILES | _HEARS | _WORKS,
    Role.SUPERVISOR: _SHOWN | _TALKS | _LOOKS_ON | {Act.VALUE_EXPORT},
    Role.READER: _SHOWN | _HEARS | _LOOKS_ON | {Act.VALUE_EXPORT},
    Role.ADMINISTRATOR: frozenset(
        {
            Act.SELF,
            Act.UNIT_READ,
            Act.UNIT_MANAGE,
            Act.PERSON_READ,
            Act.PERSON_MANAGE,
            Act.KEY_READ,
            Act.KEY_MANAGE,
            Act.AUDIT_READ,
            Act.PLAN_READ,
        }
    ),
}


class Scope(StrEnum):
    """What an API key may do. Approving is in none of them."""

    VALUES_READ = "values:read"
    VALUES_WRITE = "values:write"
    EVIDENCE_WRITE = "evidence:write"
    ASSIGNMENTS_WRITE = "assignments:write"


SCOPES: Final[dict[Scope, frozenset[Act]]] = {
    Scope.VALUES_READ: _READS | {Act.VALUE_EXPORT},
    Scope.VALUES_WRITE: _ENTERS,
    Scope.EVIDENCE_WRITE: frozenset({Act.EVIDENCE_READ, Act.EVIDENCE_WRITE}),
    Scope.ASSIGNMENTS_WRITE: _WORKS,
}

DEVICE_DAYS: Final = 30
"""How long a contributor's phone stays signed in by its card."""

WARD_ROLES: Final = frozenset({Role.LEADER, Role.COORDINATOR, Role.SUPERVISOR})
"""Roles whose reach is the whole ward: only somebody who acts for the ward can give them."""


class LastAdministrator(DomainError):
    """A ward keeps at least one person who can invite others."""

    status, code = 409, "last_administrator"


class RoleNotHere(DomainError):
    """This role does not exist in a unit of this kind."""

    status, code = 422, "role_not_here"


class GrantBeyondReach(DomainError):
    """Nobody gives a reach that is wider than their own."""

    status, code = 403, "grant_beyond_reach"


@dataclass(frozen=True, slots=True)
class Reach:
    """What one membership sees and acts on: half-open ranges of unit keys, (0, 0) for nothing.

    `home` is the key of the unit in which the role is held.
    """

    role: Role | None
    home: int
    sees: tuple[int, int]
    acts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is calling, as the database knows them at this moment."""

    id: uuid.UUID
    name: str
    kind: str  # 'person' or 'key'
    reaches: tuple[Reach, ...]
    scopes: frozenset[Scope]
    session_id: uuid.UUID | None = None

    def may(self, act: Act, unit_key: int) -> bool:
        """Whether this caller may do `act` on a row of the unit with this key."""
        return any(low <= unit_key < high for low, high in self.ranges(act))

    def ranges(self, act: Act) -> list[tuple[int, int]]:
        """The ranges of unit keys on which this caller may do `act`."""
        return [r.acts for r in self.reaches if (act in GRANTS[r.role] if r.role else act in acts_of(self.scopes))]

    def roles_for(self, act: Act, unit_key: int) -> frozenset[Role]:
        """The roles through which a person may do `act` on a row of this unit."""
        return frozenset(
            r.role for r in self.reaches if r.role and act in GRANTS[r.role] and r.acts[0] <= unit_key < r.acts[1]
        )

    def works_for(self, act: Act, unit_key: int) -> bool:
        """Whether this caller does `act` as one of the unit's own: not as who coordinates the ward from elsewhere."""
        return any(
            low <= unit_key < high and (reach.role is not Role.COORDINATOR or reach.home == unit_key)
            for reach in self.reaches
            for low, high in [reach.acts]
            if (act in GRANTS[reach.role] if reach.role else act in acts_of(self.scopes))
        )

    def is_home(self, unit_key: int) -> bool:
        """Whether the caller holds a role in this very unit."""
        return any(reach.home == unit_key for reach in self.reaches)

    def acts(self) -> frozenset[Act]:
        """Everything this caller may do somewhere."""
        if self.kind == "key":
            return acts_of(self.scopes)
        return frozenset({Act.SELF}).union(*(GRANTS[r.role] for r in self.reaches if r.role))


def acts_of(scopes: frozenset[Scope]) -> frozenset[Act]:
    """The acts that a key's scopes open."""
    return frozenset[Act]().union(*(SCOPES[s] for s in scopes))


def roles_granting(act: Act) -> list[str]:
    """The roles through which a person may do this."""
    return sorted(role.value for role, acts in GRANTS.items() if act in acts)


def scopes_granting(act: Act) -> list[str]:
    """The scopes through which a key may do this."""
    return sorted(scope.value for scope, acts in SCOPES.items() if act in acts)


def scope_reaching(act: Act) -> Scope:
    """The scope with which a key reaches its own unit's unpublished rows at a door of this act."""
    for scope in (Scope.EVIDENCE_WRITE, Scope.ASSIGNMENTS_WRITE):
        if act in SCOPES[scope]:
            return scope
    return Scope.VALUES_WRITE


def wait_after(failures: int) -> int:
    """Seconds to wait before the next log-in try: none for 5 failures, then doubling up to 15 minutes."""
    return 0 if failures < 5 else min(2 ** (failures - 4), 900)


_HOMES: Final[dict[Role, frozenset[str]]] = {
    Role.LEADER: frozenset({"ward", "city"}),
    Role.COORDINATOR: frozenset({"unit"}),
    Role.HEAD: frozenset({"agency", "unit", "team"}),
    Role.OFFICER: frozenset({"agency", "unit", "team"}),
    Role.CONTRIBUTOR: frozenset({"unit", "team"}),
    Role.SUPERVISOR: frozenset({"unit"}),
    Role.READER: frozenset({"city", "nation", "agency"}),
    Role.ADMINISTRATOR: frozenset({"city", "agency", "ward", "unit"}),
}


def check_home(role: Role, unit_level: str) -> None:
    """Raise `RoleNotHere` when a unit of this level has no such role (a leader sits at the ward, a reader above it)."""
    if unit_level not in _HOMES[role]:
        raise RoleNotHere(pointer="/role", role=role.value)
