"""The digest of a day: as it stands for the caller, and the jobs that give it to everybody in the morning.

One job lists who may have work and takes on one for each of them, so that a failure concerns one person and a restart
goes on where it was. Each reads as that person through row security, in a transaction that cannot write, and a
second one writes the notice, of which the database keeps one a day.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from doimoi.access.gate import enter_account
from doimoi.access.rules import Act, Actor, roles_granting
from doimoi.assignments.digest import ToDo, digest, part_of
from doimoi.assignments.schemas import DigestOut, WorkItemOut
from doimoi.assignments.service.mine import my_work
from doimoi.core import clock
from doimoi.core.jobs import Job, later
from doimoi.notices.service import tell_day
from doimoi.words.notices import day_in_words

EVERYBODY: Final = "digest"
ONE: Final = "digest_of"
ITEMS_MOST: Final = 20
_WORK: Final = sorted({*roles_granting(Act.VALUE_WRITE), *roles_granting(Act.ASSIGNMENT_ACCEPT)})
"""Roles in which something can wait for somebody."""


def live(db: Session, actor: Actor) -> DigestOut:
    """What the caller's day brings, as it stands now."""
    work = my_work(db, actor)
    counts = asdict(digest(map(_as_rule, work.items), work.today))
    told = [item for item in work.items if part_of(_as_rule(item), work.today)]
    return DigestOut(day=work.today, **counts, text=day_in_words(counts), items=told[:ITEMS_MOST])


def _as_rule(item: WorkItemOut) -> ToDo:
    return ToDo(item.section, item.action, item.due_on, item.count)


def give_everybody(sessions: sessionmaker[Session]) -> None:
    """Take on the digest of everybody who may have work and was not given today's."""
    today = clock.today()
    with sessions() as db, db.begin():
        people = db.execute(
            text("select doimoi.people_to_remind(:roles, :day)"), {"roles": _WORK, "day": today}
        ).scalars()
        for account in list(people):
            later(db, ONE, once=f"{ONE}:{account}", account=account, day=today)


def give_one(sessions: sessionmaker[Session], account: str, day: str) -> None:
    """Give one person the digest of a day, if it brings anything and is not over."""
    today, who = clock.today(), uuid.UUID(account)
    if date.fromisoformat(day) != today:
        return
    with sessions() as db, db.begin():
        actor = enter_account(db, who, Act.ASSIGNMENT_READ)
        counts = digest(map(_as_rule, my_work(db, actor).items), today) if actor else None
    if counts:
        with sessions() as db, db.begin():
            tell_day(db, who, today, asdict(counts))


def jobs(at: str) -> Sequence[Job]:
    """The jobs of the digest; `at` is the hour in the ward as `07:30`, or empty for never."""
    if not at:
        return [Job(ONE, give_one)]
    hour, minute = map(int, at.split(":"))
    # The queue counts in UTC; the ward is seven hours ahead all year.
    return [Job(EVERYBODY, give_everybody, f"{minute} {(hour - 7) % 24} * * *"), Job(ONE, give_one)]
