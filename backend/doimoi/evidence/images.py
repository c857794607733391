"""Copies images without what they tell besides the picture: place, time, device, thumbnails, anything behind the end.

The picture itself is not compressed again, so that a photograph stays the evidence it was; only its parts are picked
out. How the camera was held (orientation) is kept in a note of its own, since the picture would lie on its side.
"""

import re
import struct
import zlib
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from typing import BinaryIO, Final

Copy = Callable[[mmap, BinaryIO, int], None]


class Damaged(Exception):
    """The parts do not fit together: cut off, or no such image at all."""


_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_MAX_SCANS: Final = 100
_PNG_KEPT: Final = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD cICP acTL fcTL fdAT".split())
_WEBP_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_PNG_START: Final = b"\x89PNG\r\n\x1a\n"


def strip(form: str, source: BinaryIO, target: BinaryIO, orientation: int) -> None:
    """Copy an image of a form ('JPEG', 'PNG', 'WEBP') part by part; raises `Damaged`.

    `orientation` is the EXIF value 1-8; 1 is upright.
    """
    with mmap(source.fileno(), 0, access=ACCESS_READ) as data:
        try:
            {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}[form](data, target, orientation)
        except (struct.error, IndexError) as error:
            raise Damaged from error


def _note(orientation: int) -> bytes:
    """The smallest TIFF block that says how the camera was held."""
    return b"II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)


def _jpeg(data: mmap, out: BinaryIO, orientation: int) -> None:
    if data[:2] != b"\xff\xd8":
        raise Damaged
    out.write(data[:2])
    if orientation != 1:
        note = b"Exif\0\0" + _note(orientation)
        out.write(b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note)
    at, scans = 2, 0
    while True:
        while data[at : at + 2] == b"\xff\xff":  # padding before a marker
            at += 1
        if data[at] != 0xFF:
            raise Damaged
        marker = data[at + 1]
        if marker == 0xD9:
            out.write(b"\xff\xd9")
            return
        length = struct.unpack_from(">H", data, at + 2)[0]
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise Damaged
        if _kept_in_jpeg(marker, data[at + 4 : at + 16]):
            out.write(data[at:end])
        at = end
        if marker == 0xDA:
            scans += 1
            found = _AFTER_SCAN.search(data, at)
            if found is None or scans > _MAX_SCANS:
                raise Damaged
            _copy(data, out, at, found.start())
            at = found.start()


def _kept_in_jpeg(marker: int, begins: bytes) -> bool:
    if marker == 0xFE:
        return False
    if not 0xE0 <= marker <= 0xEF:
        return True
    return begins.startswith({0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}.get(marker, b"\0never\0"))


def _png(data: mmap, out: BinaryIO, orientation: int) -> None:
    if data[:8] != _PNG_START:
        raise Damaged
    out.write(_PNG_START)
    at = 8
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise Damaged
        if name in _PNG_KEPT:
            out.write(data[at:end])
        if name == b"IHDR" and orientation != 1:
            body = b"eXIf" + _note(orientation)
            out.write(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
        if name == b"IEND":
            return
        at = end


def _webp(data: mmap, out: BinaryIO, orientation: int) -> None:
    start, size, mark = struct.unpack_from("<4sI4s", data, 0)
    if start != b"RIFF" or mark != b"WEBP" or not 4 < size <= len(data) - 8:
        raise Damaged
    out.write(data[:12])
    at, stop = 12, 8 + size
    while at < stop:
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        if end > stop:
            raise Damaged
        if name == b"VP8X":
            part = bytearray(data[at:end])
            part[8] &= 0xFF ^ (0x08 | 0x04)  # neither EXIF nor XMP
            part[8] |= 0x08 if orientation != 1 else 0
            out.write(part)
        elif name in _WEBP_KEPT:
            out.write(data[at:end])
        at = end
    if orientation != 1:
        note = _note(orientation)
        out.write(b"EXIF" + struct.pack("<I", len(note)) + note)
    whole = out.tell()
    out.seek(4)
    out.write(struct.pack("<I", whole - 8))


def _copy(data: mmap, out: BinaryIO, start: int, stop: int) -> None:
    for at in range(start, stop, 1 << 20):
        out.write(data[at : min(at + (1 << 20), stop)])
