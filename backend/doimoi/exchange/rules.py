"""What an export may be written as."""

from enum import StrEnum


class Format(StrEnum):
    """What an export is written as."""

    NDJSON = "ndjson"
    CSV = "csv"
