"""The decisions of the directory, without a database."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from doimoi.access.rules import Actor, GrantBeyondReach, Reach, Role, RoleNotHere, check_home
from doimoi.directory import rules

TODAY = date(2026, 7, 1)
WARD = 31 * 10**13 + 11602 * 10**8


@pytest.mark.parametrize(
    ("parent", "code", "level"),
    [
        ("city", "11602", "ward"),
        ("city", "SKHCN", "agency"),
        ("agency", "VP", "unit"),
        ("ward", "VHXH", "unit"),
        ("ward", "TDP-03", "unit"),
        ("unit", "TCN-03", "team"),
    ],
)
def test_a_level_follows_from_the_parent(parent: str, code: str, level: str) -> None:
    assert rules.level_below(parent, code) == level


@pytest.mark.parametrize("code", ["vhxh", "VHXH-1", "TDP_03", "11602", "1602", "A", "TDP-03-04", "VH XH"])
def test_a_unit_of_a_ward_has_a_code_in_capitals(code: str) -> None:
    with pytest.raises(rules.UnitCodeInvalid):
        rules.level_below("ward", code)


def test_nothing_stands_below_a_team() -> None:
    with pytest.raises(rules.NoUnitBelow):
        rules.level_below("team", "TCN-01")


HOMES = {
    Role.LEADER: {"city", "ward"},
    Role.COORDINATOR: {"unit"},
    Role.HEAD: {"agency", "unit", "team"},
    Role.OFFICER: {"agency", "unit", "team"},
    Role.CONTRIBUTOR: {"unit", "team"},
    Role.SUPERVISOR: {"unit"},
    Role.READER: {"city", "agency"},
    Role.ADMINISTRATOR: {"city", "agency", "ward", "unit"},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_its_levels(role: Role) -> None:
    for level in ("city", "agency", "ward", "unit", "team"):
        if level in HOMES[role]:
            check_home(role, level)
        else:
            with pytest.raises(RoleNotHere):
                check_home(role, level)


def test_a_reach_of_the_whole_ward_is_given_only_by_who_acts_for_it() -> None:
    own = (WARD + 1000, WARD + 2000)
    narrow = Actor(uuid.uuid4(), "n", "person", (Reach(Role.ADMINISTRATOR, own[0], own, own),), frozenset())
    whole = (WARD, WARD + 10**8)
    wide = Actor(uuid.uuid4(), "w", "person", (Reach(Role.ADMINISTRATOR, WARD, whole, whole),), frozenset())
    for role in (Role.COORDINATOR, Role.SUPERVISOR):
        rules.check_grant(wide, role, "unit", own[0])
        with pytest.raises(GrantBeyondReach):
            rules.check_grant(narrow, role, "unit", own[0])
    rules.check_grant(narrow, Role.HEAD, "unit", own[0])


def test_a_role_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    day = timedelta(days=1)
    assert rules.in_force(TODAY, None, TODAY)
    assert not rules.in_force(TODAY + day, None, TODAY)
    assert rules.in_force(TODAY - day, TODAY + day, TODAY)
    assert not rules.in_force(TODAY - day, TODAY, TODAY)


def test_ending_something_today_never_ends_before_it_began() -> None:
    assert rules.last_day_out(date(2026, 1, 1), TODAY, shortest=0) == TODAY
    assert rules.last_day_out(date(2026, 9, 1), TODAY, shortest=0) == date(2026, 9, 1)
    assert rules.last_day_out(TODAY, TODAY, shortest=1) == date(2026, 7, 2)


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (365, True), (366, False)])
def test_a_key_lives_at_most_a_year(days: int, good: bool) -> None:
    last = TODAY + timedelta(days=days)
    if good:
        rules.check_expiry(last, TODAY)
    else:
        with pytest.raises(rules.KeyExpiryOutOfRange):
            rules.check_expiry(last, TODAY)


def test_a_revoked_key_is_revoked_even_when_it_ran_out() -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert rules.key_state(None, now + hour, now) == "active"
    assert rules.key_state(None, now, now) == "expired"
    assert rules.key_state(now, now - hour, now) == "revoked"
