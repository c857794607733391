"""Sample values: two half years, entered, handed in, returned and approved by those whose work it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from doimoi.access.rules import Act
from doimoi.indicators.models import IndicatorValue
from doimoi.indicators.rules import Reading
from doimoi.indicators.schemas import PublicationIn
from doimoi.indicators.service import after, attaching, finding, saving
from doimoi.plan.models import Period
from doimoi.running.demo.files import send_file
from doimoi.running.demo.ground import Demo, at
from doimoi.running.demo.timeline import morning, timeline

APART: Final = timedelta(minutes=7)
CORRECTION: Final = "Đếm sót một doanh nghiệp ở danh sách kèm theo."
JUMPED: Final = "Đã rà soát, bổ sung hồ sơ còn thiếu của kỳ trước."

PAPER, PICTURE, TABLE = "bao-cao-du-lieu-mau.pdf", "anh-du-lieu-mau.png", "bang-du-lieu-mau.xlsx"

APPROVED, SUBMITTED, RETURNED, DRAFT = "approved", "submitted", "returned", "draft"


@dataclass(frozen=True)
class Given:
    """What a unit gave: the numbers of the first and of the second half year, and how far the second has come."""

    unit: str
    indicator: str
    by: str
    reviewer: str
    first: tuple[int, int | None] | None
    second: tuple[int, int | None] | None
    state: str = APPROVED
    returned_for: str = ""
    files: tuple[str, ...] = ()  # on which the present figure rests


_TT = ("can.bo.ttpvhcc", "truong.ttpvhcc")
_KT = ("can.bo.kthtdt", "truong.kthtdt")
_VH = ("can.bo.vhxh", "dau.moi")
_VP = ("can.bo.vp", "dau.moi")
_CAP = ("can.bo.cap", "dau.moi")

VALUES: Final = (
    Given("TTPVHCC", "A1", *_TT, (3, 5), (5, 5)),
    Given("TTPVHCC", "A2a", *_TT, (1210, 2650), (1740, 2980), files=(PAPER, TABLE)),
    Given("TTPVHCC", "A2b", *_TT, (980, 2600), (1905, 2940), SUBMITTED, files=(TABLE, PICTURE)),
    Given("VP", "A2c", *_VP, (400, 12000), (900, 12000)),
    Given("KTHTDT", "B1a", *_KT, (4, 6), (6, 6)),
    Given("KTHTDT", "B1b", *_KT, (5, 12), (6, 12), RETURNED, "Thiếu danh mục sản phẩm chủ lực kèm theo.", (PAPER,)),
    Given("KTHTDT", "B2", *_KT, (610, 1480), (815, 1502)),
    Given("KTHTDT", "B2a", *_KT, (420, 1210), (655, 1225)),
    Given("KTHTDT", "B2b", *_KT, (380, 1210), (590, 1225), SUBMITTED),
    Given("KTHTDT", "B2e", *_KT, (262, 270), (277, 277)),
    Given("KTHTDT", "B4", *_KT, (1, None), (2, None)),
    Given("KTHTDT", "B5", *_KT, (1, None), (2, None)),
    Given("VHXH", "C1a", *_VH, (9, 9), (8, 9)),
    Given("VHXH", "C2b", *_VH, (2, 14), (5, 14), DRAFT),
    Given("VHXH", "C3", *_VH, (0, None), (1, None)),
    Given("VHXH", "E2", *_VH, (0, None), (2, None)),
    Given("VP", "D1", *_VP, (21, 34), (31, 34)),
    Given("VP", "D2a", *_VP, (3, 12), (4, 12), SUBMITTED),
    Given("CAP", "D3", *_CAP, None, (0, None)),
    *(
        Given(f"TCN-0{n}", "C1c", f"to.cong.nghe.{n}", "dau.moi", (2 + n % 3, None), (3 + n % 2, None), state)
        for n, state in enumerate((APPROVED, APPROVED, SUBMITTED, APPROVED, DRAFT, SUBMITTED), start=1)
    ),
)
SCHOOL_YEAR: Final = tuple(
    Given(f"TRUONG-0{n}", code, f"truong.hoc.{n}", "dau.moi", None, (have, 1), state)
    for n, code, have, state in (
        (1, "C5", 1, APPROVED),
        (2, "C5", 0, APPROVED),
        (3, "C5", 1, SUBMITTED),
        (4, "C5", 1, APPROVED),
        (1, "C7", 0, DRAFT),
        (4, "C7", 1, SUBMITTED),
    )
)


LATE: Final = Given("CAP", "D3", *_CAP, (0, None), None)
"""A figure that came after the day it was due."""
CORRECTED: Final = ("KTHTDT", "B2", Reading(Decimal(625), Decimal(1480)))
PUBLISHED: Final = (("TTPVHCC", "A1"), ("TTPVHCC", "A2a"), ("KTHTDT", "B2"))
LATE_BY: Final = timedelta(days=3)


def add_values(demo: Demo) -> None:
    """The half year before, the present one, the school year; each value through all its steps, one of them late."""
    when = timeline(demo)
    for n, given in enumerate(VALUES):
        if when.before is not None:
            _give(demo, given, when.before, given.first, APPROVED, when.closing(when.before) + n * APART)
    for n, given in enumerate(VALUES):
        _give(demo, given, when.current, given.second, given.state, when.closing(when.current) + n * APART)
    for n, given in enumerate(SCHOOL_YEAR):
        if when.school is not None:
            _give(demo, given, when.school, given.second, given.state, when.closing(when.school) + n * APART)
    if when.late is not None:
        _give(demo, LATE, when.late, LATE.first, APPROVED, morning(when.late.entry_due_on + LATE_BY))


def add_aftermath(demo: Demo) -> None:
    """What happened to figures of the half year before: one was corrected, some were published."""
    when = timeline(demo)
    if when.before is None:
        return
    unit, indicator, right = CORRECTED
    after_close = morning(when.before.last_day + timedelta(days=1))
    with at(after_close), demo.acting(_KT[0], Act.VALUE_WRITE) as (db, actor):
        value = db.scalars(_value(db, unit, indicator, when.before)).one()
        wrong = value.state == APPROVED and value.numerator != right.numerator
        if wrong:
            after.correct(db, actor, value.id, value.version, right, CORRECTION, CORRECTION)
    with at(after_close + APART), demo.acting(_KT[1], Act.VALUE_REVIEW) as (db, actor):
        value = db.scalars(_value(db, unit, indicator, when.before)).one()
        if value.state == SUBMITTED:
            saving.approve(db, actor, value.id, value.version)
    with at(after_close + timedelta(days=2)), demo.acting("lanh.dao", Act.VALUE_PUBLISH) as (db, actor):
        found = [db.scalars(_value(db, unit, code, when.before)).one() for unit, code in PUBLISHED]
        waiting = [value.id for value in found if value.state == APPROVED]
        if waiting:
            after.publish(db, actor, PublicationIn(value_ids=waiting))


def _value(db: Session, unit: str, indicator: str, period: Period) -> Select[IndicatorValue]:
    at_unit, of, _ = finding.place(db, unit, indicator, period.code)
    return select(IndicatorValue).where(IndicatorValue.id.in_(_stands(at_unit.id, of.id, period.id)))


def _give(
    demo: Demo, given: Given, period: Period, numbers: tuple[int, int | None] | None, state: str, moment: datetime
) -> None:
    if numbers is None:
        return
    top, bottom = numbers
    # A number that moves far since the period before is handed in with a word on why.
    leaps = numbers is given.second and given.first is not None and bottom is not None
    reading = Reading(Decimal(top), None if bottom is None else Decimal(bottom))
    files = [send_file(demo, given.by, given.unit, name) for name in given.files if numbers is given.second]
    with at(moment), demo.acting(given.by, Act.VALUE_WRITE) as (db, actor):
        place = finding.place(db, given.unit, given.indicator, period.code)
        if db.scalars(_stands(place[0].id, place[1].id, place[2].id)).first() is not None:
            return
        value, _ = saving.save(db, actor, place, reading, JUMPED if leaps else None, None, versioned=False)
        ident, version = value.id, value.version
        for file in files:
            attaching.attach(db, actor, ident, file)
    if state == DRAFT:
        return
    with at(moment + timedelta(minutes=25)), demo.acting(given.by, Act.VALUE_SUBMIT) as (db, actor):
        version = saving.submit(db, actor, ident, version).version
    if state == SUBMITTED:
        return
    with at(moment + timedelta(days=1)), demo.acting(given.reviewer, Act.VALUE_REVIEW) as (db, actor):
        if state == RETURNED:
            saving.give_back(db, actor, ident, version, given.returned_for)
        else:
            saving.approve(db, actor, ident, version)


def _stands(unit: UUID, indicator: UUID, period: UUID) -> Select[UUID]:
    return select(IndicatorValue.id).where(
        IndicatorValue.unit_id == unit, IndicatorValue.indicator_id == indicator, IndicatorValue.period_id == period
    )
