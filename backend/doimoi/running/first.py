"""The first start of an installation: the units, the packaged plan, and the id that ties database and data folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from doimoi.access.everywhere import everywhere
from doimoi.access.models import Instance
from doimoi.assignments import loading as assignments
from doimoi.core.embedded.instance import read_instance, write_instance
from doimoi.core.errors import DomainError
from doimoi.core.reviewed import Change
from doimoi.core.settings import Settings
from doimoi.directory import units_file
from doimoi.indicators import loading as indicators
from doimoi.plan import loading, parts
from doimoi.running.refusals import NotADemo, PlanUnusable
from doimoi.words import sentence

ISSUED_ON: Final = date(2026, 5, 31)
"""The text says only "tháng 5 năm 2026": its last day stands in until the ward says which day it was."""
FIRST_HALF_ENDS: Final = date(2026, 12, 14)
"""A plan of late May leaves hardly two weeks of the half year that closes on 14/6; it begins with the next."""
_ONE_AT_A_TIME: Final = 7_206_019


@dataclass(frozen=True)
class Calendar:
    """What the text leaves open and the calendar of reporting needs."""

    issued_on: date = ISSUED_ON
    first_half_ends: date = FIRST_HALF_ENDS


def settle(
    settings: Settings, everywhere_url: str, calendar: Calendar, tell: Callable[[str], None], *, demo: bool = False
) -> bool:
    """Fill a new database and tie it to the data folder; whether it was new. Safe to be killed at any point.

    `demo` marks a new installation as one of sample data, and refuses any that is not (`NotADemo`).

    Everything goes in with the id in one transaction, and the data folder gets the id last: a folder that remembers
    an installation always has a whole database behind it. Raises `PlanUnusable`.
    """
    with everywhere(everywhere_url, "lần chạy đầu tiên") as db:
        db.execute(text("select pg_advisory_xact_lock(:n)"), {"n": _ONE_AT_A_TIME})
        ident = db.scalar(select(Instance.id))
        new = ident is None
        if ident is None:
            ident = _fill(db, calendar, tell, demo)
        elif demo and not db.scalar(select(Instance.demo)):
            raise NotADemo(settings.var)
    if read_instance(settings.var) is None:
        write_instance(settings.var, ident)
    return new


def load_plan(db: Session, path: Path, calendar: Calendar) -> list[Change]:
    """Units, plan, indicators, then assignments from one document, each feature its own part. Raises `PlanUnusable`."""
    try:
        document, source_text = parts.read(path)
        changes = list(units_file.load(db))
        plan, more = loading.load(db, document, source_text, calendar.issued_on, calendar.first_half_ends)
        more += indicators.load(db, plan, document)
        return [*changes, *more, *assignments.load(db, plan, document)]
    except DomainError as error:
        vi, en = (sentence(error.code, language, error.params) for language in ("vi", "en"))
        raise PlanUnusable(vi, en) from error


def _fill(db: Session, calendar: Calendar, tell: Callable[[str], None], demo: bool) -> UUID:
    changes = load_plan(db, _packaged("plan", "hong-an-2026.yaml"), calendar)
    for line in summary(changes):
        tell(line)
    tell(
        f"Kỳ 6 tháng đầu tiên kết thúc ngày {calendar.first_half_ends:%d/%m/%Y} "
        "(đổi lúc chạy lần đầu: `backend/doimoi.sh serve --first-half-ends 2026-06-14`)"
    )
    ident = uuid7()
    db.add(Instance(id=ident, demo=demo))
    return ident


def summary(changes: list[Change]) -> list[str]:
    """How many of what were added, changed or removed, one line each."""
    whats = {
        "unit": "đơn vị",
        "plan": "kế hoạch",
        "clause": "điều khoản",
        "period": "kỳ báo cáo",
        "indicator": "chỉ tiêu",
        "assignment": "nhiệm vụ",
    }
    hows = {"added": "thêm", "changed": "sửa", "removed": "bỏ", "kept": "giữ"}
    counts: dict[tuple[str, str], int] = {}
    for change in changes:
        counts[change.what, change.how] = counts.get((change.what, change.how), 0) + 1
    return [f"{hows.get(how, how)} {n} {whats.get(what, what)}".capitalize() for (what, how), n in counts.items()]


def _packaged(feature: str, name: str) -> Path:
    """A data file that comes with a feature."""
    return Path(str(resources.files(f"doimoi.{feature}") / "data" / name))
