"""Two wards of one city and a ward of another, with every kind of caller at home in the first: the ground of sweeps.

Everything that belongs to strangers carries a canary in its texts, so that a leak is found by searching for it.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import time_machine
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from tests import make
from tests.conftest import Api, World
from tests.surveys.ground import answers, new_round

from doimoi.access import tokens
from doimoi.access.models import Account, ApiKey, Membership, SignIn, Unit
from doimoi.access.rules import Role, Scope
from doimoi.assignments.models import Assignment, AssignmentDifficulty, AssignmentExtension
from doimoi.core import clock
from doimoi.indicators.models import (
    Indicator,
    IndicatorComment,
    IndicatorValue,
    ValueEvent,
    ValueEvidence,
    ValueVersion,
)
from doimoi.notices.models import Notice
from doimoi.plan.models import Clause, Period, Plan

TODAY: Final = "2026-11-25 03:00:00Z"
PERIOD: Final = "2026-H2"
NEAR: Final = "CHIMGANXQZJ"
FAR_OFF: Final = "CHIMXAXQZJ"
"""What the texts of the ward next door and of the other city carry. The city's reader alone may meet the first."""
HOME_WARD: Final = "11602"
CENTRE: Final = "11602:TTPVHCC"
FAR: Final = "11603:VP"
MISSING: Final = "11602:KHONGCO"

RELATIONS: Final = ("own", "child", "parent", "sibling", "stranger")
KIN: Final[dict[str, tuple[str | None, ...]]] = {
    "leader": (HOME_WARD, CENTRE, "31", "11603", FAR),
    "coordinator": ("11602:VHXH", "11602:TCN-02", HOME_WARD, CENTRE, FAR),
    "head": (CENTRE, "11602:TCN-01", HOME_WARD, "11602:VHXH", FAR),
    "officer": (CENTRE, "11602:TCN-01", HOME_WARD, "11602:VHXH", FAR),
    "contributor": (CENTRE, "11602:TCN-01", HOME_WARD, "11602:VHXH", FAR),
    "supervisor": ("11602:MTTQ", "11602:TCN-03", HOME_WARD, CENTRE, FAR),
    "reader": ("31", CENTRE, None, "01", "00001:VP"),
    "administrator": (HOME_WARD, CENTRE, "31", "11603", FAR),
    "key_read": (CENTRE, "11602:TCN-01", HOME_WARD, "11602:VHXH", FAR),
    "key_write": (CENTRE, "11602:TCN-01", HOME_WARD, "11602:VHXH", FAR),
}
"""Where each caller is at home, and the unit that stands in each relation to that home."""
COLUMNS: Final = tuple(KIN)
NOBODIES: Final = ("anonymous", "deactivated", "ended")
"""Callers whom (nearly) every door refuses: no credential, an account that was shut, a role that ended."""
FIXED: Final = {"A1": "approved", "A2": "draft", "A4": "submitted"}
"""The indicators whose values stand still in every unit, with their states; A3 is where tests write."""


def canary(code: str) -> str:
    """What the texts of a unit carry."""
    return NEAR if code.startswith("11603") else FAR_OFF if code.startswith("0") else "mẫu"


@contextmanager
def that_day() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with time_machine.travel(TODAY, tick=True):
        yield


@dataclass
class Ground:
    """The rows that sweeps ask for, and the means to make fresh ones."""

    api: Api
    world: World
    people: dict[str, make.Person]
    keys: dict[str, str]
    key_ids: dict[str, uuid.UUID]
    ids: dict[tuple[str, str], uuid.UUID]  # (unit, indicator) -> value that stands still
    plans: dict[str, str]  # ward -> code of its plan
    residents: dict[str, uuid.UUID]  # unit -> somebody's account there

    def sent(self, who: str) -> dict[str, str]:
        """The headers by which somebody calls. A token is made each time: each test begins the same day anew."""
        if who == "anonymous":
            return {}
        bearer = self.keys.get(who)
        if bearer is None:
            person, key = self.people[who], self.api.app.state.secrets.token_key
            bearer = tokens.make_access(key, person.account_id, person.sign_in_id, 10)
        return {"Authorization": f"Bearer {bearer}"}

    def account(self, who: str) -> uuid.UUID:
        """The account or key that calls."""
        return self.people[who].account_id if who in self.people else self.key_ids[who]

    def sign_in(self, account: uuid.UUID) -> uuid.UUID:
        """One more browser in which somebody is signed in."""
        with self.world.begin() as db:
            return make.sign_in(db, account)

    def fresh_value(
        self, at: str, state: str, by: uuid.UUID | None = None, reviewer: uuid.UUID | None = None
    ) -> uuid.UUID:
        """A value of A3 in a unit, in this state, entered and submitted by an account (else by nobody around)."""
        with self.world.begin() as db:
            self._clear(db, at)
            unit, indicator = make.unit_of(db, at), self._indicator(db, at, "A3")
            value = make.value(db, unit, indicator, PERIOD, (1, 2), state)
            if by is not None:
                value.entered_by = value.submitted_by = by
                value.submitted_by_name = value.entered_by_name = "Người Mẫu"
                value.submitted_at = clock.now()
            if reviewer is not None:
                assert value.reviewed_at is not None
                value.reviewed_by, value.entered_at = reviewer, value.reviewed_at
            return value.id

    def fresh_comment(self, ward: str, by: uuid.UUID | None = None) -> uuid.UUID:
        """Something said about A1 of a ward by an account, else by nobody around."""
        with self.world.begin() as db:
            indicator = self._indicator(db, ward, "A1")
            comment = IndicatorComment(
                unit_id=indicator.unit_id,
                indicator_id=indicator.id,
                author=by or uuid.uuid4(),
                author_name=f"Người {canary(ward)}",
                author_unit="MTTQ",
                author_role="supervisor",
                text=f"Hỏi {canary(ward)}",
            )
            db.add(comment)
            db.flush()
            return comment.id

    def notice(self, account: uuid.UUID, at: str) -> int:
        """Something that somebody was told, about a unit."""
        with self.world.begin() as db:
            told = Notice(
                account_id=account,
                kind="comment",
                subject="indicator",
                facts={"text": f"Hỏi {canary(at)}", "code": "A1"},
            )
            db.add(told)
            db.flush()
            return told.id

    def fresh_assignment(self, at: str, **fields: Any) -> uuid.UUID:
        """An assignment that a unit leads, given by its ward to be done by the end of the year."""
        with self.world.begin() as db:
            return self._assigned(db, at, **fields).id

    def fresh_extension(self, at: str) -> tuple[uuid.UUID, uuid.UUID]:
        """An assignment, and the longer deadline that nobody around asked for it."""
        with self.world.begin() as db:
            row = self._assigned(db, at)
            asked = AssignmentExtension(
                unit_id=row.unit_id,
                assignment_id=row.id,
                old_due_on=row.due_on,
                new_due_on=date(2027, 1, 31),
                reason=canary(at),
                asked_by=uuid.uuid4(),
                asked_by_name="Người Mẫu",
            )
            db.add(asked)
            db.flush()
            return row.id, asked.id

    def fresh_difficulty(self, at: str) -> tuple[uuid.UUID, uuid.UUID]:
        """An assignment, and what hinders it."""
        with self.world.begin() as db:
            row = self._assigned(db, at)
            told = AssignmentDifficulty(
                unit_id=row.unit_id, assignment_id=row.id, text=canary(at), raised_by_name="Người Mẫu"
            )
            db.add(told)
            db.flush()
            return row.id, told.id

    def _assigned(self, db: Session, at: str, **fields: Any) -> Assignment:
        return make.assignment(db, make.unit_of(db, at), title=f"Việc {canary(at)}", **fields)

    def fresh_file(self, at: str, *, opened: bool = False) -> uuid.UUID:
        """A file of a unit on which nothing rests, open to its ward or not."""
        with self.world.begin() as db:
            return make.evidence(
                db, self.api.app.state.files, make.unit_of(db, at), f"Tệp {canary(at)}.txt", opened=opened
            ).id

    def link(self, value: uuid.UUID, file: uuid.UUID) -> None:
        """Let a value rest on a file, whoever's they are."""
        with self.world.begin() as db:
            unit = db.get_one(IndicatorValue, value).unit_id
            db.add(
                ValueEvidence(
                    unit_id=unit, value_id=value, evidence_id=file, added_by=uuid.uuid4(), added_by_name="Người Mẫu"
                )
            )

    def no_value(self, at: str) -> None:
        """Take away what stands at A3 in a unit."""
        with self.world.begin() as db:
            self._clear(db, at)

    def _clear(self, db: Session, at: str) -> None:
        self._period(db, ward_of(at) or HOME_WARD).locked_on = None
        unit, indicator = make.unit_of(db, at), self._indicator(db, at, "A3")
        mine = select(IndicatorValue.id).where(
            IndicatorValue.unit_id == unit.id, IndicatorValue.indicator_id == indicator.id
        )
        db.execute(delete(ValueEvent).where(ValueEvent.value_id.in_(mine)))
        db.execute(delete(ValueEvidence).where(ValueEvidence.value_id.in_(mine)))
        db.execute(delete(ValueVersion).where(ValueVersion.value_id.in_(mine)))
        db.execute(delete(IndicatorValue).where(IndicatorValue.id.in_(mine)))

    def _indicator(self, db: Session, at: str, code: str) -> Indicator:
        ward = make.unit_of(db, ward_of(at) or HOME_WARD)
        return db.scalars(select(Indicator).where(Indicator.unit_id == ward.id, Indicator.code == code)).one()

    def fresh_person(self, at: str, role: Role | None = Role.OFFICER) -> tuple[uuid.UUID, uuid.UUID | None]:
        """Somebody in a unit who never signed in, and the membership."""
        with self.world.begin() as db:
            unit = make.unit_of(db, at)
            person = make.person(db, unit, role)
            held = db.scalars(select(Membership.id).where(Membership.account_id == person.account_id)).one_or_none()
            return person.account_id, held

    def fresh_device(self, at: str) -> tuple[uuid.UUID, uuid.UUID]:
        """A contributor in a unit whose phone came in by a card, and that sign-in."""
        account, _ = self.fresh_person(at, Role.CONTRIBUTOR)
        with self.world.begin() as db:
            ident = make.sign_in(db, account)
            db.get_one(SignIn, ident).kind = "device"
            return account, ident

    def fresh_key(self, at: str) -> uuid.UUID:
        """A key of a unit."""
        with self.world.begin() as db:
            secret = make.key(db, make.unit_of(db, at))
            return db.scalars(select(ApiKey.id).where(ApiKey.hash == tokens.digest(secret))).one()

    def fresh_unit(self, under: str) -> str:
        """A unit that nobody holds a role in, below another."""
        with self.world.begin() as db:
            number = next(_units)
            return make.unit(
                db, f"MAU-{number:02}" if number < 100 else f"MAU-{number}", make.unit_of(db, under)
            ).full_code

    def fresh_round(self, at: str, state: str = "open") -> uuid.UUID:
        """A round of a survey in a unit, with twenty answers."""
        with self.world.begin() as db:
            row = new_round(db, at, PERIOD, state=state, title=f"Đợt {canary(at)}")
            answers(db, row, (0, 0, 0, 10, 10), answers={"q1": 5, "q3": f"Ý kiến {canary(at)}"})
            return row.id

    def survey(self) -> str:
        """The public code of a survey of the service centre that takes answers, whatever day the database has."""
        with self.world.begin() as db:
            return new_round(db, CENTRE, PERIOD).code

    def period(self, ward: str, *, locked: bool) -> None:
        """Freeze or open the period of a ward."""
        with self.world.begin() as db:
            row = self._period(db, ward)
            row.locked_on = date(2026, 11, 20) if locked else None

    def _period(self, db: Session, ward: str) -> Period:
        unit = make.unit_of(db, ward)
        return db.scalars(select(Period).where(Period.unit_id == unit.id, Period.code == PERIOD)).one()


_units = iter(range(10, 999))


def ward_of(code: str) -> str | None:
    """The ward in which a unit lies; None above wards."""
    head = code.split(":")[0]
    return head if len(head) == 5 else None


def lay(api: Api, world: World) -> Ground:
    """Arrange everything; call it inside `that_day`."""
    with world.begin() as db:
        _units_of(db)
        plans: dict[str, str] = {}
        ids: dict[tuple[str, str], uuid.UUID] = {}
        residents: dict[str, uuid.UUID] = {}
        for ward in (HOME_WARD, "11603", "00001"):
            plans[ward] = _planned(db, ward, ids).code
        for unit in db.scalars(select(Unit)).all():
            residents[unit.full_code] = _resident(db, unit).account_id
        people, keys = _callers(db)
        key_ids = {
            who: db.scalars(select(ApiKey.id).where(ApiKey.hash == tokens.digest(k))).one() for who, k in keys.items()
        }
    return Ground(api, world, people, keys, key_ids, ids, plans, residents)


def _units_of(db: Session) -> None:
    home, next_door = make.ward(db), make.ward(db, "11603")
    for number, code in enumerate(("TTPVHCC", "VHXH", "MTTQ"), 1):
        make.unit(db, f"TCN-0{number}", make.unit(db, code, home))
    make.unit(db, "VP", next_door, name=f"Văn phòng {NEAR}")
    next_door.name = f"Phường {NEAR}"
    other = make.unit(db, "01", name=f"Thành phố {FAR_OFF}")
    make.unit(db, "VP", make.unit(db, "00001", other, level="ward", name=f"Phường {FAR_OFF}"), name=f"VP {FAR_OFF}")


def _planned(db: Session, code: str, ids: dict[tuple[str, str], uuid.UUID]) -> Plan:
    """A plan with four indicators, and a value of three of them in every unit of the ward."""
    ward = make.unit_of(db, code)
    mark = canary(code)
    plan = make.plan(db, ward)
    plan.title = f"Kế hoạch {mark}"
    for clause in db.scalars(select(Clause).where(Clause.plan_id == plan.id)):
        clause.text = f"Câu {mark}"
    units = db.scalars(select(Unit).where(Unit.key >= ward.key, Unit.key < ward.key_to)).all()
    lead = next(u for u in units if u.code in ("VHXH", "VP"))
    for name in ("A1", "A2", "A3", "A4"):
        indicator = make.indicator(db, plan, lead, name, source_units=[u.code for u in units], name=f"Tỷ lệ {mark}")
        for unit in units:
            if name in FIXED:
                note = f"{mark} {unit.full_code} {FIXED[name]}"
                value = make.value(db, unit, indicator, PERIOD, (1, 2), FIXED[name], note=note)
                ids[unit.full_code, name] = value.id
                event = ValueEvent(
                    unit_id=unit.id,
                    value_id=value.id,
                    actor=uuid.uuid4(),
                    actor_name=f"Người {mark}",
                    move="save",
                    state="draft",
                    version=1,
                    note=f"chuyện riêng {unit.full_code}",
                )
                db.add(event)
    return plan


def _resident(db: Session, unit: Unit) -> make.Person:
    person = make.person(db, unit, Role.OFFICER)
    account = db.get_one(Account, person.account_id)
    account.display_name = f"Người {canary(unit.full_code)}"
    key = db.scalars(select(ApiKey).where(ApiKey.hash == tokens.digest(make.key(db, unit)))).one()
    key.name = f"Khóa {canary(unit.full_code)}"
    return person


def _callers(db: Session) -> tuple[dict[str, make.Person], dict[str, str]]:
    people = {}
    for name in COLUMNS[:8]:
        home = KIN[name][0]
        assert home is not None
        people[name] = make.person(db, make.unit_of(db, home), Role(name))
    centre = make.unit_of(db, CENTRE)
    people["deactivated"] = make.person(db, centre, Role.OFFICER)
    db.get_one(Account, people["deactivated"].account_id).active = False
    people["ended"] = make.person(db, centre, Role.OFFICER)
    db.flush()
    for held in db.scalars(select(Membership).where(Membership.account_id == people["ended"].account_id)):
        held.valid_to = clock.today() - timedelta(days=1)
    # The shut account's sign-in is opened again behind the product's back: `active` alone must hold.
    shut = people["deactivated"]
    people["deactivated"] = make.Person(shut.account_id, make.sign_in(db, shut.account_id), shut.name, shut.username)
    keys = {
        "key_read": make.key(db, centre, Scope.VALUES_READ),
        "key_write": make.key(db, centre, Scope.VALUES_WRITE),
    }
    return people, keys
