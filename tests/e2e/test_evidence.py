"""A value with its proof: files chosen, dragged, pasted, refused, offered again, lost on the way, and reviewed."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.e2e.people import PHONE, Desk, invited, join, set_up
from tests.evidence import corpus
from tests.running.product import Product

pytestmark = pytest.mark.e2e


def _enter(page: Page) -> None:
    page.get_by_label(re.compile("^Tử số, a2a", re.I)).fill("1.740")
    page.get_by_label(re.compile("^Mẫu số, a2a", re.I)).fill("2.980")
    page.get_by_label(re.compile("^Mẫu số, a2a", re.I)).blur()


def _file(name: str, kind: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def _give(page: Page, how: str, name: str, kind: str, content: bytes) -> None:
    """Drop or paste a file, as a browser tells of it."""
    page.evaluate(
        """([how, name, kind, text]) => {
          const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], name, {type: kind}));
          if (how === "paste") {
            document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, cancelable: true}));
          } else {
            const zone = [...document.querySelectorAll("dialog button")].find((b) => b.textContent === "Chọn tệp");
            const told = {dataTransfer: data, bubbles: true, cancelable: true};
            zone.parentElement.dispatchEvent(new DragEvent("drop", told));
          }
        }""",
        [how, name, kind, base64.b64encode(content).decode()],
    )


def test_a_value_with_its_proof(chromium: Browser, product: Product, shots: Path) -> None:
    admin = set_up(chromium, product)
    links = {
        "officer": invited(admin, "Đào Thử Tệp", "11602:TTPVHCC", "officer"),
        "head": invited(admin, "Vũ Thử Xem", "11602:TTPVHCC", "head"),
        "phone": invited(admin, "Tô Thử Máy", "11602:TTPVHCC", "officer"),
    }
    officer = join(chromium, product, links["officer"])
    page = officer.page
    officer.open("/nhap-so-lieu")
    _enter(page)
    page.get_by_role("button", name="Thêm tệp minh chứng cho A2a").click()
    dialog = page.get_by_role("dialog")
    chooser = dialog.locator("input[type=file][multiple]")

    # Several at once; what is not taken stays with its reason, the others arrive.
    chooser.set_input_files(
        [
            _file("Báo cáo số 128.pdf", "application/pdf", corpus.pdf(b"BT /F1 12 Tf ET", 90_000)),
            _file("Ảnh họp tổ.jpg", "image/jpeg", corpus.image(size=(800, 600), gps=True)),
            _file("anh.heic", "image/heic", b"x"),
            _file("la-macro.docx", "x/y", corpus.office("docx", {"word/vbaProject.bin": b"x"})),
        ]
    )
    files = dialog.get_by_role("list", name="Các tệp minh chứng").get_by_role("listitem")
    expect(files).to_have_count(2)
    expect(dialog.get_by_text("Loại tệp chưa hỗ trợ")).to_be_visible()
    expect(dialog.get_by_text("Tệp có chứa chương trình (macro)")).to_be_visible()
    officer.shoot(shots, "minh-chung")
    officer.check()
    for name in ("anh.heic", "la-macro.docx"):
        dialog.get_by_role("button", name=f"Bỏ {name} khỏi danh sách").click()

    _give(page, "drop", "keo.csv", "text/csv", b"a;1\n")
    expect(files).to_have_count(3)
    _give(page, "paste", "image.png", "image/png", corpus.image("PNG", (300, 200)))
    expect(files).to_have_count(4)

    # The same again is offered instead of being kept twice.
    dialog.get_by_role("button", name="Gỡ keo.csv").click()
    expect(files).to_have_count(3)
    _give(page, "drop", "keo-lai.csv", "text/csv", b"a;1\n")
    expect(dialog.get_by_text("Tệp này đã có: keo.csv")).to_be_visible()
    dialog.get_by_role("button", name="Dùng lại").click()
    expect(files).to_have_count(4)
    expect(dialog.get_by_role("button", name="Xem keo.csv")).to_be_visible()

    # A lost network: it waits, and goes by itself when the network is back.
    page.context.set_offline(True)
    _give(page, "drop", "mat-mang.txt", "text/plain", b"gui sau")
    expect(dialog.get_by_text("Mất mạng · tự gửi tiếp khi có mạng")).to_be_visible()
    page.context.set_offline(False)
    expect(files).to_have_count(5)

    # Slow and cancelled.
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000},
    )
    _give(page, "drop", "lau.csv", "text/csv", b"so lieu;1\n" * 100_000)
    expect(dialog.get_by_text(re.compile(r"Đang gửi [1-9]\d? %"))).to_be_visible()
    dialog.get_by_role("button", name="Hủy gửi lau.csv").click()
    expect(dialog.get_by_text("lau.csv")).to_have_count(0)
    session.detach()
    expect(files).to_have_count(5)

    dialog.get_by_role("listitem").filter(has_text="Báo cáo số 128.pdf").get_by_role("button", name="Ghi chú").click()
    note = page.get_by_role("dialog").last
    note.get_by_label("Ghi chú", exact=True).fill("Bản có dấu")
    note.get_by_label("Cho cả phường xem tệp này").check()
    note.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu ghi chú của Báo cáo số 128.pdf.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Minh chứng của A2a: 5 tệp")).to_be_visible()
    officer.shoot(shots, "nhap-so-lieu-minh-chung")
    officer.check()
    page.get_by_role("button", name="Gửi duyệt a2a").click()
    expect(page.get_by_role("button", name="Rút lại a2a")).to_be_visible()

    _reviewed(join(chromium, product, links["head"]), shots)
    _on_a_phone(join(chromium, product, links["phone"], PHONE), shots)


def _reviewed(head: Desk, shots: Path) -> None:
    """The reviewer looks at the picture and at the paper before deciding."""
    page = head.page
    head.open("/duyet")
    page.get_by_role("button", name="Xem Ảnh họp tổ.jpg").click()
    picture = page.get_by_role("dialog").get_by_role("img", name="Nội dung Ảnh họp tổ.jpg")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
    head.shoot(shots, "duyet-anh")
    head.check()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Xem Báo cáo số 128.pdf").click()
    expect(page.get_by_role("dialog").locator("iframe")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_role("link", name="Tải về")).to_have_attribute(
        "download", "Báo cáo số 128.pdf"
    )
    page.screenshot(path=shots / "duyet-pdf.png")
    with page.expect_download() as saved:
        page.get_by_role("dialog").get_by_role("link", name="Tải về").click()
    assert Path(saved.value.path()).read_bytes() == corpus.pdf(b"BT /F1 12 Tf ET", 90_000)
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.get_by_text("Không còn số liệu chờ bạn duyệt")).to_be_visible()
    head.open("/chi-tieu/A2a")
    page.get_by_role("tab", name=re.compile("Số liệu")).click()
    expect(page.get_by_role("button", name="Minh chứng của A2a: 5 tệp")).to_be_visible()
    head.check()


def _on_a_phone(person: Desk, shots: Path) -> None:
    """The camera is asked for, and everything fits."""
    page = person.page
    person.open("/nhap-so-lieu/2026-H2?don-vi=11602:TTPVHCC&o=A2b")
    expect(page.get_by_text("Minh chứng", exact=True)).to_be_visible()
    field = page.get_by_role("textbox").first
    field.fill("10")
    field.blur()
    page.get_by_role("button", name=re.compile("Thêm tệp minh chứng cho|Minh chứng của")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("input[capture=environment]")).to_have_attribute("accept", re.compile("image/jpeg"))
    dialog.locator("input[capture=environment]").set_input_files(
        [_file("chup.jpg", "image/jpeg", corpus.image(size=(640, 480), orientation=6))]
    )
    expect(dialog.get_by_role("button", name="Xem chup.jpg")).to_be_visible()
    person.shoot(shots, "dien-thoai-minh-chung")
    person.check()
