"""How a figure is written into a sheet that people open in Vietnamese Excel."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Format(StrEnum):
    """What an export is written as."""

    NDJSON = "ndjson"
    CSV = "csv"


BOM: Final = "\ufeff"
SEPARATOR: Final = ";"


def cell(value: object) -> str:
    """One cell: decimal comma, days as they are read, and never anything that a spreadsheet would run.

    Text that begins like a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
