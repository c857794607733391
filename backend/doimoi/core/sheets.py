"""Lists as sheets for people's spreadsheets: the same rows that the address answers with, as CSV or as a workbook.

Nothing in a sheet is ever run: text that begins like a formula is kept as text.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

import xlsxwriter

from doimoi.core.clock import WARD_ZONE
from doimoi.words.sheets import OF_FIELD, VALUES, Column, Kind, Sheet

BOM: Final = "\ufeff"
SEPARATOR: Final = ";"
ROWS: Final = 10_000
"""A sheet holds so many rows at most; a longer list has to be filtered first."""

Cell = str | Decimal | date | datetime | None


class SheetForm(StrEnum):
    """What a list is written as."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


MEDIA: Final = {
    SheetForm.CSV: "text/csv; charset=utf-8",
    SheetForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Written:
    """A finished sheet."""

    body: bytes
    media: str
    name: str


def write(sheet: Sheet, answer: Any, form: SheetForm, language: str, today: date) -> Written:
    """The rows of a decoded answer as a sheet, with heads and enumerated words in `vi` or `en`."""
    heads = [column.head(language) for column in sheet.columns]
    rows = [[_cell(row, column, language) for column in sheet.columns] for row in _rows(answer, sheet.rows)]
    body = _csv(heads, rows) if form is SheetForm.CSV else _xlsx(heads, rows, sheet.title)
    return Written(body, MEDIA[form], f"{sheet.title}-{today:%Y%m%d}.{form.value}")


def _rows(answer: Any, path: str) -> list[Any]:
    """What stands at `data` or at `groups[].indicators`."""
    found: list[Any] = [answer]
    for name in path.split("[]."):
        found = [item for holder in found for item in holder[name]]
    return found


def _cell(row: Any, column: Column, language: str) -> Cell:
    values = [_typed(value, column, language) for value in _reach(row, column.path)]
    if not values:
        return None
    if len(values) == 1:
        return values[0]
    return "; ".join(str(value) for value in values if value is not None)


_STEP: Final = re.compile(r"(\w+)(?:\[(\w*)\])?")


def _reach(row: Any, path: str) -> list[Any]:
    """The values at `unit.name`, at `memberships[].role`, or at `memberships[in_force].role` where the flag is set."""
    found: list[Any] = [row]
    for step in path.split("."):
        match = _STEP.fullmatch(step)
        assert match is not None, path
        name, flag = match.groups()
        found = [holder.get(name) for holder in found if isinstance(holder, dict)]
        if flag is not None:
            found = [item for items in found for item in items or [] if not flag or item.get(flag)]
    return [value for value in found if value is not None]


def _typed(value: Any, column: Column, language: str) -> Cell:
    if column.kind is Kind.CHANGES:
        return _change(value, language)
    if isinstance(value, list):
        return ", ".join(str(_typed(item, column, language)) for item in value)
    if column.kind is Kind.NUMBER:
        return Decimal(str(value))
    if column.kind is Kind.DAY:
        return date.fromisoformat(value[:10])
    if column.kind is Kind.MOMENT:
        return datetime.fromisoformat(value).astimezone(WARD_ZONE).replace(tzinfo=None)
    if column.values:
        return _word(column.values, str(value).lower() if isinstance(value, bool) else str(value), language)
    return str(value)


def _word(of: str, key: str, language: str) -> str:
    words = VALUES[of].get(key)
    return words[language == "en"] if words else key


def _change(change: dict[str, str | None], language: str) -> str:
    """`Tình trạng: Nháp → Chờ duyệt`."""
    field = str(change["field"])
    of = OF_FIELD.get(field)
    before, after = (
        "-" if side is None else _word(of, side, language) if of else side
        for side in (change["before"], change["after"])
    )
    return f"{_word('field', field, language)}: {before} → {after}"


def _csv(heads: Sequence[str], rows: list[list[Cell]]) -> bytes:
    return BOM.encode() + b"".join(line(cells) for cells in [list(heads), *([cell(c) for c in row] for row in rows)])


def line(cells: Sequence[str]) -> bytes:
    """One line of a CSV sheet as Vietnamese Excel opens it."""
    text = io.StringIO()
    csv.writer(text, delimiter=SEPARATOR, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def cell(value: object) -> str:
    """One cell of a CSV sheet: decimal comma, and never anything that a spreadsheet would run.

    Text that begins like a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, datetime):
        return value.isoformat(sep="T" if value.tzinfo else " ", timespec="seconds")
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _xlsx(heads: Sequence[str], rows: list[list[Cell]], title: str) -> bytes:
    """A workbook with real numbers and dates, a head that stays in sight, and no formula or link made from text."""
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(body, options) as book:
        # The moment of writing would make two equal sheets differ, and nobody needs it.
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        page = book.add_worksheet(title[:31])
        bold, day, moment = (
            book.add_format(f)
            for f in ({"bold": True}, {"num_format": "dd/mm/yyyy"}, {"num_format": "dd/mm/yyyy hh:mm"})
        )
        for place, head in enumerate(heads):
            page.write_string(0, place, head, bold)
        for number, row in enumerate(rows, start=1):
            for place, value in _filled(row):
                if isinstance(value, Decimal):
                    page.write_number(number, place, float(value))
                elif isinstance(value, date):
                    page.write_datetime(number, place, value, moment if isinstance(value, datetime) else day)
                else:
                    page.write_string(number, place, value[:32_767])
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
        for place, head in enumerate(heads):
            longest = max([len(head), *(len(cell(row[place])) for row in rows[:200])])
            page.set_column(place, place, min(max(longest + 2, 8), 60))
    return body.getvalue()


def _filled(row: list[Cell]) -> Iterator[tuple[int, str | Decimal | date]]:
    for place, value in enumerate(row):
        if value is not None:
            yield place, value
