"""What may come in, under which name, and how it goes out again."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from doimoi.core.errors import DomainError

MEGABYTE: Final = 1024 * 1024
MAX_NAME: Final = 150
MAX_PIXELS: Final = 50_000_000
MAX_ENTRIES: Final = 2_000
MAX_INFLATED: Final = 200 * MEGABYTE
MAX_RATIO: Final = 100
FREE_RATIO: Final = 16 * MEGABYTE
"""Up to here an office document may unfold as much as it likes: small tables of blanks shrink very well."""


class EvidenceState(StrEnum):
    """A draft backs nothing yet and may be deleted; what something links to stays."""

    DRAFT = "draft"
    ATTACHED = "attached"


class Disposition(StrEnum):
    """Whether a browser shows a file or saves it."""

    INLINE = "inline"
    ATTACHMENT = "attachment"


class Form(StrEnum):
    """How the inside of a file is checked."""

    PDF = "pdf"
    OFFICE = "office"
    IMAGE = "image"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken. `mark` is what its inside calls itself: an image format, an office content type."""

    media_type: str
    form: Form
    shown_inline: bool = False
    mark: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_JPEG = Kind("image/jpeg", Form.IMAGE, True, "JPEG")

KINDS: Final[dict[str, Kind]] = {
    "pdf": Kind("application/pdf", Form.PDF, True),
    "docx": Kind(f"{_OFFICE}wordprocessingml.document", Form.OFFICE, False, "wordprocessingml.document.main+xml"),
    "xlsx": Kind(f"{_OFFICE}spreadsheetml.sheet", Form.OFFICE, False, "spreadsheetml.sheet.main+xml"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Kind("image/png", Form.IMAGE, True, "PNG"),
    "webp": Kind("image/webp", Form.IMAGE, True, "WEBP"),
    "csv": Kind("text/csv", Form.TEXT),
    "txt": Kind("text/plain", Form.TEXT),
}
PACKED: Final = tuple(sorted({k.media_type for k in KINDS.values() if k.form in (Form.PDF, Form.OFFICE)}))
"""Media types that are compressed already."""


class FileTypeRefused(DomainError):
    """Files of this kind are not taken."""

    status, code = 415, "file_type_refused"


class FileTypeLies(DomainError):
    """The inside is not what the name says."""

    status, code = 422, "file_type_lies"


class FileBroken(DomainError):
    """The file is cut off or damaged."""

    status, code = 422, "file_broken"


class FileLocked(DomainError):
    """An office document with a password, or one of the old kind."""

    status, code = 422, "file_locked"


class FileHasMacros(DomainError):
    """An office document that carries programs."""

    status, code = 422, "file_has_macros"


class FileTooDeep(DomainError):
    """The file unfolds into far more than it seems, or an image has too many pixels."""

    status, code = 422, "file_too_deep"


class FileEmpty(DomainError):
    """Nothing was sent."""

    status, code = 422, "file_empty"


class FileTooLarge(DomainError):
    """The file is larger than one may be."""

    status, code = 413, "file_too_large"


class UploadCut(DomainError):
    """The connection ended before the file did."""

    status, code = 400, "upload_cut"


class QuotaFull(DomainError):
    """The unit's files would be more than a unit may keep."""

    status, code = 409, "evidence_quota_full"


class EvidenceInUse(DomainError):
    """Something rests on this file."""

    status, code = 409, "evidence_in_use"


class ContentMissing(DomainError):
    """The row is here but its file is not: the data folder was not restored with the database."""

    status, code = 410, "evidence_content_missing"


_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co")
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\ufffd]')
_DEVICES: Final = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in "123456789")})


def clean_name(given: str) -> str:
    """A name that is safe on every system and reads as what it is: one line, NFC, no folders, no hidden direction.

    Marks that turn text around (RTL override) or cannot be seen are dropped: `gpj.exe` must not read `exe.jpg`.
    """
    text = unicodedata.normalize("NFC", given.replace("\\", "/").rpartition("/")[2])
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    text = _FORBIDDEN.sub("_", " ".join(text.split())).strip(". ")
    stem, dot, suffix = text.rpartition(".")
    stem = stem.rstrip(". ")
    if not dot or not stem:
        return text[:MAX_NAME]
    if stem.split(".")[0].rstrip().lower() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem[: MAX_NAME - len(suffix) - 1]}.{suffix}" if len(suffix) < 10 else text[:MAX_NAME]


def kind_of(name: str) -> Kind:
    """The kind that a cleaned name claims. Raises `FileTypeRefused`."""
    stem, dot, suffix = name.rpartition(".")
    kind = KINDS.get(suffix.lower()) if stem and dot else None
    if kind is None:
        raise FileTypeRefused(name=name, allowed=", ".join(KINDS))
    return kind


def kind_of_media(media_type: str) -> Kind:
    """The kind that a stored file was taken as."""
    return next(kind for kind in KINDS.values() if kind.media_type == media_type)


def check_size(size: int, limit: int) -> None:
    """Raise `FileTooLarge` above `limit` bytes."""
    if size > limit:
        raise FileTooLarge(limit=max(1, limit // MEGABYTE), bytes=limit)


def check_quota(used: int, coming: int, quota: int) -> None:
    """Raise `QuotaFull` when what comes does not fit beside what the unit has."""
    if used + coming > quota:
        raise QuotaFull(used=used // MEGABYTE, quota=quota // MEGABYTE)


def content_headers(name: str, kind: Kind, wanted: Disposition, sha256: str) -> dict[str, str]:
    """Headers under which a file is inert: the type from our table, no guessing, no origin, no scripts (RFC 6266).

    Only images and PDF are shown; everything else is saved, whatever was asked.
    """
    shown = wanted if kind.shown_inline else Disposition.ATTACHMENT
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in name)
    return {
        "Content-Type": kind.media_type,
        "Content-Disposition": f"{shown.value}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{sha256}"',
    }
