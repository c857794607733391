"""What an integrator gets: approved figures, whole, and nothing else."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import event, select
from tests import make
from tests.conftest import Api, World

from doimoi.access.rules import Role, Scope
from doimoi.core.sheets import cell
from doimoi.indicators.models import Indicator

ADDRESS = "/api/v1/exports/indicator-values"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel("2026-11-25 03:00:00Z", tick=True):
        yield


@pytest.fixture(scope="module")
def keys(world: World) -> dict[str, str]:
    """Keys of the ward, of its city, of a ward next door, and one that may only write."""
    with time_machine.travel("2026-11-25 03:00:00Z", tick=True), world.begin() as db:
        here, next_door = make.ward(db), make.ward(db, "11581")
        centre = make.unit(db, "TTPVHCC", here)
        plan = make.plan(db, here)
        rate, secret = make.indicator(db, plan, centre, "A2a"), make.indicator(db, plan, centre, "A3")
        make.value(db, centre, rate, "2026-H2", (1740, 2980), note="=1+1")
        make.value(db, centre, rate, "2027-H1", (3, 4))
        make.value(db, centre, secret, state="submitted")
        other = make.unit(db, "VHXH", next_door)
        make.value(db, other, make.indicator(db, make.plan(db, next_door), other, "A2a"), "2026-H2", (77, 777))
        return {
            "ward": make.key(db, here, Scope.VALUES_READ),
            "city": make.key(db, make.city(db), Scope.VALUES_READ),
            "stranger": make.key(db, make.ward(db, "11590")),
            "writer": make.key(db, centre, Scope.VALUES_WRITE),
            "person": make.person(db, make.unit(db, "TDP-01", here), Role.CONTRIBUTOR).username,
        }


def _lines(api: Api, key: str, query: str = "") -> list[dict[str, object]]:
    answer = api.as_(key).get(f"{ADDRESS}{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_only_approved_values_of_the_own_ward_come_with_their_provenance(api: Api, keys: dict[str, str]) -> None:
    found = _lines(api, keys["ward"])
    assert [(v["indicator"], v["period"], v["rate"]) for v in found] == [
        ("A2a", "2026-H2", "58.39"),
        ("A2a", "2027-H1", "75"),
    ]
    first = found[0]
    assert (first["numerator"], first["denominator"], first["state"]) == ("1740", "2980", "approved")
    assert (first["approved_by"], first["source"], first["rule_version"]) == ("Trưởng Mẫu", "manual", "standing-2")
    assert first["unit"] == "11602:TTPVHCC" and first["approved_at"] is not None


def test_the_city_gets_all_its_wards_and_a_stranger_nothing(api: Api, keys: dict[str, str]) -> None:
    assert {v["ward"] for v in _lines(api, keys["city"])} == {"11602", "11581"}
    assert [v["numerator"] for v in _lines(api, keys["city"], "?unit=11581")] == ["77"]
    assert _lines(api, keys["stranger"]) == []
    assert api.as_(keys["stranger"]).get(f"{ADDRESS}?unit=11602").status_code == 404
    assert api.as_(keys["writer"]).get(ADDRESS).status_code == 403
    assert api.as_("dmk_nonsense").get(ADDRESS).status_code == 401
    assert api.as_(None).get(ADDRESS).status_code == 401


def test_filters_narrow_and_unknown_ones_are_refused(api: Api, keys: dict[str, str]) -> None:
    assert [v["period"] for v in _lines(api, keys["ward"], "?period=2027-H1&indicator=A2a")] == ["2027-H1"]
    assert _lines(api, keys["ward"], "?indicator=A3") == []
    answer = api.as_(keys["ward"]).get(f"{ADDRESS}?perid=2027-H1")
    assert (answer.status_code, answer.json()["params"]["nearest"]) == (400, "period")
    assert api.as_(keys["ward"]).get(f"{ADDRESS}?period=2027-H7").json()["code"] == "period_code_invalid"


def test_the_sheet_opens_in_excel_and_runs_nothing(api: Api, keys: dict[str, str]) -> None:
    answer = api.as_(keys["ward"]).get(f"{ADDRESS}?format=csv")
    assert answer.content.startswith("\ufeffid;ward;unit;".encode())
    assert 'filename="indicator-values-20261125.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(r["numerator"], r["rate"], r["note"]) for r in rows] == [("1740", "58,39", "'=1+1"), ("3", "75", "")]


def test_cells_are_plain() -> None:
    given = [None, True, Decimal("1234.50"), "@sum", "-1", "a;b", "Đường"]
    assert [cell(value) for value in given] == ["", "1", "1234,50", "'@sum", "'-1", "a;b", "Đường"]


def test_more_values_take_no_more_queries(api: Api, world: World, keys: dict[str, str]) -> None:
    counted: list[str] = []
    engine = api.app.state.engine
    event.listen(engine, "before_cursor_execute", lambda *a: counted.append(a[2]))
    few = len(_lines(api, keys["ward"]))
    first = len(counted)
    with world.begin() as db:
        row = db.scalars(select(Indicator).where(Indicator.code == "A3")).one()
        for n in range(20):
            make.value(db, make.unit(db, f"TRUONG-{n:02}", make.ward(db)), row)
    counted.clear()
    assert len(_lines(api, keys["ward"])) == few + 20
    assert len(counted) == first
