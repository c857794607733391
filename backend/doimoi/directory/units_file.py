"""Loads units from a reviewed file: the communes of a city, and the units of a ward that its plan names.

Needs the everywhere login. A load adds units and mends their names; it never moves a unit, ends one, or touches
units that the ward made itself.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.core import reviewed
from doimoi.core.fields import Code, Day, Line
from doimoi.core.reviewed import Change, FileInvalid, fill
from doimoi.core.vietnamese import fold

PACKAGED = Path(__file__).parent / "data" / "units.yaml"
"""Hải Phòng, its communes, and the units of phường Hồng An."""

Level = Literal["city", "agency", "ward", "unit", "team"]


class FileUnit(BaseModel):
    """A unit of the file. `parent` is the full code of the unit above it, none for a city."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    parent: Code | None = None
    level: Level
    kind: Code
    name: Line
    short_name: Line

    @property
    def full_code(self) -> str:
        """How the unit is told from those of other wards: `11602`, `11602:VHXH`, `31:SKHCN`."""
        if self.parent is None or self.level == "ward":
            return self.code
        return f"{self.parent.partition(':')[0]}:{self.code}"


class Family(BaseModel):
    """Units whose number and names nobody has said yet; the ward adds them one by one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    parent: Code
    level: Level
    kind: Code
    name: Line


class UnitsFile(BaseModel):
    """The whole file; a unit stands behind the unit above it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: Day
    units: tuple[FileUnit, ...]
    families: tuple[Family, ...]

    @model_validator(mode="after")
    def _agrees(self) -> "UnitsFile":
        faults = []
        before: Counter[str] = Counter()
        for unit in self.units:
            if (unit.parent is None) != (unit.level == "city"):
                faults.append(f"units {unit.full_code}: a city has no parent, everything else has one")
            elif unit.parent is not None and unit.parent not in before:
                faults.append(f"units {unit.full_code}: no {unit.parent} before it")
            before[unit.full_code] += 1
        faults += [f"units {code}: stands {times} times" for code, times in before.items() if times > 1]
        faults += [f"families {f.code}: no unit {f.parent}" for f in self.families if f.parent not in before]
        if faults:
            raise ValueError("\n".join(faults))
        return self


def read(path: Path = PACKAGED) -> UnitsFile:
    """The units of a file; `FileInvalid` with every fault found."""
    return reviewed.read(path, UnitsFile)


def load(db: Session, path: Path = PACKAGED) -> list[Change]:
    """Write the units of a file; loading the same file again changes nothing.

    Raises `FileInvalid` when the file's faults forbid it, also when a unit stands elsewhere in the database already.
    """
    given = read(path)
    codes = [unit.full_code for unit in given.units]
    have = {row.full_code: row for row in db.scalars(select(Unit).where(Unit.full_code.in_(codes)))}
    if moved := [fault for unit in given.units if (fault := _moved(unit, have))]:
        raise FileInvalid(moved)
    changes = []
    for unit in given.units:
        row = have.get(unit.full_code)
        if row is None:
            have[unit.full_code] = _add(db, unit, have[unit.parent] if unit.parent else None, given.valid_from)
            changes.append(Change("unit", unit.full_code, "added", unit.name))
        elif changed := fill(row, _names(unit)):
            changes.append(Change("unit", unit.full_code, "changed", ", ".join(changed)))
    db.flush()
    return changes


def _moved(unit: FileUnit, have: dict[str, Unit]) -> str | None:
    """Why a unit that stands already is not the one in the file."""
    row = have.get(unit.full_code)
    if row is None:
        return None
    above = have[unit.parent].id if unit.parent in have else None
    if (row.parent_id, row.level) == (above, unit.level):
        return None
    return f"units {unit.full_code}: stands below another unit or at another level; loading does not move units"


def _names(unit: FileUnit) -> dict[str, str]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "search_key": fold(f"{unit.name} {unit.short_name} {unit.code}"),
    }


def _add(db: Session, unit: FileUnit, above: Unit | None, since: date) -> Unit:
    """A new row. The database gives the key and the full code, so they are read back."""
    row = Unit(
        code=unit.code,
        full_code="",
        level=unit.level,
        parent_id=above.id if above else None,
        valid_from=since,
        **_names(unit),
    )
    db.add(row)
    db.flush()
    db.refresh(row)
    return row
