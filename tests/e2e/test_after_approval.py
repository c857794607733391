"""What happens to figures once they are approved, in the browsers of those who do it, at a desk and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from doimoi.access.everywhere import everywhere
from doimoi.indicators.models import Indicator
from doimoi.running import database
from tests import make
from tests.e2e.people import DESKTOP, PHONE, Desk, invited, join, set_up
from tests.running.product import Product

pytestmark = pytest.mark.e2e


def _seed(product: Product) -> None:
    """Approved figures of the service centre, one of them published, and of the schools that give numbers for C4."""
    with (
        database.opened(product.settings, lambda _: None) as base,
        everywhere(base.everywhere_url, "số liệu thử") as db,
    ):
        centre = make.unit_of(db, "11602:TTPVHCC")
        every = {row.code: row for row in db.scalars(select(Indicator).where(Indicator.unit_id == make.ward(db).id))}
        make.value(db, centre, every["A2a"], "2026-H2", (1740, 2980))
        make.value(db, centre, every["A2b"], "2026-H2", (300, 400))
        make.value(db, centre, every["A4"], "2026-H2", (94, 100), "published")
        for number, numbers in ((1, (1, 1)), (2, (0, 1)), (3, None)):
            school = make.unit(db, f"TRUONG-{number:02}", make.ward(db), name=f"Trường Mẫu {number}")
            if numbers:
                make.value(db, school, every["C4"], "2026-SY", numbers)


def _both(desk: Desk, shots: Path, name: str) -> None:
    """Looked at and measured at a desk and on a phone."""
    for size, viewport in (("desk", DESKTOP), ("phone", PHONE)):
        desk.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        desk.shoot(shots, f"{name}-{size}")
        desk.check()
    desk.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def test_paths_corrections_publication_and_talk(chromium: Browser, product: Product, shots: Path) -> None:
    admin = set_up(chromium, product)
    _seed(product)
    coordinator = join(chromium, product, invited(admin, "Đỗ Thử Mối", "11602:VHXH", "coordinator"))
    officer = join(chromium, product, invited(admin, "Đào Thử Nhập", "11602:TTPVHCC", "officer"))
    head = join(chromium, product, invited(admin, "Vũ Thử Duyệt", "11602:TTPVHCC", "head"))
    leader = join(chromium, product, invited(admin, "Tô Thử Lãnh", "11602", "leader"))
    supervisor = join(chromium, product, invited(admin, "Hồ Thử Giám", "11602:MTTQ", "supervisor"))

    # The coordinator sees why nothing is judged, and proposes straight lines for all.
    page = coordinator.page
    coordinator.open("/tong-quan")
    expect(page.get_by_text("chưa đặt lộ trình").first).to_be_visible()
    _both(coordinator, shots, "lo-trinh-thieu")
    page.get_by_role("button", name="Đề xuất lộ trình").click()
    coordinator.shoot(shots, "lo-trinh-hoi")
    coordinator.check()
    page.get_by_role("dialog").get_by_role("button", name="Đặt lộ trình").click()
    expect(page.get_by_text(re.compile("Đã đặt lộ trình giả định cho"))).to_be_visible()
    expect(page.get_by_text("chưa đặt lộ trình")).to_have_count(0)
    expect(page.get_by_role("row", name=re.compile("Hồ sơ được số hóa khi tiếp nhận"))).to_contain_text("giả định")
    _both(coordinator, shots, "lo-trinh-co")

    # By keyboard: the fourth card filters, j moves to the first line, Enter opens it.
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile("tt=dung"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/chi-tieu/"))

    # One path is decided: a number per year and why.
    coordinator.open("/chi-tieu/A2a?the=lo-trinh")
    expect(page.get_by_text("Giả định: nối thẳng đến mục tiêu, phường chưa quyết định.")).to_be_visible()
    _both(coordinator, shots, "lo-trinh")
    page.get_by_role("button", name="Sửa lộ trình").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("2026", exact=True).fill("70")
    dialog.get_by_label("2027", exact=True).fill("60")
    dialog.get_by_label("Ghi là giả định").uncheck()
    dialog.get_by_role("button", name="Đặt lộ trình").click()
    expect(dialog.get_by_text("Chỉ tiêu đã có số được duyệt. Ghi lý do đổi lộ trình.")).to_be_visible()
    dialog.get_by_label("Lý do đổi lộ trình").fill("Theo năng lực quét của trung tâm")
    dialog.get_by_role("button", name="Đặt lộ trình").click()
    expect(dialog.get_by_text("Năm 2027 thấp hơn năm trước.", exact=False).first).to_be_visible()
    coordinator.shoot(shots, "lo-trinh-sua")
    coordinator.check()
    dialog.get_by_label("2027", exact=True).fill("80")
    dialog.get_by_label("2028", exact=True).fill("90")
    dialog.get_by_label("2029", exact=True).fill("95")
    dialog.get_by_role("button", name="Đặt lộ trình").click()
    expect(page.get_by_text("Đỗ Thử Mối đặt ngày")).to_be_visible()
    coordinator.open("/chi-tieu/A2a")
    expect(page.get_by_text("Chậm tiến độ").first).to_be_visible()
    _both(coordinator, shots, "tien-do-ke-hoach")

    # The officer corrects; the approved number stays in use until the head approves the new one.
    officer.open("/chi-tieu/A2a?the=so-lieu")
    officer.page.get_by_role("button", name="Đính chính").click()
    dialog = officer.page.get_by_role("dialog")
    dialog.get_by_label("Tử số").fill("1.800")
    dialog.get_by_role("button", name="Gửi duyệt").click()
    expect(dialog.get_by_text("Chưa ghi lý do.")).to_be_visible()
    officer.shoot(shots, "dinh-chinh")
    officer.check()
    dialog.get_by_label("Lý do đính chính").fill("Sót 60 hồ sơ ở quầy 3")
    dialog.get_by_role("button", name="Gửi duyệt").click()
    expect(officer.page.get_by_text("Đang dùng: 58,4%")).to_be_visible()
    _both(officer, shots, "dinh-chinh-cho")
    leader.open("/tong-quan")
    row = leader.page.get_by_role("row", name=re.compile("Hồ sơ được số hóa khi tiếp nhận"))
    expect(row).to_contain_text("58,4%")
    expect(row).to_contain_text("đang đính chính")
    head.open("/duyet")
    expect(head.page.get_by_text("1.800 / 2.980").first).to_be_visible()
    head.page.keyboard.press("a")
    expect(head.page.get_by_text("Không còn số liệu chờ bạn duyệt")).to_be_visible()
    officer.open("/chi-tieu/A2a?the=so-lieu")
    expect(officer.page.locator("del")).to_contain_text("58,4%")
    expect(officer.page.get_by_text("Lý do: Sót 60 hồ sơ ở quầy 3")).to_be_visible()
    _both(officer, shots, "dinh-chinh-xong")

    # The leader publishes what is approved and takes one figure back.
    leader.open("/tong-quan")
    leader.page.get_by_role("button", name="Công bố").click()
    dialog = leader.page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Công bố 2 số")).to_be_visible()
    leader.shoot(shots, "cong-bo")
    leader.check()
    dialog.get_by_role("button", name="Công bố 2 số").click()
    expect(leader.page.get_by_text("Đã công bố 2 số.")).to_be_visible()
    leader.open("/chi-tieu/A4?the=so-lieu")
    leader.page.get_by_role("button", name="Thu hồi").click()
    dialog = leader.page.get_by_role("dialog")
    dialog.get_by_label("Lý do thu hồi").fill("Chờ kiểm tra lại phiếu")
    dialog.get_by_role("button", name="Thu hồi").click()
    expect(leader.page.get_by_role("cell", name="Đã duyệt")).to_be_visible()

    # Who gives, who owes; what people say.
    coordinator.open("/chi-tieu/C4?the=don-vi")
    expect(page.get_by_text("1 đơn vị chưa có số được duyệt.")).to_be_visible()
    _both(coordinator, shots, "theo-don-vi")
    supervisor.open("/chi-tieu/A4?the=trao-doi")
    supervisor.page.get_by_label("Viết trao đổi").fill("Vì sao quý này thấp hơn?")
    supervisor.page.get_by_role("button", name="Gửi").click()
    expect(supervisor.page.get_by_text("Vì sao quý này thấp hơn?")).to_be_visible()
    officer.open("/chi-tieu/A4?the=trao-doi")
    officer.page.get_by_role("button", name="Trả lời").click()
    officer.page.get_by_label("Trả lời Hồ Thử Giám").fill("Hai quầy nghỉ một tuần.")
    officer.page.get_by_role("button", name="Gửi").first.click()
    expect(officer.page.get_by_text("Hai quầy nghỉ một tuần.")).to_be_visible()
    expect(officer.page.get_by_text("Giám sát, MTTQ", exact=False)).to_be_visible()
    _both(officer, shots, "trao-doi")
    supervisor.page.reload()
    supervisor.page.get_by_role("button", name="Đánh dấu xong").click()
    expect(supervisor.page.get_by_text(re.compile("Hồ Thử Giám đánh dấu xong"))).to_be_visible()
    supervisor.check()
