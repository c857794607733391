"""Small real files of the sample ward, sent by people as any other: a paper, a picture, a table."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import xlsxwriter
from PIL import Image, ImageDraw
from sqlalchemy import select

from doimoi.access.models import Unit
from doimoi.access.rules import Act
from doimoi.evidence.models import Evidence
from doimoi.evidence.service import uploading
from doimoi.running.demo.ground import Demo

DATED: Final = datetime(2026, 6, 1, tzinfo=UTC)
"""Files say that they were made then, so that they are the same in every sample ward."""


def send_file(demo: Demo, who: str, unit: str, name: str) -> UUID:
    """A file of a unit, sent by somebody of it unless it is there; its content follows from the ending of its name."""
    content = _CONTENTS[name.rpartition(".")[2]](f"{unit} {len(name)}")
    with demo.acting(who, Act.EVIDENCE_WRITE) as (db, actor):
        query = select(Evidence.id).join(Unit, Unit.id == Evidence.unit_id)
        known = db.scalars(query.where(Unit.full_code == f"11602:{unit}", Evidence.filename == name)).first()
        if known is not None:
            return known
        coming = uploading.expect(
            db,
            actor,
            demo.files,
            demo.settings,
            unit=unit,
            filename=name,
            length=len(content),
            keep_metadata=False,
        )

    async def take() -> UUID:
        async with demo.files.receive(_whole(content), demo.settings.max_upload) as file:
            with (
                uploading.checked(demo.files, file, coming) as found,
                demo.acting(who, Act.EVIDENCE_WRITE) as (db, actor),
            ):
                return uploading.keep(db, actor, demo.files, demo.settings, coming, found).id

    return asyncio.run(take())


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _drawn(text: str) -> Image.Image:
    picture = Image.new("RGB", (620, 400), (238, 243, 250))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((12, 12, 607, 387), outline=(11, 79, 158), width=3)
    # The letters that come with the library know no Vietnamese marks.
    draw.text((40, 60), "DU LIEU MAU", fill=(11, 79, 158), font_size=44)
    draw.text((40, 130), f"Tep minh hoa, don vi {text}", fill=(40, 40, 40), font_size=22)
    draw.text((40, 170), "Khong phai ho so that", fill=(40, 40, 40), font_size=22)
    return picture


def _png(text: str) -> bytes:
    out = io.BytesIO()
    _drawn(text).save(out, "PNG")
    return out.getvalue()


def _pdf(text: str) -> bytes:
    out = io.BytesIO()
    moment = DATED.timetuple()
    _drawn(text).save(out, "PDF", resolution=72.0, creationDate=moment, modDate=moment)
    return out.getvalue()


def _xlsx(text: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "Dữ liệu mẫu", "created": DATED})
        sheet = book.add_worksheet("Dữ liệu mẫu")
        sheet.set_column(0, 2, 24)
        sheet.write_row(0, 0, ("DỮ LIỆU MẪU", "Đơn vị", text))
        sheet.write_row(1, 0, ("Hồ sơ", "Số lượng", "Ghi chú"))
        for row, (what, number) in enumerate((("Trực tuyến", 1740), ("Trực tiếp", 1240)), start=2):
            sheet.write_row(row, 0, (what, number, "số bịa"))
    return out.getvalue()


_CONTENTS: Final = {"png": _png, "pdf": _pdf, "xlsx": _xlsx}
