"""Lists, counts, one's own work and the import through HTTP: what each person sees, in a fixed number of queries."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from tests import make
from tests.assignments.ground import TODAY, V1, Ground, at, counted, lay, match, ok, submit
from tests.conftest import Api, World

from doimoi.assignments.models import Assignment, AssignmentUnit
from doimoi.core import clock

HEAD = "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời hạn\tGhi chú\n"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    """The wards, a plan, and assignments of every kind."""
    with time_machine.travel(TODAY, tick=True), world.begin() as db:
        ground = lay(db)
        plan = make.plan(db, ground.ward)
        for number in range(3):
            make.indicator(db, plan, ground.vp, f"A{number}")
        make.assignment(db, ground.vp, due_on=date(2026, 11, 22), code="NV-LATE")
        make.assignment(db, ground.vp, due_on=date(2026, 11, 25), code="NV-TODAY")
        make.assignment(db, ground.vp, ground.cap, due_on=date(2026, 12, 1), code="NV-WEEK", percent=40)
        make.assignment(db, ground.vp, due_on=date(2027, 1, 31), code="NV-NEXT", state="in_progress")
        make.assignment(db, ground.vp, due_on=None, code="NV-NONE", title="Sao lưu dữ liệu định kỳ")
        make.assignment(db, ground.cap, due_on=date(2026, 11, 20), code="NV-CAP")
        make.assignment(db, ground.vp, state="returned", state_reason="Thiếu biên bản", code="NV-BACK")
        make.assignment(db, ground.team, code="NV-TEAM")
        query = select(AssignmentUnit).join(Assignment, Assignment.id == AssignmentUnit.assignment_id)
        answered = db.scalars(query.where(Assignment.code == "NV-NEXT")).one()
        answered.acknowledged_at, answered.acknowledged_by_name = clock.now(), "Người Mẫu"
        make.assignment(db, make.unit_of(db, "11581:VP"), code="NV-FAR")
        return ground


def codes(api: Api, who: make.Person | str, query: str = "") -> list[str]:
    """The codes that somebody is shown."""
    data = ok(api.as_(who).get(f"{V1}/assignments?limit=200&{query}"))["data"]
    return [row["code"] for row in data]


def test_everybody_is_shown_their_own(api: Api, ground: Ground) -> None:
    of_ward = ["NV-LATE", "NV-TODAY", "NV-WEEK", "NV-NEXT", "NV-NONE", "NV-CAP", "NV-BACK", "NV-TEAM"]
    assert codes(api, ground.leader) == codes(api, ground.coordinator) == of_ward
    assert codes(api, ground.officer) == [c for c in of_ward if c != "NV-CAP"]
    assert codes(api, ground.head) == [c for c in of_ward if c != "NV-CAP"]
    assert codes(api, ground.police) == ["NV-WEEK", "NV-CAP"]
    assert codes(api, ground.member) == ["NV-TEAM"]
    assert codes(api, ground.supervisor) == codes(api, ground.reader) == []
    assert codes(api, ground.stranger) == ["NV-FAR"]
    assert codes(api, ground.key) == [c for c in codes(api, ground.officer) if c != "NV-TEAM"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due=overdue", ["NV-LATE", "NV-CAP"]),
        ("due=soon", ["NV-TODAY", "NV-WEEK"]),
        ("due=none", ["NV-NONE"]),
        ("state=returned", ["NV-BACK"]),
        ("unit=CAP", ["NV-WEEK", "NV-CAP"]),
        ("unit=CAP&role=lead", ["NV-CAP"]),
        ("unit=CAP&role=cooperating", ["NV-WEEK"]),
        ("q=sao luu du lieu", ["NV-NONE"]),
        ("group=V.1", []),
        ("unit=VP&role=lead&state=in_progress", ["NV-NEXT"]),
        ("sort=due&state=not_started&unit=VP&role=lead", ["NV-LATE", "NV-TODAY", "NV-WEEK", "NV-TEAM", "NV-NONE"]),
    ],
)
def test_filters(api: Api, ground: Ground, query: str, found: list[str]) -> None:
    assert codes(api, ground.leader, query) == found


def test_pages_neither_repeat_nor_leave_out(api: Api, ground: Ground) -> None:
    leader = api.as_(ground.leader)
    for sort in ("plan", "due"):
        seen, address = [], f"{V1}/assignments?limit=3&sort={sort}"
        while address:
            page = ok(leader.get(address))
            seen += [row["code"] for row in page["data"]]
            address = str(page["next"] or "")
        assert seen == codes(api, ground.leader, f"sort={sort}")


def test_a_filter_that_is_no_filter_is_refused(api: Api, ground: Ground) -> None:
    leader = api.as_(ground.leader)
    assert leader.get(f"{V1}/assignments?status=x").status_code == 400
    assert leader.get(f"{V1}/assignments?state=finished").status_code == 422
    assert leader.get(f"{V1}/assignments?unit=NOBODY").status_code == 404
    assert leader.get(at("NV-FAR")).status_code == leader.get(at("NV-000")).status_code == 404


def test_counts_are_of_what_one_sees(api: Api, ground: Ground) -> None:
    whole = ok(api.as_(ground.leader).get(f"{V1}/assignment-counts"))
    assert (whole["total"], whole["overdue"], whole["soon"]) == (8, 2, 2)
    assert whole["states"]["returned"] == 1 and sum(whole["states"].values()) == 8
    assert ok(api.as_(ground.police).get(f"{V1}/assignment-counts"))["total"] == 2


def test_my_work_is_one_list_most_pressing_first(api: Api, ground: Ground) -> None:
    work = ok(api.as_(ground.officer).get(f"{V1}/my-work"))
    items = [(i["section"], i["action"], i["code"]) for i in work["items"]]
    assert items == [
        ("overdue", "update", "NV-LATE"),
        ("today", "update", "NV-TODAY"),
        ("returned", "mend", "NV-BACK"),
        ("week", "update", "NV-WEEK"),
        ("new", "acknowledge", "NV-NONE"),
        ("later", "enter", "2026-H2"),
    ]
    enter = work["items"][-1]
    assert (enter["count"], enter["done"], enter["period"], enter["unit"]["code"]) == (3, 0, "2026-H2", "11602:VP")
    assert work["items"][2]["note"] == "Thiếu biên bản" and work["next"]["code"] == "NV-NEXT"
    assert (work["counts"]["overdue"], work["period"]["code"]) == (1, "2026-H2")


def test_what_waits_for_a_decision_stands_with_who_decides(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        make.assignment(db, ground.vp, code="NV-SENT", due_on=date(2026, 12, 10))
        asked = make.assignment(db, ground.vp, code="NV-ASK", due_on=date(2026, 12, 10))
        assert asked.version == 1
    officer = api.as_(ground.officer)
    submit(officer, "NV-SENT")
    ok(officer.post(at("NV-ASK", "extensions"), json={"new_due_on": "2026-12-30", "reason": "Chờ máy"}))
    put = officer.put(f"{V1}/indicator-values/by-key/VP/A0/2026-H2", json={"numerator": "1", "denominator": "2"})
    sent = officer.post(f"{V1}/indicator-values/{put.json()['id']}/submissions", headers=match(1))
    assert sent.status_code == 200

    def review(who: make.Person) -> list[tuple[str, str]]:
        items = ok(api.as_(who).get(f"{V1}/my-work"))["items"]
        return [(i["action"], i["code"]) for i in items if i["section"] == "review"]

    assert (
        sorted(review(ground.leader))
        == sorted(review(ground.coordinator))
        == [("accept", "NV-SENT"), ("decide", "NV-ASK")]
    )
    assert review(ground.head) == [("review", "2026-H2")]
    assert review(ground.officer) == review(ground.police) == []
    done = ok(officer.get(f"{V1}/my-work"))["done_this_week"]
    assert [i["code"] for i in done] == ["NV-SENT"]


def test_returned_values_come_back_with_the_reason(api: Api, ground: Ground) -> None:
    officer, head = api.as_(ground.officer), api.as_(ground.head)
    put = officer.put(f"{V1}/indicator-values/by-key/VP/A1/2026-H2", json={"numerator": "1", "denominator": "2"})
    ident = put.json()["id"]
    officer.post(f"{V1}/indicator-values/{ident}/submissions", headers=match(1))
    head.post(f"{V1}/indicator-values/{ident}/returns", headers=match(2), json={"reason": "Không khớp sổ"})
    items = ok(officer.get(f"{V1}/my-work"))["items"]
    (mend,) = [i for i in items if i["kind"] == "values" and i["action"] == "mend"]
    assert (mend["code"], mend["note"], mend["by_name"]) == ("A1", "Không khớp sổ", ground.head.name)


def test_more_rows_take_no_more_queries(api: Api, world: World, ground: Ground) -> None:
    leader, officer = api.as_(ground.leader), api.as_(ground.officer)
    addresses = [(leader, f"{V1}/assignments?limit=200"), (officer, f"{V1}/my-work"), (leader, f"{V1}/my-work")]

    def statements() -> list[int]:
        numbers = []
        for client, address in addresses:
            with counted(api) as seen:
                ok(client.get(address))
            numbers.append(len(seen))
        return numbers

    before = statements()
    with world.begin() as db:
        for number in range(20):
            make.assignment(db, ground.vp, ground.cap, ground.team, code=f"NV-N{number}", due_on=date(2026, 11, 30))
    assert statements() == before
    assert max(before) <= 16


def annex(rows: int) -> str:
    """An annex of so many rows, two of them with a unit that nobody knows."""
    units = ["VP", "P. VHXH", "CA phường", "van phong"]
    lines = [
        f"{n}\tNhiệm vụ phụ lục số {n}\t{units[n % 4]}\t{'Công an' if n % 4 != 2 else ''}\tBáo cáo\tQuý IV/2026\t"
        for n in range(1, rows + 1)
    ]
    lines[4] = "5\tNhiệm vụ phụ lục số 5\tPhòng Lạ\t\tBáo cáo\t31/12/2026\t"
    lines[6] = "7\tNhiệm vụ phụ lục số 7\tVP\tPhòng Quen\tBáo cáo\t31/02/2026\t"
    return HEAD + "\n".join(lines)


def test_an_annex_of_forty_rows_is_pasted_checked_and_created(api: Api, world: World, ground: Ground) -> None:
    coordinator, address = api.as_(ground.coordinator), f"{V1}/assignment-imports"
    text, before = annex(40), world.scalar("select count(*) from assignment")
    seen = ok(coordinator.post(address, json={"text": text}))
    assert (seen["ready"], seen["faulty"], seen["created"]) == (38, 2, 0)
    faults = {r["row"]: [f["fault"] for f in r["faults"]] for r in seen["rows"] if r["faults"]}
    assert faults == {5: ["unit_unknown"], 7: ["unit_unknown", "deadline_unreadable"]}
    refused = coordinator.post(address, json={"text": text, "commit": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "import_faulty")
    assert world.scalar("select count(*) from assignment") == before
    cells = [
        {"row": 5, "column": "lead", "text": "11602:VP"},
        {"row": 7, "column": "cooperating", "text": "CAP"},
        {"row": 7, "column": "deadline", "text": "28/2/2027"},
    ]
    made = ok(coordinator.post(address, json={"text": text, "commit": True, "cells": cells}))
    assert (made["created"], made["faulty"]) == (40, 0)
    assert world.scalar("select count(*) from assignment") == before + 40
    row = ok(coordinator.get(at(str(made["rows"][6]["created"]))))
    assert (row["lead"]["code"], row["cooperating"][0]["code"], row["deadline"]["due_on"], row["source"]) == (
        "11602:VP",
        "11602:CAP",
        "2027-02-28",
        "import",
    )
    again = ok(coordinator.post(address, json={"text": text, "cells": cells}))
    assert again["faulty"] == 40 and again["rows"][0]["faults"][0]["fault"] == "duplicate"


def test_a_long_annex_is_read(api: Api, ground: Ground) -> None:
    text = HEAD + "\n".join(f"{n}\t{'Tuyên truyền ' * 15}{n}\tVP\t\t\t31/12/2026\t" for n in range(400))
    assert len(text) > 80_000
    assert ok(api.as_(ground.coordinator).post(f"{V1}/assignment-imports", json={"text": text}))["ready"] == 400


def test_without_atomic_the_sound_rows_are_taken(api: Api, ground: Ground) -> None:
    coordinator = api.as_(ground.coordinator)
    text = HEAD + "1\tViệc lành\tVP\n2\tViệc hỏng\tPhòng Lạ"
    made = ok(coordinator.post(f"{V1}/assignment-imports", json={"text": text, "commit": True, "atomic": False}))
    assert (made["created"], made["faulty"]) == (1, 1)


def test_a_head_imports_only_for_units_they_direct(api: Api, ground: Ground) -> None:
    text = HEAD + "1\tViệc của tổ\tTổ số hóa\n2\tViệc của công an\tCAP"
    seen = ok(api.as_(ground.head).post(f"{V1}/assignment-imports", json={"text": text}))
    assert [r["state"] for r in seen["rows"]] == ["ready", "faulty"]
    assert api.as_(ground.officer).post(f"{V1}/assignment-imports", json={"text": text}).status_code == 403
