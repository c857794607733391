"""Files that mean no good: each is refused with words, or taken and served so that nothing can come of it."""

import hashlib
import io
import resource
import time

import pytest
from PIL import Image
from tests.conftest import Api, World
from tests.evidence import corpus
from tests.evidence.conftest import Ward, everything_in, halves_in, rows, upload

from doimoi.core.files import Files

HOSTILE = corpus.hostile()


def test_there_are_sixty_of_them() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_or_harmless(api: Api, world: World, ward: Ward, files: Files, what: str) -> None:
    case, client, began = HOSTILE[what], api.as_(ward.officer), time.monotonic()
    params = {"unit": "TTPVHCC", "filename": case.name}
    answer = client.post("/api/v1/evidence", params=params, content=case.content)
    assert time.monotonic() - began < 5
    assert halves_in(files) == []
    assert everything_in(files) == rows(world)
    if case.code is not None:
        assert answer.json()["code"] == case.code, answer.text
        assert 400 <= answer.status_code < 500 and len(answer.json()["detail"]) > 15
        return
    assert answer.status_code == 201, answer.text
    row = answer.json()
    if case.kept_as is not None:
        assert row["filename"] == case.kept_as
    served = client.get(f"/api/v1/evidence/{row['id']}/content?disposition=inline")
    assert hashlib.sha256(served.content).hexdigest() == row["sha256"]
    assert served.headers["content-type"].split(";")[0] == row["media_type"]
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert row["media_type"] in ("application/pdf", "image/jpeg", "image/png", "image/webp") or (
        served.headers["content-disposition"].startswith("attachment;")
    )
    assert "x-evil" not in served.headers
    if row["media_type"].startswith("image/"):
        assert (
            b"script" not in served.content and b"PK\x03\x04" not in served.content and b"<?php" not in served.content
        )
        Image.open(io.BytesIO(served.content)).load()


def test_nothing_of_it_took_much_memory() -> None:
    """Peak of the whole test process, the making of the files included (one holds 1 GiB of zeros while it is made)."""
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_500_000


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("a.pdf", corpus.pdf(b"Q", 600)),
        ("a.docx", corpus.office()),
        ("a.xlsx", corpus.office("xlsx")),
        ("a.jpg", corpus.image()),
        ("a.png", corpus.image("PNG")),
        ("a.webp", corpus.image("WEBP")),
    ],
)
def test_a_file_cut_at_any_byte_is_refused(api: Api, ward: Ward, name: str, whole: bytes) -> None:
    client = api.as_(ward.officer)
    upload(client, whole, name)
    step = max(1, len(whole) // 60)
    last = 1 if name.endswith("pdf") else 0  # without the line end after its last word a PDF is still whole
    for at in [*range(1, len(whole) - last, step), len(whole) - last - 1]:
        answer = client.post("/api/v1/evidence", params={"unit": "TTPVHCC", "filename": name}, content=whole[:at])
        assert answer.status_code == 422, (name, at, answer.text)
        assert answer.json()["code"] in ("file_broken", "file_type_lies")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_images_lose_where_they_were_taken_and_nothing_else(api: Api, ward: Ward, form: str, orientation: int) -> None:
    client, given = api.as_(ward.officer), corpus.image(form, gps=True, orientation=orientation)
    row = upload(client, given, f"anh-{form}-{orientation}.{form.lower()}")
    assert row["stripped"] is True and row["sent_sha256"] == hashlib.sha256(given).hexdigest() != row["sha256"]
    kept = client.get(f"/api/v1/evidence/{row['id']}/content").content
    with Image.open(io.BytesIO(kept)) as after, Image.open(io.BytesIO(given)) as before:
        assert before.getexif().get_ifd(0x8825)
        assert dict(after.getexif()) == ({0x0112: orientation} if orientation != 1 else {})
        assert after.tobytes() == before.tobytes()
    assert "Máy ảnh".encode() not in kept


def test_an_image_keeps_its_notes_when_asked(api: Api, ward: Ward) -> None:
    given = corpus.image(gps=True)
    row = upload(api.as_(ward.officer), given, "anh.jpg", keep_metadata="true")
    assert (row["stripped"], row["sha256"]) == (False, hashlib.sha256(given).hexdigest())


def test_ordinary_files_of_offices_are_taken(api: Api, ward: Ward) -> None:
    client = api.as_(ward.officer)
    big = io.BytesIO()
    Image.effect_noise((6_000, 4_000), 50).convert("RGB").save(big, "JPEG", quality=80, progressive=True)
    good = {
        "so.csv": "Họ tên;Số\r\nNgười Mẫu;1\r\n".encode("utf-8-sig"),
        "so-excel.csv": "Họ tên;Số\r\n".encode("utf-16"),
        "so-cu.txt": "Bien ban ngày".encode("cp1258", "ignore"),
        "anh-lon.jpeg": big.getvalue(),
        "xam.png": corpus.image("PNG", (31, 17)),
        "bao cao.xlsx": corpus.office("xlsx", {"xl/worksheets/sheet1.xml": b"<row/>" * 1_000_000}),
        "ÁNH.JPG": corpus.image(),
        "nhieu-anh.jpg": corpus.image() + bytes(5000),
    }
    for name, content in good.items():
        assert upload(client, content, name)["filename"] == name
