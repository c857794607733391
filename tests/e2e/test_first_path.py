"""One number from the printed set-up link to the integrator's curl, by the hands of those who do it."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from doimoi.access.everywhere import everywhere
from doimoi.access.rules import Scope
from doimoi.running import database
from tests import make
from tests.e2e.people import invite, join, set_up
from tests.running.product import Product

pytestmark = pytest.mark.e2e


def _curl(product: Product, key: str, query: str = "") -> list[dict[str, object]]:
    address = f"{product.url}/api/v1/exports/indicator-values{query}"
    done = subprocess.run(
        ["curl", "-sS", "--fail-with-body", "-H", f"Authorization: Bearer {key}", address],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_number_from_entry_to_the_city(chromium: Browser, product: Product, shots: Path) -> None:
    admin = set_up(chromium, product)
    admin.check()
    officer_link = invite(admin, "Đào Thử Nhập", "11602:TTPVHCC", "Cán bộ")
    head_link = invite(admin, "Vũ Thử Duyệt", "11602:TTPVHCC", "Trưởng đơn vị")
    leader_link = invite(admin, "Tô Thử Lãnh", "11602", "Lãnh đạo")
    admin.shoot(shots, "to-chuc")
    admin.check()

    officer = join(chromium, product, officer_link)
    page = officer.page
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    page.get_by_role("link", name="Nhập", exact=False).filter(has_text="2026-H2").click()
    expect(page.get_by_role("heading", name="Nhập số liệu")).to_be_visible()
    page.get_by_label(re.compile("^Tử số, a2a", re.I)).fill("1.740")
    page.get_by_label(re.compile("^Mẫu số, a2a", re.I)).fill("2.980")
    page.get_by_label(re.compile("^Mẫu số, a2a", re.I)).blur()
    expect(page.get_by_text("58,4%").first).to_be_visible()
    expect(page.get_by_text(re.compile("^Đã lưu")).first).to_be_visible()
    officer.shoot(shots, "nhap-so-lieu")
    officer.check()
    page.get_by_role("button", name="Gửi duyệt a2a").click()
    expect(page.get_by_text("Chờ duyệt").first).to_be_visible()

    head = join(chromium, product, head_link)
    head.open("/duyet")
    expect(head.page.get_by_text("1.740 / 2.980").first).to_be_visible()
    head.shoot(shots, "duyet")
    head.check()
    head.page.keyboard.press("r")
    dialog = head.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Trả lại").click()
    expect(dialog.get_by_text("Chưa ghi lý do")).to_be_visible()
    dialog.get_by_label("Chỗ cần sửa").fill("Không khớp sổ một cửa ngày 20/11")
    dialog.get_by_role("button", name="Trả lại").click()
    expect(head.page.get_by_text("Không còn số liệu chờ bạn duyệt")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Không khớp sổ một cửa ngày 20/11")).to_be_visible()
    # By keyboard: what is typed into a number one tabs to takes the number's place.
    page.get_by_label(re.compile("^Mẫu số, a2a", re.I)).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("1.750")
    page.keyboard.press("Tab")
    expect(page.get_by_text("58,7%").first).to_be_visible()
    page.get_by_role("button", name="Gửi duyệt a2a").click()
    expect(page.get_by_role("button", name="Rút lại a2a")).to_be_visible()

    head.open("/duyet")
    expect(head.page.get_by_text("1.750 / 2.980").first).to_be_visible()
    head.page.keyboard.press("a")
    expect(head.page.get_by_text("Không còn số liệu chờ bạn duyệt")).to_be_visible()

    leader = join(chromium, product, leader_link)
    expect(leader.page.get_by_role("heading", name="Tổng quan chỉ tiêu 2026-2030")).to_be_visible()
    row = leader.page.get_by_role("row", name=re.compile("Hồ sơ được số hóa khi tiếp nhận"))
    expect(row).to_contain_text("58,7%")
    leader.shoot(shots, "tong-quan")
    leader.check()
    expect(leader.page.get_by_role("link", name="Nhập số liệu")).to_have_count(0)
    row.get_by_role("link").first.click()
    expect(leader.page.get_by_role("heading", name=re.compile("a2a", re.I))).to_be_visible()
    leader.shoot(shots, "chi-tieu")
    leader.check()

    admin.open("/khoa-api")
    admin.page.get_by_role("button", name="Tạo khóa").click()
    dialog = admin.page.get_by_role("dialog")
    dialog.get_by_label("Tên khóa").fill("Trung tâm dữ liệu thành phố")
    dialog.get_by_label("Đơn vị", exact=True).select_option(value="11602")
    dialog.get_by_role("checkbox", name=re.compile("Đọc số liệu đã duyệt")).check()
    dialog.get_by_role("button", name="Tạo khóa").click()
    key = admin.page.get_by_role("dialog").locator("code", has_text="dmk_").first.inner_text()
    admin.page.get_by_role("button", name="Tôi đã cất khóa").click()
    admin.check()
    found = _curl(product, key)
    assert [(v["indicator"], v["numerator"], v["rate"], v["approved_by"]) for v in found] == [
        ("A2a", "1750", "58.72", "Vũ Thử Duyệt")
    ]
    assert _curl(product, _strangers_key(product)) == []
    nobody = ["curl", "-s", f"{product.url}/api/v1/exports/indicator-values"]
    refused = subprocess.run(nobody, capture_output=True, text=True, timeout=30, check=True)
    assert json.loads(refused.stdout)["code"] == "unauthenticated"


def _strangers_key(product: Product) -> str:
    """A key of the ward next door."""
    with (
        database.opened(product.settings, lambda _: None) as base,
        everywhere(base.everywhere_url, "thử khóa lạ") as db,
    ):
        return make.key(db, make.unit_of(db, "11581"), Scope.VALUES_READ)
