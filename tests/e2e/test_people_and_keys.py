"""The administrator's work by hand: a card for a phone, work handed over, a key replaced, the trail read and saved."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.people import PHONE, Desk, desk, invite, invited, join, set_up
from tests.running.product import Product

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def admin(chromium: Browser, product: Product) -> Desk:
    """The ward's administrator, signed in."""
    return set_up(chromium, product)


def _move(admin: Desk, name: str, item: str) -> None:
    admin.page.get_by_role("button", name=f"Thao tác với {name}").click()
    admin.page.get_by_role("menuitem", name=item).click()


def test_a_phone_comes_in_by_its_card_until_it_is_taken_back(
    chromium: Browser, product: Product, admin: Desk, shots: Path
) -> None:
    admin.open("/to-chuc")
    page = admin.page
    page.get_by_role("button", name="Mời người").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Họ và tên").fill("Tổ Thử Một")
    dialog.get_by_label("Đơn vị").select_option(value="11602:TUC")
    dialog.get_by_role("radio", name="Cộng tác viên").check()
    expect(dialog.get_by_role("radio", name=re.compile("Thẻ đăng nhập điện thoại"))).to_be_checked()
    admin.shoot(shots, "moi-bang-the")
    admin.check()
    dialog.get_by_role("button", name="Tạo lời mời").click()
    link = page.get_by_role("dialog").locator("code").inner_text()
    admin.shoot(shots, "the-dien-thoai")
    admin.check()
    page.get_by_role("button", name="Đã giao xong").click()

    phone = desk(chromium, product, PHONE)
    phone.page.goto(link)
    expect(phone.page.get_by_text("Chào Tổ Thử Một")).to_be_visible()
    phone.shoot(shots, "vao-bang-the")
    phone.check()
    phone.page.get_by_role("button", name="Vào trên điện thoại này").click()
    expect(phone.page.get_by_role("navigation", name="Menu chính")).to_be_visible()
    phone.open("/tai-khoan")
    expect(phone.page.get_by_text("Vào bằng thẻ")).to_be_visible()
    thief = desk(chromium, product, PHONE)
    thief.page.goto(link)
    expect(thief.page.get_by_text("Liên kết đã dùng hoặc hết hạn.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("1 điện thoại")).to_be_visible()
    _move(admin, "Tổ Thử Một", "Điện thoại đăng nhập")
    dialog = page.get_by_role("dialog")
    admin.shoot(shots, "dien-thoai-dang-nhap")
    admin.check()
    dialog.get_by_role("button", name="Thu hồi").click()
    expect(dialog.get_by_text("Không có điện thoại nào đang vào bằng thẻ.")).to_be_visible()
    dialog.get_by_role("button", name="Đóng").last.click()
    phone.page.reload()
    expect(phone.page.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def test_work_is_handed_over_with_its_count_and_reason(
    chromium: Browser, product: Product, admin: Desk, shots: Path
) -> None:
    leaving = join(chromium, product, invited(admin, "Người Thử Đi", "11602:VP", "officer"))
    invited(admin, "Người Thử Đến", "11602:VP", "head")
    admin.open("/to-chuc")
    _move(admin, "Người Thử Đi", "Bàn giao việc")
    dialog = admin.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Bàn giao 1 vai trò").click()
    expect(dialog.get_by_text("Chưa chọn người nhận.").first).to_be_visible()
    dialog.get_by_label("Tìm người nhận").fill("thu den")
    dialog.get_by_label("Người nhận", exact=True).select_option(label="Người Thử Đến · Văn phòng")
    dialog.get_by_label("Lý do bàn giao").fill("Chuyển sang phòng khác")
    admin.shoot(shots, "ban-giao")
    admin.check()
    dialog.get_by_role("button", name="Bàn giao 1 vai trò").click()
    expect(admin.page.get_by_text("Đã chuyển 1 vai trò cho Người Thử Đến.")).to_be_visible()
    leaving.open("/nhap-so-lieu")
    expect(leaving.page.get_by_text("Bạn không có quyền xem mục này.").first).to_be_visible()


def test_a_key_is_replaced_and_says_until_when_the_old_one_works(admin: Desk, shots: Path) -> None:
    admin.open("/khoa-api")
    page = admin.page
    page.get_by_role("button", name="Tạo khóa").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên khóa").fill("Phần mềm thử")
    dialog.get_by_label("Đơn vị", exact=True).select_option(value="11602:VP")
    dialog.get_by_role("button", name="Tạo khóa").click()
    page.get_by_role("button", name="Tôi đã cất khóa").click()
    page.get_by_role("button", name="Thao tác với khóa Phần mềm thử").click()
    page.get_by_role("menuitem", name="Thay khóa mới").click()
    admin.check()
    page.get_by_role("dialog").get_by_role("button", name="Thay khóa mới").click()
    expect(page.get_by_role("dialog").locator("code").first).to_contain_text("dmk_")
    page.get_by_role("button", name="Tôi đã cất khóa").click()
    expect(page.get_by_text("Đã thay, dùng đến")).to_be_visible()
    admin.shoot(shots, "khoa-api-thay")
    admin.check()


def test_the_trail_is_narrowed_by_a_press_and_saved(admin: Desk, shots: Path, tmp_path: Path) -> None:
    invite_name = "Người Thử Dấu"
    admin.open("/to-chuc")
    invite(admin, invite_name, "11602:VP", "Cán bộ")
    admin.open("/nhat-ky")
    page = admin.page
    page.get_by_label("Đối tượng").select_option(label="Tài khoản")
    row = page.get_by_role("row").filter(has_text=invite_name).first
    expect(row).to_contain_text("Thêm: Tài khoản")
    row.get_by_role("button", name="Mai Thử Quản").click()
    expect(page.get_by_role("button", name="Người làm: Mai Thử Quản")).to_be_visible()
    assert "nguoi=" in page.url and "loai=account" in page.url
    admin.shoot(shots, "nhat-ky-loc")
    admin.check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải bảng").click()
    saved = tmp_path / "nhat-ky.xlsx"
    waiting.value.save_as(saved)
    assert re.fullmatch(r"nhat-ky-\d{8}\.xlsx", waiting.value.suggested_filename)
    with zipfile.ZipFile(saved) as book:
        text = book.read("xl/sharedStrings.xml").decode()
    assert invite_name in text and "Người làm" in text
    page.reload()
    expect(page.get_by_role("button", name="Người làm: Mai Thử Quản")).to_be_visible()
    page.get_by_label("Tìm trong lý do").fill("không có lý do nào thế này")
    expect(page.get_by_text("Không có thay đổi nào khớp.")).to_be_visible()
    page.get_by_role("button", name="Bỏ hết điều kiện lọc").click()
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    admin.shoot(shots, "nhat-ky-phone")
    admin.check()
