"""What the pages promise, counted and timed: few presses, nobody left in the dark, and nothing typed lost."""

import re
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from sqlalchemy import select

from doimoi.access.everywhere import everywhere
from doimoi.indicators.models import Indicator
from doimoi.running import database
from tests import make
from tests.e2e.people import DESKTOP, PASSWORD, PHONE, Caller, Desk, desk, invited, join, set_up, sign_in
from tests.evidence import corpus
from tests.running.product import Product

pytestmark = pytest.mark.e2e
CENTRE, OFFICE = "11602:TTPVHCC", "11602:VP"
KEY_MS = 60
"""How fast the budgets of typing are counted."""

COUNT = """
window.addEventListener("click", (event) => {
  if (!event.isTrusted || event.detail === 0 || event.target.closest("label:has(input[type=file])")) return;
  sessionStorage.presses = Number(sessionStorage.presses ?? 0) + 1;
}, true);
"""
"""Counts presses of mouse and finger; keys that press a button have no detail."""


@dataclass
class Ward:
    """The people, each at a browser of their own."""

    admin: Desk
    officer: Desk
    head: Desk
    second: Desk
    leader: Desk
    coordinator: Desk


@pytest.fixture(scope="module")
def ward(chromium: Browser, product: Product) -> Ward:
    """A service centre with two heads, who gives it work, and who leads the ward."""
    admin = set_up(chromium, product)
    wanted = (
        ("Đào Thử Đếm", CENTRE, "officer"),
        ("Vũ Thử Nhanh", CENTRE, "head"),
        ("Vũ Thử Chậm", CENTRE, "head"),
        ("Tô Thử Lãnh", "11602", "leader"),
        ("Đỗ Thử Mối", "11602:VHXH", "coordinator"),
    )
    return Ward(admin, *(join(chromium, product, invited(admin, *one)) for one in wanted))


def _counted(page: Page) -> int:
    return int(page.evaluate("sessionStorage.presses ?? 0"))


def _cell(page: Page, code: str, field: str = "Tử số") -> Any:
    return page.get_by_label(re.compile(f"^{field}, {code} ", re.I))


def _hand_in(product: Product, *codes: str) -> None:
    """Values of the centre that wait for its heads."""
    officer = Caller(product, "dao.thu.dem")
    for code in codes:
        path = f"/indicator-values/by-key/{CENTRE}/{code}/2026-H2"
        made = officer.asked("PUT", path, {"numerator": "300", "denominator": "400"})
        officer.asked("POST", f"/indicator-values/{made['id']}/submissions", version=made["version"])


# --- presses ---------------------------------------------------------------------------------------------------------


def test_a_value_with_its_proof_takes_four_presses(ward: Ward, shots: Path) -> None:
    page = ward.officer.page
    page.context.add_init_script(COUNT)
    ward.officer.open("/")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    begun = time.monotonic()
    page.get_by_role("link", name="Nhập", exact=False).filter(has_text="2026-H2").click()
    expect(_cell(page, "A1")).to_be_visible()
    # From the first cell by keys: across, down, and into the second row.
    _cell(page, "A1").focus()
    page.keyboard.press("Enter")
    expect(_cell(page, "A2a")).to_be_focused()
    page.keyboard.type("1.740", delay=KEY_MS)
    page.keyboard.press("Tab")
    page.keyboard.type("2.980", delay=KEY_MS)
    page.keyboard.press("Tab")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Thêm tệp minh chứng cho A2a").click()
        page.get_by_role("dialog").get_by_role("button", name="Chọn tệp").click()
    file = corpus.pdf(b"BT /F1 12 Tf ET", 90_000)
    chooser.value.set_files(FilePayload(name="Sổ một cửa.pdf", mimeType="application/pdf", buffer=file))
    expect(page.get_by_role("dialog").get_by_role("button", name="Xem Sổ một cửa.pdf")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Gửi duyệt a2a").click()
    expect(page.get_by_role("button", name="Rút lại a2a")).to_be_visible()
    took, presses = time.monotonic() - begun, _counted(page) - 1
    print(f"\nB1 at a desk: {presses} presses and the choice of a file, {took:.1f} s")
    assert presses <= 4 and took <= 30
    ward.officer.check()


def test_a_value_with_its_photograph_takes_six_taps_on_a_phone(
    chromium: Browser, product: Product, ward: Ward, shots: Path
) -> None:
    link = invited(ward.admin, "Tô Thử Máy", OFFICE, "officer")
    person = join(chromium, product, link, PHONE)
    page = person.page
    page.context.add_init_script(COUNT)
    person.open("/")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    begun = time.monotonic()
    page.get_by_role("link", name="Nhập", exact=False).filter(has_text="2026-H2").click()
    page.get_by_label("Tử số").click()
    page.keyboard.type("900", delay=KEY_MS)
    page.get_by_label("Mẫu số").click()
    page.keyboard.type("12.000", delay=KEY_MS)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("^Thêm tệp minh chứng cho")).click()
        page.get_by_role("dialog").get_by_role("button", name="Chụp ảnh").click()
    photo = corpus.image(size=(640, 480), orientation=6, gps=True)
    chooser.value.set_files(FilePayload(name="chup.jpg", mimeType="image/jpeg", buffer=photo))
    expect(page.get_by_role("dialog").get_by_role("button", name="Xem chup.jpg")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Đóng").click()
    page.get_by_role("button", name=re.compile("^Gửi duyệt ")).first.click()
    expect(page.get_by_role("button", name=re.compile("^Rút lại "))).to_be_visible()
    took, taps = time.monotonic() - begun, _counted(page) - 1
    print(f"\nB1 on a phone: {taps} taps and the taking of a picture, {took:.1f} s")
    assert taps <= 6 and took <= 30
    person.shoot(shots, "dien-thoai-da-gui")
    person.check()


@pytest.fixture(scope="module")
def behind(product: Product, ward: Ward) -> None:
    """Two indicators that are late, B2 far more than B1b, which stands before it in the plan."""
    coordinator = Caller(product, "do.thu.moi")
    coordinator.asked("POST", "/indicator-paths/proposals", {})
    with (
        database.opened(product.settings, lambda _: None) as base,
        everywhere(base.everywhere_url, "số liệu thử") as db,
    ):
        centre = make.unit_of(db, "11602:KTHTDT")
        every = {row.code: row for row in db.scalars(select(Indicator).where(Indicator.unit_id == make.ward(db).id))}
        make.value(db, centre, every["B2"], "2026-H2", (1, 1000))
        make.value(db, centre, every["B1b"], "2026-H2", (5, 12))


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_leader_finds_who_owns_the_worst_indicator(
    chromium: Browser, product: Product, behind: None, shots: Path, size: str
) -> None:
    person = desk(chromium, product, {"desk": DESKTOP, "phone": PHONE}[size])
    page = person.page
    page.context.add_init_script(COUNT)
    sign_in(person, "to.thu.lanh")
    expect(page.get_by_role("heading", name="Tổng quan chỉ tiêu 2026-2030")).to_be_visible()
    before, begun = _counted(page), time.monotonic()
    page.get_by_label("Xếp theo mức chậm").check()
    worst = page.get_by_role("row" if size == "desk" else "listitem").filter(has=page.locator("[data-line]")).first
    expect(worst).to_contain_text("Chậm tiến độ")
    expect(worst).to_contain_text("B2")
    expect(worst).to_contain_text("KT-HT&ĐT")
    worst.locator("[data-line]").click()
    expect(page.get_by_role("heading", name=re.compile("^B2"))).to_be_visible()
    expect(page.get_by_text("Phòng Kinh tế - Hạ tầng và Đô thị", exact=False).first).to_be_visible()
    took, presses = time.monotonic() - begun, _counted(page) - before
    print(f"\nB6, {size}: {presses} presses after signing in, {took:.1f} s")
    assert presses <= 2 and took <= 8
    person.shoot(shots, f"don-vi-cua-chi-tieu-cham-{size}")
    person.check()


# --- two at once -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_slower_of_two_reviewers_reads_who_was_faster(product: Product, ward: Ward, shots: Path, size: str) -> None:
    code = {"desk": "A2b", "phone": "A4"}[size]
    _hand_in(product, code)
    second = ward.second
    second.page.set_viewport_size({"desk": DESKTOP, "phone": PHONE}[size])  # type: ignore[arg-type]
    for person in (ward.head, second):
        person.open("/duyet")
        person.page.get_by_text(code, exact=True).first.click()
        expect(person.page.get_by_text("300 / 400").first).to_be_visible()
    ward.head.page.get_by_role("button", name=re.compile("^Duyệt")).last.click()
    expect(ward.head.page.get_by_text(f"Đã duyệt {code} của Trung tâm PVHCC.")).to_be_visible()
    second.page.get_by_role("button", name="Trả lại").last.click()
    dialog = second.page.get_by_role("dialog")
    dialog.get_by_label("Chỗ cần sửa").fill("Không khớp sổ")
    dialog.get_by_role("button", name="Trả lại").click()
    told = second.page.get_by_text(re.compile(rf"^{code} của Trung tâm PVHCC: Vũ Thử Nhanh vừa duyệt lúc \d\d:\d\d"))
    expect(told).to_be_visible()
    second.shoot(shots, f"duyet-cham-hon-{size}")
    second.check()
    assert [v["state"] for v in _values(product, code)] == ["approved"]


def _values(product: Product, code: str) -> Any:
    caller = Caller(product, "dao.thu.dem")
    return caller.asked("GET", f"/indicator-values?unit={CENTRE}&indicator={code}&period=2026-H2")["data"]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_period_closed_while_somebody_types(
    chromium: Browser, product: Product, ward: Ward, shots: Path, size: str
) -> None:
    person = desk(chromium, product, {"desk": DESKTOP, "phone": PHONE}[size])
    page = person.page
    sign_in(person, "dao.thu.dem")
    person.open(f"/nhap-so-lieu/2026-H2?don-vi={CENTRE}&o=A1")
    field = _cell(page, "A1").or_(page.get_by_label("Tử số", exact=True))
    coordinator = Caller(product, "do.thu.moi")
    period = next(p for p in coordinator.asked("GET", "/periods")["data"] if p["code"] == "2026-H2")
    expect(field).to_be_visible()
    typed = {"desk": "41", "phone": "43"}[size]
    field.fill(typed)
    locked = coordinator.asked("POST", "/periods/2026-H2/locks", {"reason": "Chốt để báo cáo"}, period["version"])
    field.blur()
    expect(page.get_by_text(re.compile(r"Kỳ này đã chốt ngày \d\d/\d\d/\d{4}")).first).to_be_visible()
    expect(field).to_have_value(typed)
    person.shoot(shots, f"ky-chot-khi-dang-go-{size}")
    person.check()
    page.get_by_role("link", name=re.compile("1 lỗi gửi")).click()
    expect(page.get_by_text(re.compile(r"Kỳ này đã chốt ngày")).first).to_be_visible()
    person.shoot(shots, f"hang-cho-gui-ky-chot-{size}")
    person.check()
    coordinator.asked("POST", "/periods/2026-H2/unlockings", {"reason": "Còn thiếu số"}, locked["version"])
    page.get_by_role("button", name=re.compile("^Gửi lại ")).click()
    expect(page.get_by_text("Mọi thứ đã gửi")).to_be_visible()
    assert [v["numerator"] for v in _values(product, "A1")] == [typed]
    page.context.close()


# --- the network -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_cell_typed_without_a_network_arrives_once(
    chromium: Browser, product: Product, ward: Ward, shots: Path, size: str
) -> None:
    person = desk(chromium, product, {"desk": DESKTOP, "phone": PHONE}[size])
    page = person.page
    sign_in(person, "dao.thu.dem")
    person.open(f"/nhap-so-lieu/2026-H2?don-vi={CENTRE}&o=A1")
    field = _cell(page, "A1").or_(page.get_by_label("Tử số", exact=True))
    expect(field).to_be_visible()
    before = {v["id"]: v["version"] for v in _values(product, "A1")}
    typed = {"desk": "51", "phone": "53"}[size]
    page.context.set_offline(True)
    field.fill(typed)
    field.blur()
    expect(page.get_by_text(re.compile("^Mất mạng · 1 chờ"))).to_be_visible()
    person.shoot(shots, f"mat-mang-{size}")
    # What the browser holds of its own outlives the page: it is closed without a network and opened again with one.
    puts: list[str] = []
    page.context.on("request", lambda request: puts.append(request.url) if request.method == "PUT" else None)
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(f"{product.url}/nhap-so-lieu/2026-H2?don-vi={CENTRE}&o=A1")
    expect(again.get_by_role("status").filter(has_text=re.compile("^Đã lưu"))).to_be_visible(timeout=30_000)
    (kept,) = _values(product, "A1")
    assert kept["numerator"] == typed
    assert len(puts) == 1 and kept["version"] == before.get(kept["id"], 0) + 1
    again.context.close()


# --- out at once -----------------------------------------------------------------------------------------------------


def test_a_revoked_key_is_refused_within_a_second(product: Product, ward: Ward) -> None:
    page = ward.admin.page
    ward.admin.open("/khoa-api")
    page.get_by_role("button", name="Tạo khóa").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên khóa").fill("Phần mềm sắp mất khóa")
    dialog.get_by_label("Đơn vị", exact=True).select_option(value="11602")
    dialog.get_by_role("checkbox", name=re.compile("Đọc số liệu đã duyệt")).check()
    dialog.get_by_role("button", name="Tạo khóa").click()
    secret = page.get_by_role("dialog").locator("code", has_text="dmk_").first.inner_text()
    page.get_by_role("button", name="Tôi đã cất khóa").click()
    with httpx.Client(base_url=f"{product.url}/api/v1", headers={"Authorization": f"Bearer {secret}"}) as tool:
        assert tool.get("/exports/indicator-values").status_code == 200
        page.get_by_role("button", name="Thao tác với khóa Phần mềm sắp mất khóa").click()
        page.get_by_role("menuitem", name="Thu hồi").click()
        with page.expect_response(lambda answer: answer.request.method == "DELETE") as revoked:
            page.get_by_role("dialog").get_by_role("button", name="Thu hồi").click()
        begun = time.monotonic()
        assert revoked.value.status == 204
        refused = tool.get("/exports/indicator-values")
        took = time.monotonic() - begun
    print(f"\na revoked key is refused {1000 * took:.0f} ms later")
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated") and took < 1
    expect(page.get_by_text("Đã thu hồi").first).to_be_visible()
    ward.admin.check()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_who_is_deactivated_is_out_and_their_page_says_so(
    chromium: Browser, product: Product, ward: Ward, shots: Path, size: str
) -> None:
    name = {"desk": "Lý Thử Nghỉ", "phone": "Lý Thử Rời"}[size]
    person = join(
        chromium, product, invited(ward.admin, name, CENTRE, "officer"), {"desk": DESKTOP, "phone": PHONE}[size]
    )
    page = person.page
    person.open(f"/nhap-so-lieu/2026-H2?don-vi={CENTRE}&o=A1")
    field = _cell(page, "A1").or_(page.get_by_label("Tử số", exact=True))
    expect(field).to_be_visible()

    ward.admin.open("/to-chuc")
    ward.admin.page.get_by_role("button", name=f"Thao tác với {name}").click()
    ward.admin.page.get_by_role("menuitem", name=re.compile("Ngừng|Vô hiệu|Khóa")).click()
    dialog = ward.admin.page.get_by_role("dialog")
    with ward.admin.page.expect_response(re.compile("/deactivations$")):
        dialog.get_by_role("button", name=re.compile("Ngừng|Vô hiệu|Khóa")).click()
    before = _values(product, "A1")
    field.fill("99")
    field.blur()
    expect(page.get_by_role("dialog", name="Phiên đăng nhập đã hết")).to_be_visible()
    person.shoot(shots, f"tai-khoan-da-ngung-{size}")
    person.check()
    page.get_by_role("dialog").get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert").or_(page.get_by_text("không đúng"))).to_be_visible()
    assert _values(product, "A1") == before
    with suppress(Exception):
        page.context.close()
