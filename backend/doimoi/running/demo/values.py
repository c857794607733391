"""Sample values: two half years, entered, handed in, returned and approved by those whose work it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select

from doimoi.access.rules import Act
from doimoi.core import clock
from doimoi.indicators.models import IndicatorValue
from doimoi.indicators.rules import Reading
from doimoi.indicators.service import finding, saving
from doimoi.plan.models import Period
from doimoi.running.demo.ground import Demo, at

JUNE: Final = datetime(2026, 6, 11, 2, 30, tzinfo=UTC)
NOVEMBER: Final = datetime(2026, 11, 18, 2, 30, tzinfo=UTC)
APART: Final = timedelta(minutes=7)
JUMPED: Final = "Đã rà soát, bổ sung hồ sơ còn thiếu của kỳ trước."

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


_TT = ("can.bo.ttpvhcc", "truong.ttpvhcc")
_KT = ("can.bo.kthtdt", "truong.kthtdt")
_VH = ("can.bo.vhxh", "dau.moi")
_VP = ("can.bo.vp", "dau.moi")
_CAP = ("can.bo.cap", "dau.moi")

VALUES: Final = (
    Given("TTPVHCC", "A1", *_TT, (3, 5), (5, 5)),
    Given("TTPVHCC", "A2a", *_TT, (1210, 2650), (1740, 2980)),
    Given("TTPVHCC", "A2b", *_TT, (980, 2600), (1905, 2940), SUBMITTED),
    Given("TTPVHCC", "A4", *_TT, (193, 200), (188, 200)),
    Given("VP", "A2c", *_VP, (400, 12000), (900, 12000)),
    Given("KTHTDT", "B1a", *_KT, (4, 6), (6, 6)),
    Given("KTHTDT", "B1b", *_KT, (5, 12), (6, 12), RETURNED, "Thiếu danh mục sản phẩm chủ lực kèm theo."),
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
    Given("CAP", "D3", *_CAP, (0, None), (0, None)),
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


def add_values(demo: Demo) -> None:
    """Both half years and the school year that has begun; each through all its steps."""
    for n, given in enumerate(VALUES):
        _give(demo, given, "2026-H1", given.first, APPROVED, JUNE + n * APART)
    for n, given in enumerate(VALUES):
        _give(demo, given, "2026-H2", given.second, given.state, NOVEMBER + n * APART)
    for n, given in enumerate(SCHOOL_YEAR):
        _give(demo, given, "2026-SY", given.second, given.state, NOVEMBER + n * APART)


def _give(
    demo: Demo, given: Given, period: str, numbers: tuple[int, int | None] | None, state: str, moment: datetime
) -> None:
    if numbers is None:
        return
    top, bottom = numbers
    # A number that moves far since the period before is handed in with a word on why.
    leaps = period == "2026-H2" and given.first is not None and bottom is not None
    reading = Reading(Decimal(top), None if bottom is None else Decimal(bottom))
    with at(moment), demo.acting(given.by, Act.VALUE_WRITE) as (db, actor):
        place = finding.place(db, given.unit, given.indicator, period)
        if not _open(place[2]) or db.scalars(_stands(place[0].id, place[1].id, place[2].id)).first() is not None:
            return
        value, _ = saving.save(db, actor, place, reading, JUMPED if leaps else None, None, versioned=False)
        ident, version = value.id, value.version
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


def _open(period: Period) -> bool:
    return period.first_day <= clock.today()


def _stands(unit: UUID, indicator: UUID, period: UUID) -> Select[UUID]:
    return select(IndicatorValue.id).where(
        IndicatorValue.unit_id == unit, IndicatorValue.indicator_id == indicator, IndicatorValue.period_id == period
    )
