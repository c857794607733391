"""Units, people and keys of tools: what the ward's administrator looks after."""

import hashlib
import uuid
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from pydantic import BaseModel

from doimoi.access.gate import Caller, Db, Version, may
from doimoi.access.models import Account, ApiKey, Unit
from doimoi.access.rules import Act
from doimoi.access.units import unit_by_code
from doimoi.core.db import find
from doimoi.core.doors import doors, problems
from doimoi.core.idempotency import show_once
from doimoi.core.paging import Listed, Page, Paged
from doimoi.directory.rules import Way
from doimoi.directory.schemas import (
    DeviceOut,
    HandoverIn,
    HandoverOut,
    InvitedOut,
    InviteIn,
    KeyIn,
    KeyMadeOut,
    KeyOut,
    LinkWayIn,
    MembershipIn,
    MembershipOut,
    OneTimeLinkOut,
    PersonNameIn,
    PersonOut,
    ReasonIn,
    RotationIn,
    UnitIn,
    UnitNameIn,
    UnitOut,
    WhyIn,
)
from doimoi.directory.service import devices, handover, keys, people, units
from doimoi.directory.shown import WITH_ROLES, keys_out, membership_out, people_out, units_out

router = doors("directory")
UnitCode = Annotated[str, Path(max_length=60, pattern=r"^[0-9A-Za-z:._-]+$")]
AtUnit = Annotated[str | None, Query(max_length=60, pattern=r"^[0-9A-Za-z:._-]+$", description="A unit's code.")]
Search = Annotated[str | None, Query(max_length=100, description="Part of a name or code, marks not needed.")]


def _door(act: Act, *statuses: int) -> dict[str, Any]:
    return {"dependencies": [may(act)], "responses": problems(401, 403, *statuses)}


def _tagged(response: Response, version: int, out: BaseModel) -> None:
    """An ETag that begins with the version, for If-Match, and changes with anything shown, for If-None-Match."""
    digest = hashlib.sha256(out.model_dump_json().encode()).hexdigest()[:12]
    response.headers["ETag"] = f'"{version}-{digest}"'


def _unit(db: Db, caller: Caller, response: Response, unit: Unit) -> UnitOut:
    out = units_out(db, caller, [unit])[0]
    _tagged(response, out.version, out)
    return out


def _person(db: Db, response: Response, account: Account) -> PersonOut:
    out = people_out(db, [account])[0]
    _tagged(response, out.version, out)
    return out


def _link_out(request: Request, link: people.Link) -> dict[str, Any]:
    """The link as an address; the token stands behind # so that no server log on the way ever holds it."""
    show_once(request, "link")
    address = f"{request.app.state.settings.origin}/loi-moi#token={link.token}"
    return {"kind": link.kind, "link": address, "expires_at": link.expires_at}


@router.get("/units", operation_id="list_units", **_door(Act.UNIT_READ, 404, 422))
def list_units(
    db: Db,
    caller: Caller,
    paging: Paged,
    q: Search = None,
    under: Annotated[
        str | None,
        Query(max_length=60, pattern=r"^[0-9A-Za-z:._-]+$", description="Only this unit and what is below it."),
    ] = None,
    closed: Annotated[bool, Query(description="Also units that have ended.")] = False,
) -> Listed[UnitOut]:
    """Units in the order of the tree, each before those below it."""
    top = unit_by_code(db, under) if under is not None else None
    rows, following = paging.page(db, units.listed(top, q, closed), Unit.key)
    return Listed(data=units_out(db, caller, rows), next=following, page=Page(limit=paging.limit))


@router.get("/units/{code}", operation_id="get_unit", **_door(Act.UNIT_READ, 404, 422))
def get_unit(db: Db, caller: Caller, response: Response, code: UnitCode) -> UnitOut:
    """One unit."""
    return _unit(db, caller, response, unit_by_code(db, code))


@router.post("/units", status_code=201, operation_id="create_unit", **_door(Act.UNIT_MANAGE, 404, 409, 422))
def create_unit(db: Db, caller: Caller, response: Response, given: UnitIn) -> UnitOut:
    """A new unit below one that the caller looks after. Its level follows from the parent's: ward, unit, team."""
    unit = units.create(db, caller, given)
    response.headers["Location"] = f"/api/v1/units/{unit.full_code}"
    return _unit(db, caller, response, unit)


@router.patch("/units/{code}", operation_id="rename_unit", **_door(Act.UNIT_MANAGE, 404, 412, 422, 428))
def rename_unit(
    db: Db, caller: Caller, response: Response, code: UnitCode, version: Version, given: UnitNameIn
) -> UnitOut:
    """Change the names of a unit; its code never changes."""
    return _unit(db, caller, response, units.rename(db, code, given, version))


@router.post("/units/{code}/closings", operation_id="close_unit", **_door(Act.UNIT_MANAGE, 404, 409, 412, 422, 428))
def close_unit(
    db: Db, caller: Caller, response: Response, code: UnitCode, version: Version, given: ReasonIn
) -> UnitOut:
    """End a unit from today on. Refused while people hold roles in it or units below it are in force."""
    return _unit(db, caller, response, units.close(db, code, given.reason, version))


@router.get("/people", operation_id="list_people", **_door(Act.PERSON_READ, 404, 422))
def list_people(
    db: Db,
    paging: Paged,
    q: Search = None,
    unit: AtUnit = None,
    active: Annotated[bool | None, Query(description="Only people who can sign in, or only the others.")] = None,
) -> Listed[PersonOut]:
    """People by name with their roles. `unit` keeps those with a role in that unit or below it."""
    top = unit_by_code(db, unit) if unit is not None else None
    query = people.listed(top, q, active).options(WITH_ROLES)
    rows, following = paging.page(db, query, Account.search_key, Account.id)
    return Listed(data=people_out(db, rows), next=following, page=Page(limit=paging.limit))


@router.get("/people/{person_id}", operation_id="get_person", **_door(Act.PERSON_READ, 404, 422))
def get_person(db: Db, response: Response, person_id: uuid.UUID) -> PersonOut:
    """One person with all roles."""
    return _person(db, response, find(db, Account, person_id))


@router.post("/people", status_code=201, operation_id="invite_person", **_door(Act.PERSON_MANAGE, 404, 409, 422))
def invite_person(db: Db, caller: Caller, request: Request, response: Response, given: InviteIn) -> InvitedOut:
    """Invite somebody: an account, a first role, and a link to hand over. It works once, for seven days."""
    account, link = people.invite(db, caller, given)
    response.headers["Location"] = f"/api/v1/people/{account.id}"
    return InvitedOut(person=_person(db, response, account), **_link_out(request, link))


@router.patch("/people/{person_id}", operation_id="rename_person", **_door(Act.PERSON_MANAGE, 404, 412, 422, 428))
def rename_person(db: Db, response: Response, person_id: uuid.UUID, version: Version, given: PersonNameIn) -> PersonOut:
    """Change the name under which a person is shown."""
    return _person(db, response, people.rename(db, person_id, given.display_name, version))


@router.post(
    "/people/{person_id}/links",
    status_code=201,
    operation_id="create_link",
    **_door(Act.PERSON_MANAGE, 404, 409, 422),
)
def create_link(db: Db, request: Request, person_id: uuid.UUID, given: LinkWayIn | None = None) -> OneTimeLinkOut:
    """A new one-time link: an invitation (seven days) until a password was chosen, then a reset (one day).

    `way: device` makes a card instead, that lets a contributor's phone in for 30 days without a password. Links made
    before open nothing any more.
    """
    way = given.way if given else Way.PASSWORD
    return OneTimeLinkOut(**_link_out(request, people.make_link(db, person_id, way)))


@router.get("/people/{person_id}/devices", operation_id="list_devices", **_door(Act.PERSON_READ, 404, 422))
def list_devices(db: Db, person_id: uuid.UUID) -> Listed[DeviceOut]:
    """The phones of a contributor that are signed in by a card."""
    return Listed(data=devices.listed(db, person_id), page=Page(limit=100))


@router.delete(
    "/people/{person_id}/devices/{device_id}",
    status_code=204,
    operation_id="end_device",
    **_door(Act.PERSON_MANAGE, 404, 422),
)
def end_device(db: Db, person_id: uuid.UUID, device_id: uuid.UUID) -> None:
    """Take a phone's sign-in back: its next call is refused."""
    devices.end(db, person_id, device_id)


@router.post(
    "/people/{person_id}/handovers",
    operation_id="hand_over_work",
    **_door(Act.PERSON_MANAGE, 404, 409, 422),
)
def hand_over_work(db: Db, caller: Caller, person_id: uuid.UUID, given: HandoverIn) -> HandoverOut:
    """Give all roles of a person to another one from today on. What was entered, drafts too, stays as it is."""
    done = handover.hand_over(db, caller, person_id, given.to, given.reason)
    db.refresh(done.to, ["memberships"])
    return HandoverOut(given=done.given, ended=done.ended, to=people_out(db, [done.to])[0])


@router.post(
    "/people/{person_id}/memberships",
    status_code=201,
    operation_id="add_membership",
    **_door(Act.PERSON_MANAGE, 404, 409, 422),
)
def add_membership(db: Db, caller: Caller, person_id: uuid.UUID, given: MembershipIn) -> MembershipOut:
    """Give a further role. Nobody gives a reach that is wider than their own."""
    membership = people.add_membership(db, caller, person_id, given)
    return membership_out(membership, find(db, Unit, membership.unit_id))


@router.delete(
    "/people/{person_id}/memberships/{membership_id}",
    status_code=204,
    operation_id="end_membership",
    **_door(Act.PERSON_MANAGE, 404, 409, 422),
)
def end_membership(db: Db, person_id: uuid.UUID, membership_id: uuid.UUID) -> None:
    """End a role from today on; the person's next call is without it. It stays written with its dates."""
    people.end_membership(db, person_id, membership_id)


@router.post(
    "/people/{person_id}/deactivations",
    operation_id="deactivate_person",
    **_door(Act.PERSON_MANAGE, 404, 409, 412, 422, 428),
)
def deactivate_person(
    db: Db, response: Response, person_id: uuid.UUID, version: Version, given: WhyIn | None = None
) -> PersonOut:
    """Shut an account: sign-ins and links end at once. A ward keeps at least one administrator who can sign in."""
    return _person(db, response, people.deactivate(db, person_id, version, given.reason if given else None))


@router.post(
    "/people/{person_id}/activations",
    operation_id="activate_person",
    **_door(Act.PERSON_MANAGE, 404, 412, 422, 428),
)
def activate_person(
    db: Db, response: Response, person_id: uuid.UUID, version: Version, given: WhyIn | None = None
) -> PersonOut:
    """Let a person in again with the roles that still hold; earlier sign-ins do not come back."""
    return _person(db, response, people.activate(db, person_id, version, given.reason if given else None))


@router.get("/api-keys", operation_id="list_api_keys", **_door(Act.KEY_READ, 404, 422))
def list_api_keys(db: Db, paging: Paged, unit: AtUnit = None) -> Listed[KeyOut]:
    """Keys of tools, oldest first, those that no longer work too."""
    top = unit_by_code(db, unit) if unit is not None else None
    rows, following = paging.page(db, keys.listed(top), ApiKey.id)
    return Listed(data=keys_out(db, rows), next=following, page=Page(limit=paging.limit))


@router.post("/api-keys", status_code=201, operation_id="create_api_key", **_door(Act.KEY_MANAGE, 404, 409, 422))
def create_api_key(db: Db, caller: Caller, request: Request, given: KeyIn) -> KeyMadeOut:
    """A new key for a unit's tool. The answer alone holds its secret."""
    key, secret = keys.create(db, caller, given)
    show_once(request, "secret")
    return KeyMadeOut(**dict(keys_out(db, [key])[0]), secret=secret)


@router.post(
    "/api-keys/{key_id}/rotations",
    status_code=201,
    operation_id="rotate_api_key",
    **_door(Act.KEY_MANAGE, 404, 409, 422),
)
def rotate_api_key(
    db: Db, caller: Caller, request: Request, key_id: uuid.UUID, given: RotationIn | None = None
) -> KeyMadeOut:
    """A new key in the place of this one, for the same unit and scopes. The old one works for 24 hours more at most.

    The answer alone holds the new secret. Revoke the old key to end it at once.
    """
    key, secret = keys.rotate(db, caller, key_id, given.expires_on if given else None)
    show_once(request, "secret")
    return KeyMadeOut(**dict(keys_out(db, [key])[0]), secret=secret)


@router.delete("/api-keys/{key_id}", status_code=204, operation_id="revoke_api_key", **_door(Act.KEY_MANAGE, 404, 422))
def revoke_api_key(db: Db, key_id: uuid.UUID) -> None:
    """Take a key back: its next call is refused. Revoking it again changes nothing."""
    keys.revoke(db, key_id)
