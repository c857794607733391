"""Looks inside a file that came in: is it whole, is it what its name says, does it stay small when it is opened.

These checks keep mistakes and nuisance out. They are not what makes a file harmless: a file can be a good PDF and
something else besides. Serving is (`rules.content_headers`).
"""

import codecs
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from PIL import Image, UnidentifiedImageError

from doimoi.evidence import rules
from doimoi.evidence.rules import FileBroken, FileHasMacros, FileLocked, FileTooDeep, FileTypeLies, Form, Kind

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: Final = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"RIFF",
    b"MZ",
    b"\x7fELF",
    b"GIF8",
    b"{\\rtf",
    _OLE,
)
_BLOCK: Final = 65_536
_DIRECTORY: Final = 1024 * 1024
_DECODED: Final = 16_000_000
"""Images up to so many pixels are decoded to see that they are whole; larger ones only part by part."""
_PROGRAMS: Final = re.compile(
    r"(^|/)(vbaproject|vbadata|activex\d*|macrosheets|customui)[./]|\.(exe|dll|js|vbs|bat|cmd|scr|ps1)$"
)
_TEMPLATE: Final = re.compile(rb"attachedTemplate[^>]*External|External[^>]*attachedTemplate", re.I)


def check(path: Path, kind: Kind) -> int:
    """Raise what is wrong with a file; else the orientation of an image (1 for everything else)."""
    with path.open("rb") as file:
        return _CHECKS[kind.form](file, kind)


def _pdf(file: BinaryIO, kind: Kind) -> int:
    """A head, an end, and an end that points to where the list of parts really stands."""
    if re.match(rb"%PDF-[12]\.\d", file.read(8)) is None:
        raise FileTypeLies(type="pdf")
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 2048))
    found = re.findall(rb"startxref\s+(\d{1,12})\s+%%EOF", file.read())
    if not found or int(found[-1]) >= size:
        raise FileBroken
    file.seek(int(found[-1]))
    if re.match(rb"\s*(xref|\d+\s+\d+\s+obj)", file.read(64)) is None:
        raise FileBroken
    return 1


def _office(file: BinaryIO, kind: Kind) -> int:
    start = file.read(8)
    if start == _OLE:
        raise FileLocked
    if start[:4] != b"PK\x03\x04":
        raise FileTypeLies(type=kind.media_type)
    size = file.seek(0, os.SEEK_END)
    _check_directory(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_entries(archive.infolist())
            _check_contents(archive, kind)
            _inflate(archive, size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise FileBroken from error
    return 1


def _check_directory(file: BinaryIO, size: int) -> None:
    """The list of entries, before anything reads it: short, at the very end, with nothing before or behind."""
    file.seek(max(0, size - 42))
    end = file.read()
    if len(end) < 42 or end[20:24] != b"PK\x05\x06":
        raise FileBroken
    entries, length, offset, comment = struct.unpack_from("<HIIH", end, 30)
    if end[:4] == b"PK\x06\x07" or entries > rules.MAX_ENTRIES or length > _DIRECTORY:
        raise FileTooDeep
    if comment or offset + length + 22 != size:
        raise FileBroken


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(names) > rules.MAX_ENTRIES:
        raise FileTooDeep
    if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
        raise FileBroken
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileLocked
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise FileBroken
    if any(_PROGRAMS.search(name) for name in names):
        raise FileHasMacros


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name


def _check_contents(archive: zipfile.ZipFile, kind: Kind) -> None:
    """The document must call itself what the file's name says."""
    try:
        with archive.open("[Content_Types].xml") as part:
            types = part.read(_DIRECTORY)
    except KeyError as error:
        raise FileTypeLies(type=kind.media_type) from error
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise FileHasMacros
    if kind.mark.encode() not in types:
        raise FileTypeLies(type=kind.media_type)


def _inflate(archive: zipfile.ZipFile, size: int) -> None:
    """Open every entry and count what comes out, whatever its head says; a wrong checksum is raised by zipfile."""
    total = 0
    for entry in archive.infolist():
        links = entry.filename.lower().endswith(".rels")
        with archive.open(entry) as part:
            while block := part.read(_BLOCK):
                total += len(block)
                if total > rules.MAX_INFLATED or total > max(rules.FREE_RATIO, rules.MAX_RATIO * size):
                    raise FileTooDeep
                if links and _TEMPLATE.search(block):
                    raise FileHasMacros


def _image(file: BinaryIO, kind: Kind) -> int:
    try:
        with Image.open(file, formats=[kind.mark]) as image:
            pixels = image.width * image.height
            if pixels > rules.MAX_PIXELS:
                raise FileTooDeep
            orientation = image.getexif().get(0x0112, 1)
            # A baseline photograph is read whole but drawn at an eighth: every byte is seen, little memory is taken.
            if kind.mark == "JPEG" and not image.info.get("progressive"):
                image.draft(image.mode, (max(1, image.width // 8), max(1, image.height // 8)))
                image.load()
            elif pixels <= _DECODED:
                image.load()
    except UnidentifiedImageError as error:
        file.seek(0)
        known = file.read(12).startswith({"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG", "WEBP": b"RIFF"}[kind.mark])
        raise (FileBroken() if known else FileTypeLies(type=kind.mark)) from error
    except Image.DecompressionBombError as error:
        raise FileTooDeep from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError, TypeError) as error:
        raise FileBroken from error
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def _text(file: BinaryIO, kind: Kind) -> int:
    """Text of any of the encodings that are met in offices: UTF-8, UTF-16 with its mark, or an old one of 8 bits."""
    start = file.read(8)
    if start.startswith(_STARTS):
        raise FileTypeLies(type=kind.media_type)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _decode(file, "utf-16")
        return 1
    file.seek(0)
    while block := file.read(1 << 20):
        # No text has these; programs, archives and pictures are full of them.
        if block.translate(None, _PRINTED) != b"":
            raise FileTypeLies(type=kind.media_type)
    return 1


_PRINTED: Final = bytes(set(range(256)) - (set(range(32)) - {9, 10, 12, 13}) - {127})


def _decode(file: BinaryIO, encoding: str) -> None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(1 << 20):
            if "\0" in decoder.decode(block):
                raise FileTypeLies(type=encoding)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise FileBroken from error


_CHECKS: Final[dict[Form, Callable[[BinaryIO, Kind], int]]] = {
    Form.PDF: _pdf,
    Form.OFFICE: _office,
    Form.IMAGE: _image,
    Form.TEXT: _text,
}
