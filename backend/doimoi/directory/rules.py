"""What a directory of units, people and keys allows. Today's date and every fact come in as arguments."""

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from doimoi.access.rules import WARD_ROLES, Act, Actor, GrantBeyondReach, Role, check_home
from doimoi.core.errors import DomainError

INVITATION_MINUTES: Final = 7 * 24 * 60
RESET_MINUTES: Final = 24 * 60
DEVICE_MINUTES: Final = 7 * 24 * 60
MAX_KEY_DAYS: Final = 365
ROTATION_HOURS: Final = 24
"""How long a key still works after it was replaced, so that the tool can be changed over in peace."""

_WARD_CODE: Final = re.compile(r"[0-9]{5}")
_UNIT_CODE: Final = re.compile(r"[A-Z][A-Z0-9]{1,19}(-[0-9]{2,3})?")
_WARD_WIDTH: Final = 100_000_000


class UnitKind(StrEnum):
    """What sort of body a unit is; the level in the tree says how high it stands."""

    CITY = "city"
    WARD = "ward"
    AGENCY = "agency"  # sở, ngành of the city
    LEADERSHIP = "leadership"  # UBND, Thường trực Đảng ủy - HĐND
    OFFICE = "office"  # phòng, văn phòng
    CENTRE = "centre"  # trung tâm, đơn vị sự nghiệp
    FORCE = "force"  # công an
    FRONT = "front"  # MTTQ và đoàn thể
    SCHOOL = "school"
    NEIGHBOURHOOD = "neighbourhood"  # tổ dân phố
    TEAM = "team"  # tổ công nghệ số cộng đồng and other working teams
    OTHER = "other"


class Way(StrEnum):
    """How somebody who is invited comes in: with a password of their own, or by a card that lets one phone in."""

    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    DEVICE = "device"


class KeyState(StrEnum):
    """Whether an API key still opens anything."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


class NoUnitBelow(DomainError):
    """A unit of the lowest level has none below it."""

    status, code = 422, "no_unit_below"


class UnitCodeInvalid(DomainError):
    """The code is not of the form that units at this place have."""

    status, code = 422, "unit_code_invalid"


class NoRoomBelow(DomainError):
    """Every place below this unit has been given out; places are never given twice."""

    status, code = 409, "no_room_below"


class UnitClosed(DomainError):
    """The unit is no longer in force."""

    status, code = 409, "unit_closed"


class RolesStillHeld(DomainError):
    """`count` roles are still held in the unit."""

    status, code = 409, "roles_still_held"


class UnitsBelowOpen(DomainError):
    """`count` units below are still in force."""

    status, code = 409, "units_below_open"


class PersonInactive(DomainError):
    """The account is deactivated, so that a link for it would open nothing."""

    status, code = 409, "person_inactive"


class DeviceForContributors(DomainError):
    """A card lets a phone in without a password: only for somebody who contributes and holds no other role."""

    status, code = 409, "device_for_contributors"


class HandoverToSelf(DomainError):
    """Work is handed over to somebody else."""

    status, code = 422, "handover_to_self"


class NothingToHandOver(DomainError):
    """The person holds no role."""

    status, code = 409, "nothing_to_hand_over"


class KeyNotInUse(DomainError):
    """The key ran out, was revoked or was replaced already."""

    status, code = 409, "key_not_in_use"


class KeyExpiryOutOfRange(DomainError):
    """A key lives from today on and at most `limit` days."""

    status, code = 422, "key_expiry_out_of_range"


def level_below(parent_level: str, code: str) -> str:
    """The level of a new unit: city > ward (five digits) or agency > unit > team.

    Raises `NoUnitBelow` under a team, `UnitCodeInvalid` when the code has not the form of its place.
    """
    if parent_level == "team":
        raise NoUnitBelow(pointer="/parent")
    if parent_level == "city" and _WARD_CODE.fullmatch(code):
        return "ward"
    if not _UNIT_CODE.fullmatch(code):
        raise UnitCodeInvalid(pointer="/code", unit_code=code)
    return {"city": "agency", "unit": "team"}.get(parent_level, "unit")


def in_force(valid_from: date, valid_to: date | None, today: date) -> bool:
    """Whether something dated holds today; the last day is `valid_to` less one."""
    return valid_from <= today and (valid_to is None or valid_to > today)


def last_day_out(valid_from: date, today: date, *, shortest: int) -> date:
    """The `valid_to` that ends something today, at the earliest `shortest` days after it began."""
    return max(today, valid_from + timedelta(days=shortest))


def check_grant(actor: Actor, role: Role, unit_level: str, unit_key: int) -> None:
    """Raise `RoleNotHere` when the unit has no such role, `GrantBeyondReach` when it is wider than the giver's own."""
    check_home(role, unit_level)
    if role in WARD_ROLES and not actor.may(Act.PERSON_MANAGE, unit_key - unit_key % _WARD_WIDTH):
        raise GrantBeyondReach(pointer="/role", role=role.value)


def key_state(revoked_at: datetime | None, expires_at: datetime, now: datetime) -> KeyState:
    """Whether a key is in use, ran out or was revoked."""
    if revoked_at is not None:
        return KeyState.REVOKED
    return KeyState.ACTIVE if expires_at > now else KeyState.EXPIRED


def check_way(way: Way, role: Role) -> None:
    """Raise `DeviceForContributors` when somebody with this role may not come in by a card."""
    if way is Way.DEVICE and role is not Role.CONTRIBUTOR:
        raise DeviceForContributors(pointer="/way")


def check_expiry(expires_on: date, today: date) -> None:
    """Raise `KeyExpiryOutOfRange` unless the last day of a key is today or within a year."""
    if not today <= expires_on <= today + timedelta(days=MAX_KEY_DAYS):
        raise KeyExpiryOutOfRange(pointer="/expires_on", limit=MAX_KEY_DAYS)
