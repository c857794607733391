"""Which rows of the trail a caller may read, and how a change is told. Facts come in as arguments."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from doimoi.access.rules import GRANTS, Act, Actor, Role


class ObjectKind(StrEnum):
    """What was changed: a table whose changes the database writes down."""

    UNIT = "unit"
    ACCOUNT = "account"
    MEMBERSHIP = "membership"
    CREDENTIAL = "credential"
    SIGN_IN = "sign_in"
    API_KEY = "api_key"
    PLAN = "plan"
    PERIOD = "period"
    INDICATOR = "indicator"
    INDICATOR_PATH = "indicator_path"
    INDICATOR_COMMENT = "indicator_comment"
    INDICATOR_VALUE = "indicator_value"
    VALUE_EVIDENCE = "value_evidence"
    EVIDENCE = "evidence"
    SURVEY_ROUND = "survey_round"
    SURVEY_REVIEW = "survey_review"
    ASSIGNMENT = "assignment"
    ASSIGNMENT_UNIT = "assignment_unit"
    ASSIGNMENT_EXTENSION = "assignment_extension"
    ASSIGNMENT_DIFFICULTY = "assignment_difficulty"


class Action(StrEnum):
    """What happened to it."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


PEOPLE: Final = frozenset(
    {
        ObjectKind.UNIT,
        ObjectKind.ACCOUNT,
        ObjectKind.MEMBERSHIP,
        ObjectKind.CREDENTIAL,
        ObjectKind.SIGN_IN,
        ObjectKind.API_KEY,
    }
)
"""What an administrator looks after: units, people and keys, never a value."""

_SECRET: Final = ("hash", "password", "secret", "token", "refresh", "sha256", "kiosk_code", "house_code")
_TECHNICAL: Final = frozenset(
    {
        "id",
        "version",
        "search_key",
        "unit_key",
        "digest",
        "updated_at",
        "entered_by",
        "submitted_by",
        "reviewed_by",
        "added_by",
        "uploaded_by",
        "author",
        "by",
        "uses",
        "set_by",
        "published_by",
        "ward_id",
        "given_by",
        "asked_by",
    }
)
"""Fields that tell a person nothing, or nothing that the name beside them does not."""
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Sight:
    """A range of unit keys whose changes are read; `kinds` is None where all of them are."""

    low: int
    high: int
    kinds: frozenset[ObjectKind] | None


def sights(actor: Actor) -> list[Sight]:
    """What the caller reads of the trail, role by role: an administrator's reach opens people, units and keys alone."""
    found = []
    for reach in actor.reaches:
        grants = reach.role is not None and Act.AUDIT_READ in GRANTS[reach.role]
        if grants and reach.sees[0] < reach.sees[1]:
            found.append(Sight(*reach.sees, PEOPLE if reach.role is Role.ADMINISTRATOR else None))
    return found


def changed(action: Action, changes: Mapping[str, object]) -> Iterator[tuple[str, object, object]]:
    """Field, before and after, without what is technical or could be a secret, in the order of the names.

    The database keeps pairs for a change, and the whole row for what was added or removed.
    """
    for name in sorted(changes):
        if name in _TECHNICAL or any(word in name for word in _SECRET):
            continue
        value = changes[name]
        if action is Action.UPDATE:
            before, after = value if isinstance(value, list) and len(value) == 2 else (None, value)
        else:
            before, after = (None, value) if action is Action.INSERT else (value, None)
        if before != after:
            yield name, before, after


def told(value: object) -> str | None:
    """A value as text, as it stands in the row; long texts are cut."""
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        text = ", ".join(map(str, value))
    elif isinstance(value, list | dict):
        text = json.dumps(value, ensure_ascii=False)
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
