"""The digest of a day: its rule on a table, the job that gives it once, and what it says live."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from tests import make
from tests.assignments.ground import TODAY, V1, Ground, lay, ok
from tests.conftest import Api, World

from doimoi.access.gate import enter_account
from doimoi.access.rules import Act
from doimoi.assignments.digest import Digest, ToDo, digest
from doimoi.assignments.my_work import WorkAction as A
from doimoi.assignments.my_work import WorkSection as S
from doimoi.assignments.my_work import section_of
from doimoi.assignments.service import digesting
from doimoi.core import jobs
from doimoi.words.notices import day_in_words

DAY = date(2026, 11, 25)


def due(days: int | None, action: A = A.UPDATE) -> ToDo:
    """Work with a deadline so many days from today."""
    day = None if days is None else DAY + timedelta(days=days)
    return ToDo(section_of(day, DAY), action, day)


@pytest.mark.parametrize(
    ("things", "told"),
    [
        ([], Digest()),
        ([due(n) for n in (0, 1, 3, 7)], Digest(due=4)),
        ([due(n) for n in (2, 4, 5, 6, 8, 30)], Digest()),
        ([due(n) for n in (-1, -400)], Digest(overdue=2)),
        ([due(None)], Digest()),
        ([due(3, A.ENTER), due(-2, A.ENTER)], Digest(due=1, overdue=1)),
        ([ToDo(S.RETURNED, A.MEND, DAY - timedelta(days=9))], Digest(returned=1)),
        ([ToDo(S.REVIEW, A.REVIEW, None, 12), ToDo(S.REVIEW, A.ACCEPT, DAY)], Digest(review=13)),
        ([ToDo(S.REVIEW, A.DECIDE, DAY - timedelta(days=1))], Digest(review=1)),
        ([ToDo(S.NEW, A.ACKNOWLEDGE, DAY)], Digest()),
        ([due(1), due(-1), ToDo(S.RETURNED, A.MEND, None), ToDo(S.REVIEW, A.REVIEW, None)], Digest(1, 1, 1, 1)),
    ],
)
def test_what_a_day_brings(things: list[ToDo], told: Digest) -> None:
    assert digest(things, DAY) == told
    assert bool(told) is any((told.due, told.overdue, told.returned, told.review))


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"due": 3, "returned": 1}, "3 việc đến hạn, 1 bị trả lại"),
        ({"due": 0, "overdue": 2, "review": 5}, "2 việc quá hạn, 5 chờ bạn duyệt"),
        ({}, "Hôm nay không có việc nào đến hạn."),
    ],
)
def test_a_day_in_words(counts: dict[str, int], words: str) -> None:
    assert day_in_words(counts) == words


@pytest.mark.parametrize(("at", "cron"), [("07:30", "30 0 * * *"), ("06:05", "5 23 * * *"), ("23:59", "59 16 * * *")])
def test_the_hour_is_the_wards(at: str, cron: str) -> None:
    assert next(job.cron for job in digesting.jobs(at) if job.name == digesting.EVERYBODY) == cron
    assert [job.name for job in digesting.jobs("")] == [digesting.ONE]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture(scope="module")
def ground(world: World) -> Ground:
    """Văn phòng has one thing overdue, one due tomorrow, one in two days; Công an one that waits for acceptance."""
    with time_machine.travel(TODAY, tick=True), world.begin() as db:
        ground = lay(db)
        make.indicator(db, make.plan(db, ground.ward), ground.office, "A2a")
        for days in (-3, 1, 2):
            make.assignment(db, ground.vp, due_on=DAY + timedelta(days=days), state="in_progress")
        make.assignment(db, ground.cap, due_on=DAY, state="submitted", submitted_by=ground.police.account_id)
        return ground


def given(world: World) -> dict[uuid.UUID, Any]:
    """Everybody's digest."""
    with world.begin() as db:
        rows = db.execute(text("select account_id, facts from notice where kind = 'digest'")).all()
    assert len({account for account, _ in rows}) == len(rows)
    return dict(row._tuple() for row in rows)


def run_all(api: Api, world: World) -> int:
    """Do what waits in the queue as the worker does; how many there were."""
    with world.begin() as db:
        waiting = db.execute(text("select args from jobs.procrastinate_jobs where task_name = 'digest_of'")).scalars()
        todo = list(waiting)
    for one in todo:
        digesting.give_one(api.app.state.sessions, **one)
    with api.app.state.sessions() as db, db.begin():
        db.execute(text("delete from jobs.procrastinate_jobs"))
    return len(todo)


def test_everybody_with_work_is_told_once(api: Api, world: World, ground: Ground) -> None:
    sessions = api.app.state.sessions
    digesting.give_everybody(sessions)
    digesting.give_everybody(sessions)  # a second worker, or the same one again
    assert run_all(api, world) > 5
    told = given(world)
    doers = {"due": 1, "overdue": 1, "returned": 0, "review": 0}
    assert {told[who.account_id] == doers for who in (ground.head, ground.officer, ground.colleague)} == {True}
    assert told[ground.leader.account_id] == {"due": 0, "overdue": 0, "returned": 0, "review": 1}
    for who in (ground.supervisor, ground.reader, ground.administrator, ground.stranger, ground.member):
        assert who.account_id not in told
    digesting.give_everybody(sessions)  # once more the same day: who has theirs is not asked for again
    for account in told:
        digesting.give_one(sessions, str(account), DAY.isoformat())
    run_all(api, world)
    assert given(world) == told


def test_a_day_that_is_over_is_not_told(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        db.execute(text("delete from notice"))
    digesting.give_one(api.app.state.sessions, str(ground.officer.account_id), "2026-11-24")
    assert given(world) == {}


def test_arguments_of_jobs_are_ids_and_days_alone(api: Api, world: World, ground: Ground) -> None:
    digesting.give_everybody(api.app.state.sessions)
    with world.begin() as db:
        every = list(db.execute(text("select args from jobs.procrastinate_jobs")).scalars())
    assert every
    for args in every:
        assert set(args) == {"account", "day"} and uuid.UUID(args["account"]) and args["day"] == DAY.isoformat()
    run_all(api, world)


def test_what_is_told_live_is_what_the_day_brings(api: Api, ground: Ground) -> None:
    seen = ok(api.as_(ground.officer).get(f"{V1}/notices/digest"))
    assert (seen["day"], seen["due"], seen["overdue"], seen["text"]) == (
        "2026-11-25",
        1,
        1,
        "1 việc quá hạn, 1 việc đến hạn",
    )
    assert [item["days_left"] for item in seen["items"]] == [-3, 1]
    assert ok(api.as_(ground.member).get(f"{V1}/notices/digest"))["items"] == []
    assert api.as_(ground.administrator).get(f"{V1}/notices/digest").status_code == 403


def test_a_job_reads_as_the_person_and_writes_nothing(api: Api, ground: Ground) -> None:
    with api.app.state.sessions() as db, db.begin():
        actor = enter_account(db, ground.member.account_id, Act.ASSIGNMENT_READ)
        assert actor is not None and actor.id == ground.member.account_id
        assert db.scalar(text("select count(*) from assignment")) == 0
    with pytest.raises(DBAPIError, match="read-only"), api.app.state.sessions() as db, db.begin():
        enter_account(db, ground.officer.account_id, Act.ASSIGNMENT_READ)
        db.execute(text("update notice set read_at = now()"))


def test_who_entered_becomes_nobody_else(api: Api, ground: Ground) -> None:
    with pytest.raises(DBAPIError, match="has been entered"), api.app.state.sessions() as db, db.begin():
        _enter(db, ground.officer)
        enter_account(db, ground.leader.account_id, Act.ASSIGNMENT_READ)


def _enter(db: Session, who: make.Person) -> None:
    db.execute(text("select * from doimoi.enter_person(:s, '{officer}', true, 'sql')"), {"s": who.sign_in_id})


def test_nobody_is_entered_for_who_is_shut_out(api: Api, world: World, ground: Ground) -> None:
    with world.begin() as db:
        shut = make.person(db, ground.vp)
        db.execute(text("update account set active = false where id = :a"), {"a": shut.account_id})
    with api.app.state.sessions() as db, db.begin():
        assert enter_account(db, shut.account_id, Act.ASSIGNMENT_READ) is None
    digesting.give_one(api.app.state.sessions, str(shut.account_id), DAY.isoformat())


def test_the_queue_is_told_of(world: World) -> None:
    with world.begin() as db:
        assert jobs.standing(db.connection()) == jobs.Waiting(0, 0, 0, 0)
