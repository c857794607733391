"""The annex of a plan pasted from Excel or Word: columns by their headings, rows with every fault in its cell.

Pure: the table comes in as text, the ward's units as names, and what stands already as folded titles.
"""

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from doimoi.assignments import deadlines
from doimoi.assignments.deadlines import Deadline, DeadlineUnreadable, DueKind
from doimoi.assignments.rules import short_title
from doimoi.assignments.unit_names import Units
from doimoi.core.errors import DomainError
from doimoi.core.vietnamese import fold

MAX_ROWS: Final = 500
TITLE_LENGTH: Final = 200
TEXT_LENGTH: Final = 4000
NO_DEADLINE: Final = Deadline(DueKind.NONE)


class Column(StrEnum):
    """What a column of the annex holds."""

    NUMBER = "number"
    TITLE = "title"
    LEAD = "lead"
    COOPERATING = "cooperating"
    PRODUCT = "product"
    DEADLINE = "deadline"
    NOTE = "note"


class RowState(StrEnum):
    """Whether a row can become an assignment."""

    READY = "ready"
    FAULTY = "faulty"
    HEADING = "heading"
    SKIPPED = "skipped"


class Fault(StrEnum):
    """What is wrong with a cell."""

    TITLE_MISSING = "title_missing"
    TEXT_TOO_LONG = "text_too_long"
    LEAD_MISSING = "lead_missing"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_SEVERAL = "unit_several"
    LEAD_COOPERATES = "lead_cooperates"
    DEADLINE_UNREADABLE = "deadline_unreadable"
    CELL_ERROR = "cell_error"
    DUPLICATE = "duplicate"


class TableEmpty(DomainError):
    """There is no row to take in."""

    status, code = 422, "table_empty"


class TableTooLong(DomainError):
    """The table has too many rows. Params: limit."""

    status, code = 422, "table_too_long"


class ColumnMissing(DomainError):
    """No column holds the work, or none holds the unit that leads. Params: column."""

    status, code = 422, "column_missing"


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault, the cell it stands in, what is written there, and the codes of units it could mean."""

    column: Column
    fault: Fault
    text: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, `number` counted from 1 below the heading, read as far as it could be."""

    number: int
    state: RowState
    cells: Mapping[Column, str]
    title: str = ""
    description: str | None = None
    lead: str | None = None
    cooperating: tuple[str, ...] = ()
    product: str | None = None
    deadline: Deadline = NO_DEADLINE
    note: str | None = None
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """The table as read: what each column holds (None: not used) under its heading, and the rows."""

    headings: tuple[tuple[str, Column | None], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Mending:
    """What somebody put right in the preview: cells written anew, rows left out, doubles that are meant."""

    cells: Mapping[tuple[int, Column], str] = field(default_factory=dict)
    skipped: Collection[int] = ()
    kept: Collection[int] = ()


_HEADINGS: Final = (
    (Column.LEAD, re.compile(r"chu tri|don vi thuc hien|co quan thuc hien|don vi thuc hien")),
    (Column.COOPERATING, re.compile(r"phoi hop")),
    (Column.PRODUCT, re.compile(r"san pham|ket qua|dau ra")),
    (Column.DEADLINE, re.compile(r"thoi han|thoi gian|^han\b|tien do|hoan thanh")),
    (Column.NOTE, re.compile(r"ghi chu")),
    (Column.NUMBER, re.compile(r"^(stt|tt|so tt|so thu tu|so)$")),
    (Column.TITLE, re.compile(r"nhiem vu|noi dung|cong viec|ten viec")),
)
_STANDARD: Final = (
    Column.NUMBER,
    Column.TITLE,
    Column.LEAD,
    Column.COOPERATING,
    Column.PRODUCT,
    Column.DEADLINE,
    Column.NOTE,
)
_EXCEL_ERROR: Final = re.compile(r"^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|####*)", re.IGNORECASE)


def table_of(text: str) -> list[list[str]]:
    """The cells of a pasted table: tabs between cells, quotes around cells that hold line breaks."""
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t", quotechar='"')
    csv.field_size_limit(1_000_000)
    rows = [[cell.strip() for cell in row] for row in reader]
    return [row for row in rows if any(row)]


def read(
    text: str,
    units: Units,
    standing: Collection[tuple[str, str]] = (),
    mending: Mending | None = None,
    columns: Sequence[Column | None] | None = None,
) -> Annex:
    """The annex, row by row. `standing`: (folded title, code of the lead) of what the ward has already.

    `columns` says what each column holds where the headings are not understood.
    """
    table = table_of(text)
    if not table:
        raise TableEmpty
    mending = mending or Mending()
    width = max(len(row) for row in table)
    heading, found = _heading(table, width)
    holds = list(columns)[:width] if columns else found
    holds += [None] * (width - len(holds))
    for needed in (Column.TITLE, Column.LEAD):
        if needed not in holds:
            raise ColumnMissing(column=needed.value)
    body = table[heading + 1 :] if heading >= 0 else table
    if not body:
        raise TableEmpty
    if len(body) > MAX_ROWS:
        raise TableTooLong(limit=MAX_ROWS)
    names = [*(table[heading] if heading >= 0 else []), *[""] * width][:width]
    rows: list[Row] = []
    seen = set(standing)
    before: str | None = None
    for number, cells in enumerate(body, start=1):
        row = _row(number, _named(cells, holds, number, mending), units, mending, before)
        if row.state is RowState.READY and row.lead is not None:
            mark = (fold(row.title), row.lead)
            if mark in seen and number not in mending.kept:
                fault = CellFault(Column.TITLE, Fault.DUPLICATE, row.title)
                row = _faulty(row, fault)
            seen.add(mark)
        before = row.lead or before
        rows.append(row)
    return Annex(tuple(zip(names, holds, strict=True)), tuple(rows))


def _heading(table: Sequence[Sequence[str]], width: int) -> tuple[int, list[Column | None]]:
    """Which row is the heading (-1: none) and what the columns hold."""
    for at, row in enumerate(table[:6]):
        holds: list[Column | None] = []
        for cell in row:
            words = fold(cell)
            column = next((c for c, pattern in _HEADINGS if pattern.search(words)), None) if len(words) < 60 else None
            holds.append(column if column not in holds else None)
        if Column.TITLE in holds and Column.LEAD in holds:
            return at, holds
    numbered = sum(row[0].rstrip(".").isdigit() for row in table) * 2 >= len(table)
    standard = _STANDARD if numbered else _STANDARD[1:]
    return -1, list(standard[:width])


def _named(cells: Sequence[str], holds: Sequence[Column | None], number: int, mending: Mending) -> dict[Column, str]:
    named = {column: cell for column, cell in zip(holds, cells, strict=False) if column is not None}
    named.update({column: text.strip() for (row, column), text in mending.cells.items() if row == number})
    return named


def _row(number: int, cells: dict[Column, str], units: Units, mending: Mending, before: str | None) -> Row:
    if number in mending.skipped:
        return Row(number, RowState.SKIPPED, cells, title=cells.get(Column.TITLE, "")[:TITLE_LENGTH])
    filled = [column for column, cell in cells.items() if cell and column is not Column.NUMBER]
    # A heading of a group of tasks fills one cell, or only the first two.
    if not filled or (filled == [Column.TITLE] and not _is_counted(cells.get(Column.NUMBER, ""))):
        return Row(number, RowState.HEADING, cells, title=cells.get(Column.TITLE, "")[:TITLE_LENGTH])
    faults = [
        CellFault(column, Fault.CELL_ERROR, cell[:40])
        for column, cell in cells.items()
        if column is not Column.NUMBER and _EXCEL_ERROR.match(cell)
    ]
    broken = {fault.column for fault in faults}
    sound = {column: "" if column in broken else cell for column, cell in cells.items()}
    title, description = _title(sound.get(Column.TITLE, ""), broken, faults)
    lead = _lead(sound.get(Column.LEAD, ""), units, before, broken, faults)
    cooperating = _cooperating(sound.get(Column.COOPERATING, ""), units, lead, faults)
    deadline = _deadline(sound.get(Column.DEADLINE, ""), faults)
    for column in (Column.PRODUCT, Column.NOTE):
        if len(sound.get(column, "")) > TEXT_LENGTH:
            faults.append(CellFault(column, Fault.TEXT_TOO_LONG, sound[column][:40]))
    return Row(
        number,
        RowState.FAULTY if faults else RowState.READY,
        cells,
        title=title,
        description=description,
        lead=lead,
        cooperating=cooperating,
        product=sound.get(Column.PRODUCT) or None,
        deadline=deadline,
        note=sound.get(Column.NOTE) or None,
        faults=tuple(faults),
    )


def _is_counted(cell: str) -> bool:
    """Whether the first cell counts a task (`1`, `2.1`, `1.234,5`), not a group (`I`, `A`)."""
    return bool(re.match(r"^\d", cell))


def _title(cell: str, broken: Collection[Column], faults: list[CellFault]) -> tuple[str, str | None]:
    line = " ".join(cell.split())
    if not line:
        if Column.TITLE not in broken:
            faults.append(CellFault(Column.TITLE, Fault.TITLE_MISSING, ""))
        return "", None
    if len(cell) > TEXT_LENGTH:
        faults.append(CellFault(Column.TITLE, Fault.TEXT_TOO_LONG, cell[:40]))
    return (line, None) if len(line) <= TITLE_LENGTH else (short_title(line), cell[:TEXT_LENGTH])


def _lead(
    cell: str, units: Units, before: str | None, broken: Collection[Column], faults: list[CellFault]
) -> str | None:
    if not cell:
        if Column.LEAD not in broken:
            # Merged cells paste as blanks: the unit above is offered, not taken.
            faults.append(CellFault(Column.LEAD, Fault.LEAD_MISSING, "", (before,) if before else ()))
        return None
    reads = units.read_many(cell)
    if len(reads) == 1 and len(reads[0].codes) == 1:
        return reads[0].codes[0]
    several = sum(len(read.codes) for read in reads) > 1
    named = tuple(dict.fromkeys(code for read in reads for code in (*read.codes, *read.suggestions)))
    faults.append(CellFault(Column.LEAD, Fault.UNIT_SEVERAL if several else Fault.UNIT_UNKNOWN, cell[:200], named[:5]))
    return None


def _cooperating(cell: str, units: Units, lead: str | None, faults: list[CellFault]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for read in units.read_many(cell):
        if not read.codes:
            faults.append(CellFault(Column.COOPERATING, Fault.UNIT_UNKNOWN, read.text[:200], read.suggestions))
        found.update(dict.fromkeys(read.codes))
    if lead in found:
        faults.append(CellFault(Column.COOPERATING, Fault.LEAD_COOPERATES, cell[:200]))
    return tuple(code for code in found if code != lead)


def _deadline(cell: str, faults: list[CellFault]) -> Deadline:
    try:
        return deadlines.read(cell)
    except DeadlineUnreadable:
        faults.append(CellFault(Column.DEADLINE, Fault.DEADLINE_UNREADABLE, cell[:200]))
        return NO_DEADLINE


def _faulty(row: Row, fault: CellFault) -> Row:
    return Row(
        row.number,
        RowState.FAULTY,
        row.cells,
        row.title,
        row.description,
        row.lead,
        row.cooperating,
        row.product,
        row.deadline,
        row.note,
        (*row.faults, fault),
    )
