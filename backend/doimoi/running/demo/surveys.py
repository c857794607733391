"""Sample surveys of the service centre: a closed one whose rate became a figure, and one that runs and is not sure."""

import asyncio
import ipaddress
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from doimoi.access.rules import Act
from doimoi.core.db import libpq_address
from doimoi.indicators.models import IndicatorValue
from doimoi.indicators.rules import ValueState
from doimoi.indicators.service import saving, surveying
from doimoi.plan.models import Period
from doimoi.running.demo.ground import Demo, at
from doimoi.running.demo.timeline import Timeline, morning, timeline
from doimoi.surveys.models import SurveyRound
from doimoi.surveys.rules import RoundState
from doimoi.surveys.schemas import RoundIn
from doimoi.surveys.service import results, rounds
from doimoi.surveys.service.intake import Intake

OFFICER, HEAD, UNIT, INDICATOR = "can.bo.ttpvhcc", "truong.ttpvhcc", "TTPVHCC", "A4"
_NAMES: Final = uuid.UUID("6f0b1a52-6d7e-4c1f-9a54-3a7a3f0d2b11")


@dataclass(frozen=True)
class Sample:
    """A round: its name, how many people it is about, and how many chose each level, from the lowest."""

    title: str
    population: int
    levels: tuple[int, int, int, int, int]


CLOSED: Final = Sample("DỮ LIỆU MẪU: hài lòng một cửa, đợt đã đóng", 4800, (1, 2, 6, 111, 250))
RUNNING: Final = Sample("DỮ LIỆU MẪU: hài lòng một cửa, đợt đang lấy phiếu", 4800, (2, 3, 8, 89, 210))
WRITTEN: Final = ("Chờ hơi lâu vào sáng thứ hai.", "Cán bộ hướng dẫn rõ ràng.", "Nên có thêm ghế ngồi.")
_WORSE: Final = ("waiting", "guidance", "online")


def add_surveys(demo: Demo) -> None:
    """Both rounds with their answers, each handed in as by a phone or at the counter."""
    when = timeline(demo)
    past = when.before or when.current
    code, ident = _opened(demo, CLOSED, past)
    _answer(demo, CLOSED, ident, code)
    _give_value(demo, when, past, ident)
    code, ident = _opened(demo, RUNNING, when.current)
    _answer(demo, RUNNING, ident, code)


def _opened(demo: Demo, sample: Sample, period: Period) -> tuple[tuple[str, str], uuid.UUID]:
    """The round, open unless it was closed already: the codes of its poster and its counter, and its id."""
    with demo.acting(OFFICER, Act.SURVEY_MANAGE) as (db, actor):
        row = db.scalars(select(SurveyRound).where(SurveyRound.title == sample.title)).one_or_none()
        if row is None:
            given = RoundIn(
                unit=UNIT,
                period=period.code,
                title=sample.title,
                population=sample.population,
                opens_on=max(period.first_day, period.last_day - timedelta(days=150)),
            )
            row = rounds.create(db, actor, given)
        if row.state == RoundState.DRAFT:
            rounds.open_(db, row.id, row.version)
        return (row.code, row.kiosk_code), row.id


def _answer(demo: Demo, sample: Sample, ident: uuid.UUID, codes: tuple[str, str]) -> None:
    """Hand in every form that is missing. A form keeps its id from start to start, so none counts twice."""
    with demo.acting(OFFICER, Act.SURVEY_READ) as (db, _):
        row = db.get_one(SurveyRound, ident)
        if row.state != RoundState.OPEN or results.counted(db, row).all.total >= sum(sample.levels):
            return
    asyncio.run(_hand_in(demo, sample, codes))


async def _hand_in(demo: Demo, sample: Sample, codes: Sequence[str]) -> None:
    intake = Intake(demo.sessions, libpq_address(demo.base.app_url))
    intake.start()
    try:
        asked = [await intake.survey(code) for code in codes]
        levels = [level for level, count in enumerate(sample.levels, start=1) for _ in range(count)]
        # Everybody answers from a place of their own: too many from one address would be held back.
        await asyncio.gather(
            *(
                intake.take(
                    asked[n % 3 == 2],
                    uuid.uuid5(_NAMES, f"{asked[0].id}/{n}"),
                    _form(level, n),
                    abandoned=False,
                    address=str(ipaddress.ip_address(0x0A000000 + n)),
                )
                for n, level in enumerate(levels)
            )
        )
    finally:
        await intake.stop()


def _form(level: int, n: int) -> dict[str, object]:
    form: dict[str, object] = {"q1": level}
    if level <= 3:
        form["q2"] = [_WORSE[n % 3]]
    if n % 40 == 0:
        form["q3"] = WRITTEN[n // 40 % 3]
    return form


def _give_value(demo: Demo, when: Timeline, period: Period, ident: uuid.UUID) -> None:
    """Close the round, put its rate into the indicator, and let the head approve it."""
    last = min(morning(period.last_day), when.moment(-2))
    with at(last), demo.acting(OFFICER, Act.SURVEY_MANAGE) as (db, _):
        row = db.get_one(SurveyRound, ident)
        if row.state == RoundState.OPEN:
            rounds.close(db, ident, row.version)
        source = f"survey:{row.code}"
    value = select(IndicatorValue).where(IndicatorValue.source == source)
    with at(last), demo.acting(OFFICER, Act.VALUE_SUBMIT) as (db, actor):
        if db.scalars(value).first() is None:
            surveying.put(db, actor, ident, (INDICATOR, period.code), None, versioned=False)
    with at(last + timedelta(hours=3)), demo.acting(HEAD, Act.VALUE_REVIEW) as (db, actor):
        found = db.scalars(value).one()
        if found.state == ValueState.SUBMITTED:
            saving.approve(db, actor, found.id, found.version)
