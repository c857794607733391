"""A service centre with its people beside other units, a round that takes answers, and forms sent to it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient
from tests import make
from tests.conftest import World

from doimoi.access.rules import Role, Scope
from doimoi.plan.models import Period, Plan
from doimoi.surveys.models import SurveyAnswer, SurveyRound
from doimoi.surveys.questionnaire import TEMPLATES
from doimoi.surveys.rules import CODE_ALPHABET

V1 = "/api/v1"
CENTRE = "11602:TTPVHCC"


@dataclass(frozen=True)
class Ground:
    """The people of two wards by what they are."""

    officer: make.Person
    head: make.Person
    coordinator: make.Person
    leader: make.Person
    contributor: make.Person
    supervisor: make.Person
    administrator: make.Person
    other_officer: make.Person
    stranger: make.Person
    reader: make.Person
    key: str


def lay(db: Session) -> Ground:
    """Arrange both wards; the first has a plan with A4, which the service centre gives."""
    here, next_door = make.ward(db), make.ward(db, "11581")
    centre = make.unit(db, "TTPVHCC", here, name="Trung tâm Phục vụ hành chính công mẫu")
    office, chair, front = make.unit(db, "VHXH", here), make.unit(db, "UBND", here), make.unit(db, "MTTQ", here)
    plan = make.plan(db, here)
    make.indicator(db, plan, centre, "A4", target_kind="above", target_value=95)
    make.indicator(db, plan, centre, "B4", measure="count", denominator_label=None)
    make.plan(db, next_door)
    away = make.unit(db, "TTPVHCC", next_door)
    return Ground(
        officer=make.person(db, centre),
        head=make.person(db, centre, Role.HEAD),
        coordinator=make.person(db, office, Role.COORDINATOR),
        leader=make.person(db, here, Role.LEADER),
        contributor=make.person(db, centre, Role.CONTRIBUTOR),
        supervisor=make.person(db, front, Role.SUPERVISOR),
        administrator=make.person(db, chair, Role.ADMINISTRATOR),
        other_officer=make.person(db, office),
        stranger=make.person(db, away, Role.HEAD),
        reader=make.person(db, make.city(db), Role.READER),
        key=make.key(db, centre, Scope.VALUES_READ, Scope.VALUES_WRITE),
    )


def new_round(db: Session, unit: str = CENTRE, period: str = "2026-H2", **fields: object) -> SurveyRound:
    """A round of a unit that takes answers today; `fields` say what is different."""
    at = make.unit_of(db, unit)
    plan = db.scalars(select(Plan).where(Plan.unit_key == at.key - at.key % 100_000_000)).one()
    found = db.scalars(select(Period).where(Period.plan_id == plan.id, Period.code == period)).one()
    row = SurveyRound(
        unit_id=at.id,
        period_id=found.id,
        **{
            "code": code(),
            "kiosk_code": code(),
            "house_code": code(),
            "title": "Khảo sát mẫu",
            "questionnaire": TEMPLATES["one_stop_3"],
            "population": 4800,
            "target": 95,
            "state": "open",
            "opens_on": make.SINCE,
            "created_by_name": "Người Mẫu",
            **fields,
        },
    )
    db.add(row)
    db.flush()
    return row


def code() -> str:
    """A code as the product makes them."""
    return "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in uuid.uuid4().bytes[:10])


def answers(db: Session, of: SurveyRound, levels: Sequence[int], channel: str = "qr", **fields: Any) -> None:
    """So many answers of each level, from 1 to 5, already taken."""
    for level, count in enumerate(levels, start=1):
        for _ in range(count):
            db.add(
                SurveyAnswer(
                    unit_id=of.unit_id,
                    round_id=of.id,
                    **{
                        "channel": channel,
                        "day": make.SINCE,
                        "answers": {"q1": level},
                        "complete": True,
                        "state": "counted",
                        **fields,
                    },
                )
            )
    db.flush()


def post(client: TestClient, code: str, answers: dict[str, Any] | None = None, **more: Any) -> Any:
    """Send one form as a page would."""
    body = {"client_id": str(uuid.uuid4()), "answers": answers or {"q1": 5}, **more}
    return client.post(f"{V1}/public/surveys/{code}/answers", json=body)


def kept(world: World, of: SurveyRound) -> list[SurveyAnswer]:
    """The answers of a round as they lie in the database."""
    with world.begin() as db:
        return list(db.scalars(select(SurveyAnswer).where(SurveyAnswer.round_id == of.id)))
