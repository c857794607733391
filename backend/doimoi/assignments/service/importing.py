"""An annex pasted from Excel: looked at, put right cell by cell, and taken in whole."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Act, Actor
from doimoi.access.schemas import UnitBrief
from doimoi.access.units import unit_by_code
from doimoi.assignments import annex
from doimoi.assignments.annex import Annex, Mending, Row, RowState
from doimoi.assignments.deadlines import first_due
from doimoi.assignments.models import Assignment
from doimoi.assignments.rules import CLOSED
from doimoi.assignments.schemas import CellFaultOut, ImportColumnOut, ImportIn, ImportOut, ImportRowOut
from doimoi.assignments.service.giving import add, new_row
from doimoi.assignments.service.showing import deadline_out
from doimoi.assignments.unit_names import NamedUnit, Units
from doimoi.core import clock
from doimoi.core.errors import DomainError, NotAllowed
from doimoi.core.vietnamese import fold
from doimoi.indicators.service.showing import unit_brief
from doimoi.plan.service import ward_of

SOURCE: Final = "import"


class ImportFaulty(DomainError):
    """Rows are still at fault, so nothing was created. Params: count, rows (their numbers)."""

    status, code = 422, "import_faulty"


def take_in(db: Session, actor: Actor, given: ImportIn) -> ImportOut:
    """The table as it was read; with `commit` its ready rows become assignments, all in this transaction."""
    ward = _ward(db, actor, given.ward)
    units = _units(db, actor, ward)
    mending = Mending({(c.row, c.column): c.text for c in given.cells}, set(given.skipped), set(given.kept))
    names = Units([NamedUnit(u.code, u.name, u.short_name) for u in units.values()], ward.short_name)
    read = annex.read(given.text, names, _standing(db, ward), mending, given.columns)
    created: dict[int, str] = {}
    if given.commit:
        faulty = [row.number for row in read.rows if row.state is RowState.FAULTY]
        ready = [row for row in read.rows if row.state is RowState.READY]
        if not ready or (faulty and given.atomic):
            raise ImportFaulty(count=len(faulty), rows=", ".join(map(str, faulty[:20])))
        created = {row.number: _create(db, actor, ward, units, row).code for row in ready}
    return _shown(read, units, created)


def _create(db: Session, actor: Actor, ward: Unit, units: Mapping[str, Unit], row: Row) -> Assignment:
    made = new_row(db, actor, ward, units[row.lead or ""], row.deadline, SOURCE)
    made.title, made.description, made.product, made.note = row.title, row.description, row.product, row.note
    return add(db, actor, made, [units[code] for code in row.cooperating])


def _ward(db: Session, actor: Actor, code: str | None) -> Unit:
    """The ward that the table is for: the one named, else the one in which the caller directs."""
    if code is not None:
        ward = ward_of(db, unit_by_code(db, code, "/ward"))
        if ward.level != "ward":
            raise NotAllowed(pointer="/ward")
        return ward
    ranges = actor.ranges(Act.ASSIGNMENT_CREATE)
    home = next((r.home for r in actor.reaches if r.acts in ranges), None)
    unit = db.scalars(select(Unit).where(Unit.key == home)).one_or_none()
    if unit is None:
        raise NotAllowed
    return ward_of(db, unit)


def _units(db: Session, actor: Actor, ward: Unit) -> dict[str, Unit]:
    """The units of the ward that the caller directs, by their bare codes."""
    today = clock.today()
    query = (
        select(Unit)
        .where(Unit.key > ward.key, Unit.key < ward.key_to, Unit.valid_from <= today)
        .where((Unit.valid_to.is_(None)) | (Unit.valid_to > today))
        .order_by(Unit.key)
    )
    return {unit.code: unit for unit in db.scalars(query) if actor.may(Act.ASSIGNMENT_CREATE, unit.key)}


def _standing(db: Session, ward: Unit) -> set[tuple[str, str]]:
    """What the ward works on already, so that a table pasted twice is noticed."""
    query = (
        select(Assignment.title, Unit.code)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.ward_id == ward.id, Assignment.state.not_in([state.value for state in CLOSED]))
    )
    return {(fold(title), code) for title, code in db.execute(query)}


def _shown(read: Annex, units: Mapping[str, Unit], created: Mapping[int, str]) -> ImportOut:
    def count(state: RowState) -> int:
        return sum(row.state is state for row in read.rows)

    return ImportOut(
        columns=[ImportColumnOut(heading=heading[:200], column=column) for heading, column in read.headings],
        rows=[_row(row, units, created.get(row.number)) for row in read.rows],
        ready=count(RowState.READY),
        faulty=count(RowState.FAULTY),
        skipped=count(RowState.SKIPPED),
        created=len(created),
    )


def _row(row: Row, units: Mapping[str, Unit], created: str | None) -> ImportRowOut:
    def brief(code: str) -> UnitBrief:
        return unit_brief(units[code])

    return ImportRowOut(
        row=row.number,
        state=row.state,
        title=row.title,
        lead=brief(row.lead) if row.lead else None,
        lead_text=row.cells.get(annex.Column.LEAD, ""),
        cooperating=[brief(code) for code in row.cooperating],
        product=row.product,
        deadline=deadline_out(row.deadline, first_due(row.deadline, clock.today())),
        deadline_text=row.cells.get(annex.Column.DEADLINE, ""),
        note=row.note,
        faults=[
            CellFaultOut(
                column=fault.column,
                fault=fault.fault,
                text=fault.text,
                suggestions=[brief(code) for code in fault.suggestions],
            )
            for fault in row.faults
        ],
        created=created,
    )
