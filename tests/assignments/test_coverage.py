"""Whether the plan is covered: the pure question, and the packaged plan through HTTP."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import delete, select
from tests import make
from tests.assignments.ground import TODAY, V1, at, match, ok
from tests.conftest import Api, World

from doimoi.access.models import Unit
from doimoi.access.rules import Role
from doimoi.assignments import loading as assignments
from doimoi.assignments.coverage import coverage
from doimoi.assignments.loading import TaskLeadMissing
from doimoi.assignments.models import Assignment, AssignmentUnit
from doimoi.directory import units_file
from doimoi.indicators import loading as indicators
from doimoi.plan import loading, parts
from doimoi.plan.models import Plan
from doimoi.plan.parts import PlanDocument
from doimoi.running.first import FIRST_HALF_ENDS, ISSUED_ON

People = dict[str, make.Person]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(scope="module")
def people(world: World) -> People:
    """The packaged plan, and people of its ward."""
    with time_machine.travel(TODAY, tick=True), world.begin() as db:
        document, text = parts.read()
        units_file.load(db)
        plan, _ = loading.load(db, document, text, ISSUED_ON, FIRST_HALF_ENDS)
        indicators.load(db, plan, document)
        changes = assignments.load(db, plan, document)
        assert {(c.what, c.how) for c in changes} == {("assignment", "added")} and len(changes) == 48
        ward = make.unit_of(db, "11602")
        return {
            "leader": make.person(db, ward, Role.LEADER),
            "coordinator": make.person(db, make.unit_of(db, "11602:VHXH"), Role.COORDINATOR),
            "head": make.person(db, make.unit_of(db, "11602:VP"), Role.HEAD),
            "youth": make.person(db, make.unit_of(db, "11602:DTN"), Role.OFFICER),
        }


def test_a_clause_is_covered_by_an_indicator_an_assignment_or_a_reason() -> None:
    clauses = [("a", "target"), ("b", "task"), ("c", "duty"), ("d", "task"), ("e", "heading")]
    lines = coverage(clauses, [("a", "A1")], [("b", "NV1"), ("b", "NV2")], {"c": "Việc của thành phố"})
    assert [(line.clause, line.missing) for line in lines] == [("a", False), ("b", False), ("c", False), ("d", True)]
    assert lines[1].assignments == ("NV1", "NV2") and lines[2].reason == "Việc của thành phố"


def test_every_clause_of_the_plan_that_demands_work_is_covered(api: Api, people: People) -> None:
    covered = ok(api.as_(people["leader"]).get(f"{V1}/plans/KH-DMST-11602-2026/coverage"))
    assert (covered["demanding"], covered["missing"]) == (26 + 18 + 30, 0)
    assert api.as_(people["head"]).get(f"{V1}/plans/KH-DMST-11602-2026/coverage").status_code == 403


def test_what_is_cancelled_covers_nothing_but_leaves_its_reason(api: Api, people: People) -> None:
    leader = api.as_(people["leader"])
    ok(leader.post(at("TN2.1", "cancellations"), json={"reason": "Gộp vào TN1.1"}, headers=match(1)))
    covered = ok(leader.get(f"{V1}/plans/KH-DMST-11602-2026/coverage"))
    (line,) = [line for line in covered["lines"] if line["clause"]["code"] == "VII.2.1"]
    assert (line["assignments"], line["reason"], covered["missing"]) == ([], "Gộp vào TN1.1", 0)


def test_the_tasks_and_duties_of_the_plan(api: Api, people: People) -> None:
    leader = api.as_(people["leader"])
    listed = ok(leader.get(f"{V1}/assignments?limit=100"))["data"]
    assert [row["code"] for row in listed][:4] == ["NV1.1", "NV1.2", "NV1.3", "NV2.1"]
    assert len(listed) == 48 and {row["lead_basis"] for row in listed} == {"stated", "inferred"}
    task = ok(leader.get(at("NV2.3")))
    assert (task["lead"]["code"], [u["code"] for u in task["cooperating"]]) == ("11602:DTN", ["11602:KTHTDT"])
    assert [i["code"] for i in task["indicators"]][:1] == ["B4"] and task["clause"]["code"] == "V.2.3"
    report = ok(leader.get(at("TN1.2")))
    assert (report["deadline"]["every"], report["deadline"]["due_on"]) == ("half_year", "2026-12-14")
    youth = ok(leader.get(at("TN4.2")))
    assert (youth["manner"], youth["lead"]["code"]) == ("asked", "11602:LHPN")
    assert [u["unit"]["code"] for u in youth["units"]] == ["11602:LHPN", "11602:DTN"]
    assert ok(api.as_(people["youth"]).get(at("TN4.2")))["code"] == "TN4.2"
    nobody = ok(leader.get(at("TN7.1")))
    assert (nobody["manner"], nobody["lead"]["code"], nobody["lead_basis"]) == ("direct", "11602:VHXH", "inferred")


def load(world: World, document: PlanDocument) -> list[tuple[str, str]]:
    """Load the assignments of a document; what changed."""
    with world.begin() as db:
        changes = assignments.load(db, db.scalars(select(Plan)).one(), document)
        return [(change.code, change.how) for change in changes]


@pytest.mark.usefixtures("people")
def test_loading_again_changes_nothing_and_keeps_what_people_decided(api: Api, world: World, people: People) -> None:
    document, _ = parts.read()
    before = world.scalar("select count(*) from audit")
    assert load(world, document) == [] and world.scalar("select count(*) from audit") == before
    change = {"title": "Sao lưu hằng tuần", "deadline": {"kind": "dated", "on": "2026-12-31"}, "lead": "CAP"}
    ok(api.as_(people["coordinator"]).patch(at("NV4.3"), json={**change, "cooperating": []}, headers=match(1)))
    assert load(world, document) == []
    kept = ok(api.as_(people["leader"]).get(at("NV4.3")))
    assert (kept["title"], kept["lead"]["code"], kept["lead_basis"]) == ("Sao lưu hằng tuần", "11602:CAP", "given")


@pytest.mark.usefixtures("people")
def test_what_has_begun_is_never_dropped(api: Api, world: World, people: People) -> None:
    document, _ = parts.read()
    ok(api.as_(people["coordinator"]).post(at("NV2.5", "progress"), json={"text": "Đã có kế hoạch"}))
    fewer = document.model_copy(update={"tasks": [t for t in document.tasks if t.code not in ("NV2.5", "NV5.1")]})
    assert load(world, fewer) == [("NV2.5", "kept"), ("NV5.1", "removed")]
    assert load(world, document) == [("NV5.1", "added")]


@pytest.mark.usefixtures("people")
def test_neighbourhoods_that_were_added_are_named(world: World) -> None:
    document, _ = parts.read()
    with world.begin() as db:
        ward = make.unit_of(db, "11602")
        make.unit(db, "TDP-01", ward)
        row = db.scalars(select(Assignment).where(Assignment.code == "TN7.2")).one()
        db.execute(delete(AssignmentUnit).where(AssignmentUnit.assignment_id == row.id))
        db.delete(row)
    assert load(world, document) == [("TN7.2", "added")]
    with world.begin() as db:
        row = db.scalars(select(Assignment).where(Assignment.code == "TN7.2")).one()
        units = db.scalars(
            select(Unit.code)
            .join(AssignmentUnit, AssignmentUnit.unit_id == Unit.id)
            .where(AssignmentUnit.assignment_id == row.id)
        )
        assert sorted(units) == ["TDP-01", "VHXH"]


@pytest.mark.usefixtures("people")
def test_a_lead_must_be_a_unit_of_the_ward(world: World) -> None:
    document, _ = parts.read()
    task = document.tasks[0].model_copy(update={"lead": "SKHCN", "code": "NV9.9"})
    with pytest.raises(TaskLeadMissing):
        load(world, document.model_copy(update={"tasks": [*document.tasks, task]}))
