"""Every screen at the width of a small phone and of a desk: readable, reachable, nothing cut off sideways."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.people import DESKTOP, PHONE, Desk, desk, invited, join, set_up
from tests.running.product import Product

pytestmark = pytest.mark.e2e
SIZES = {"phone": PHONE, "desk": DESKTOP}


@dataclass
class Office:
    """People of one ward with links that nobody has opened yet."""

    admin: Desk
    links: dict[str, str]


@pytest.fixture(scope="module")
def office(chromium: Browser, product: Product) -> Office:
    """An administrator, and invitations for each kind of work on each screen."""
    admin = set_up(chromium, product)
    links = {}
    for size in SIZES:
        links[f"officer-{size}"] = invited(admin, f"Đào Thử {size}", "11602:VHXH", "officer")
        links[f"head-{size}"] = invited(admin, f"Vũ Thử {size}", "11602:VHXH", "head")
        links[f"leader-{size}"] = invited(admin, f"Tô Thử {size}", "11602", "leader")
    return Office(admin, links)


def _visit(desk: Desk, shots: Path, size: str, path: str, heading: str) -> None:
    desk.open(path)
    expect(desk.page.get_by_role("heading", name=heading).first).to_be_visible()
    desk.shoot(shots, f"{path.strip('/').split('?')[0].replace('/', '-')}-{size}")
    desk.check()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_reading_screens(chromium: Browser, product: Product, office: Office, shots: Path, size: str) -> None:
    leader = join(chromium, product, office.links[f"leader-{size}"], SIZES[size])
    for path, heading in (
        ("/tong-quan", "Tổng quan chỉ tiêu 2026-2030"),
        ("/chi-tieu/A2a", "Hồ sơ được số hóa khi tiếp nhận"),
        ("/chi-tieu/E3?the=dinh-nghia", "Mô hình điển hình được nhân rộng"),
        ("/ke-hoach", "Kế hoạch"),
        ("/nhat-ky", "Nhật ký"),
        ("/tai-khoan", "Tài khoản"),
        ("/tro-giup", "Trợ giúp"),
        ("/khong-co-trang-nay", "Không tìm thấy mục này."),
        ("/duyet", "Bạn không có quyền xem mục này."),
    ):
        _visit(leader, shots, size, path, heading)


@pytest.mark.parametrize("size", list(SIZES))
def test_the_working_screens(chromium: Browser, product: Product, office: Office, shots: Path, size: str) -> None:
    officer = join(chromium, product, office.links[f"officer-{size}"], SIZES[size])
    _visit(officer, shots, size, "/nhap-so-lieu/2026-H2", "Nhập số liệu")
    head = join(chromium, product, office.links[f"head-{size}"], SIZES[size])
    _visit(head, shots, size, "/duyet", "Duyệt")
    expect(head.page.get_by_text("Không còn số liệu chờ bạn duyệt")).to_be_visible()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_administrators_screens(office: Office, shots: Path, size: str) -> None:
    admin = office.admin
    admin.page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
    _visit(admin, shots, size, "/to-chuc", "Tổ chức & người dùng")
    _visit(admin, shots, size, "/khoa-api", "Khóa API")
    _visit(admin, shots, size, "/nhat-ky", "Nhật ký")
    admin.open("/khoa-api")
    admin.page.get_by_role("button", name="Tạo khóa").click()
    expect(admin.page.get_by_role("dialog")).to_be_visible()
    admin.shoot(shots, f"khoa-api-tao-{size}")
    admin.check()
    admin.open("/to-chuc")
    admin.page.get_by_role("button", name="Mời người").click()
    expect(admin.page.get_by_role("dialog")).to_be_visible()
    admin.shoot(shots, f"to-chuc-moi-{size}")
    admin.check()


@pytest.mark.parametrize("size", list(SIZES))
def test_the_screens_before_log_in(chromium: Browser, product: Product, shots: Path, size: str) -> None:
    nobody = desk(chromium, product, SIZES[size])
    _visit(nobody, shots, size, "/dang-nhap", "Đăng nhập")
    _visit(nobody, shots, size, "/loi-moi", "Nhận lời mời")
    _visit(nobody, shots, size, "/tong-quan", "Đăng nhập")
    nobody.page.get_by_label("Tên đăng nhập").fill("khong.ai")
    nobody.page.get_by_label("Mật khẩu", exact=True).fill("không phải mật khẩu")
    nobody.page.get_by_role("button", name="Đăng nhập").click()
    expect(nobody.page.get_by_text("Tên đăng nhập hoặc mật khẩu không đúng")).to_be_visible()


def test_mistakes_and_a_lost_network_on_a_small_phone(
    chromium: Browser, product: Product, office: Office, shots: Path
) -> None:
    link = invited(office.admin, "Lý Thử Gõ", "11602:TTPVHCC", "officer")
    officer = join(chromium, product, link, PHONE)
    page = officer.page
    page.get_by_role("link", name="Nhập", exact=False).filter(has_text="2026-H2").click()
    page.get_by_label("Tử số").fill("36")
    page.get_by_label("Mẫu số").fill("34")
    page.get_by_role("button", name="Tiếp").click()
    expect(page.get_by_text("Tử số 36 lớn hơn mẫu số 34")).to_be_in_viewport()
    page.get_by_role("button", name="Để sửa sau").click()

    page.context.set_offline(True)
    page.get_by_label("Tử số").fill("1.234")
    page.get_by_label("Mẫu số").fill("2.000")
    page.get_by_label("Mẫu số").blur()
    expect(page.get_by_text("Mất mạng · 1 chờ lưu")).to_be_visible()
    expect(page.get_by_text("tự lưu khi có mạng")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.context.set_offline(False)

    for name in ("Tiếp", "Tiếp", "Tiếp", "Xem lại"):
        page.get_by_role("button", name=name).click()
    expect(page.get_by_text("Còn 1 ô có lỗi nên chưa gửi được")).to_be_visible()
    expect(page.get_by_text("1.234/2.000 · 61,7%")).to_be_visible()
    send = page.get_by_role("button", name="Gửi duyệt 1 ô")
    expect(send).to_be_in_viewport()
    officer.shoot(shots, "xem-lai-phone")
    officer.check()
    send.click()
    expect(page.get_by_text("Đã gửi duyệt 1 ô.")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi duyệt")).to_be_disabled()
