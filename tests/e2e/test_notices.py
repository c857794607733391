"""People are told: the head of what an officer hands in, the officer of being urged; each by the bell."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.people import DESKTOP, PHONE, Desk, invited, join, set_up
from tests.running.product import Product

pytestmark = pytest.mark.e2e
SIZES = {"phone": PHONE, "desk": DESKTOP}


@dataclass
class Office:
    """People at their browsers."""

    officer: Desk
    head: Desk
    leader: Desk


@pytest.fixture(scope="module")
def office(chromium: Browser, product: Product) -> Office:
    """Who hands in, who reviews, who urges."""
    admin = set_up(chromium, product)
    links = [
        invited(admin, "Đào Thử Việc", "11602:TTPVHCC", "officer"),
        invited(admin, "Vũ Thử Trưởng", "11602:TTPVHCC", "head"),
        invited(admin, "Tô Thử Lãnh", "11602", "leader"),
    ]
    return Office(*(join(chromium, product, link) for link in links))


def both(desk: Desk, shots: Path, name: str) -> None:
    """A picture at each size, and the checks of the page at each."""
    for size, viewport in SIZES.items():
        desk.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        desk.shoot(shots, f"{name}-{size}")
        desk.check()
    desk.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def bell(page: Page, unread: int) -> None:
    """The bell as it must be, after looking anew."""
    page.reload()
    name = f"Thông báo, {unread} chưa đọc" if unread else "Thông báo"
    expect(page.get_by_role("banner").get_by_role("link", name=name, exact=True)).to_be_visible()


def test_nothing_was_told_yet(office: Office, shots: Path) -> None:
    page = office.head.page
    bell(page, 0)
    office.head.open("/thong-bao")
    expect(page.get_by_text("Chưa có thông báo nào.")).to_be_visible()
    both(office.head, shots, "thong-bao-trong")


def test_the_head_is_told_of_what_the_officer_hands_in(office: Office, shots: Path) -> None:
    officer, page = office.officer.page, office.head.page
    office.officer.open("/nhap-so-lieu/2026-H2")
    officer.get_by_label(re.compile("^Tử số, a2a", re.I)).fill("1.740")
    officer.get_by_label(re.compile("^Mẫu số, a2a", re.I)).fill("2.980")
    officer.get_by_label(re.compile("^Mẫu số, a2a", re.I)).blur()
    officer.get_by_role("button", name="Gửi duyệt a2a").click()
    expect(officer.get_by_role("button", name="Rút lại a2a")).to_be_visible()
    bell(page, 1)
    bell(officer, 0)
    page.get_by_role("link", name="Thông báo, 1 chưa đọc").click()
    told = page.get_by_role("link", name="Đào Thử Việc gửi số liệu A2a của")
    expect(told).to_be_visible()
    both(office.head, shots, "thong-bao")
    told.click()
    expect(page.get_by_role("heading", name="Duyệt").first).to_be_visible()
    assert "so=" in page.url
    expect(page.get_by_text("1.740 / 2.980").first).to_be_visible()
    bell(page, 0)


def test_the_leader_urges_and_the_officer_sees_it(office: Office, shots: Path) -> None:
    leader, page = office.leader.page, office.officer.page
    office.leader.open("/nhiem-vu?don-vi=11602:TTPVHCC&vai=lead")
    first = leader.locator("[data-line]").first
    expect(first).to_be_visible()
    code = first.get_attribute("data-line")
    leader.keyboard.press("j")
    leader.keyboard.press("e")
    dialog = leader.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name=f"Đôn đốc {code}?")).to_be_visible()
    expect(dialog.get_by_text(f"/nhiem-vu/{code}")).to_be_visible()
    expect(dialog.get_by_role("button", name="Sao chép lời nhắc Zalo")).to_be_visible()
    both(office.leader, shots, "don-doc")
    dialog.get_by_label("Lời nhắn").fill("Báo cáo trước thứ Sáu")
    dialog.get_by_role("button", name="Đôn đốc", exact=True).click()
    expect(leader.get_by_text("Đã đôn đốc.")).to_be_visible()
    office.leader.open(f"/nhiem-vu/{code}")
    expect(leader.get_by_text("Báo cáo trước thứ Sáu")).to_be_visible()
    leader.get_by_role("button", name="Đôn đốc").click()
    leader.get_by_role("dialog").get_by_role("button", name="Đôn đốc", exact=True).click()
    expect(leader.get_by_text("Hôm nay bạn đã đôn đốc việc này rồi.")).to_be_visible()
    bell(page, 1)
    page.get_by_role("link", name="Thông báo, 1 chưa đọc").click()
    told = page.get_by_role("link", name=f"Tô Thử Lãnh đôn đốc {code}")
    expect(told).to_contain_text("Báo cáo trước thứ Sáu")
    expect(page.get_by_role("heading", name="Việc của bạn hôm nay")).to_be_visible()
    both(office.officer, shots, "thong-bao-don-doc")
    told.click()
    page.wait_for_url(f"**/nhiem-vu/{code}")
    bell(page, 0)


def test_urging_from_the_overview_stands_in_the_discussion(office: Office, shots: Path) -> None:
    leader, page = office.leader.page, office.head.page
    office.leader.open("/tong-quan?don-vi=11602:TTPVHCC")
    line = leader.locator("[data-line]").first
    expect(line).to_be_visible()
    code = line.get_attribute("data-line")
    line.focus()
    leader.keyboard.press("e")
    dialog = leader.get_by_role("dialog")
    expect(dialog.get_by_text(f"/chi-tieu/{code}")).to_be_visible()
    dialog.get_by_role("button", name="Đôn đốc", exact=True).click()
    expect(leader.get_by_text("Đã đôn đốc.")).to_be_visible()
    office.leader.open("/tong-quan")
    expect(leader.locator("[data-line]").first).to_be_visible()
    both(office.leader, shots, "tong-quan-don-doc")
    office.head.open("/thong-bao")
    page.get_by_role("link", name=f"Tô Thử Lãnh đôn đốc {code}").click()
    expect(page.get_by_text("Đề nghị đơn vị cập nhật số liệu")).to_be_visible()
    both(office.head, shots, "chi-tieu-don-doc")
    office.head.open("/thong-bao")
    page.get_by_role("button", name="Đánh dấu đã đọc tất cả").click()
    expect(page.get_by_text("Đã đánh dấu đọc hết.")).to_be_visible()
    bell(page, 0)
