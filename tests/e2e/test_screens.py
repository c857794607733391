"""Every screen at the width of a small phone and of a desk: readable, reachable, nothing cut off sideways."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from doimoi.access.everywhere import everywhere
from doimoi.running import database
from doimoi.surveys.models import SurveyRound
from tests.conftest import open_folder
from tests.e2e.people import DESKTOP, PHONE, Caller, Desk, desk, invited, join, printed, set_up, sign_in
from tests.running.product import Product, ended_after
from tests.surveys.ground import answers

pytestmark = pytest.mark.e2e
SIZES = {"phone": PHONE, "desk": DESKTOP}


ROUTES = Path(__file__).parents[2] / "frontend" / "src" / "app" / "router.tsx"
BEFORE = {"/dang-nhap": "Đăng nhập", "/thiet-lap": "Thiết lập lần đầu", "/loi-moi": "Nhận lời mời"}
"""The pages that nobody signs in for."""


@dataclass(frozen=True)
class Visit:
    """A page as somebody opens it. `empty` is how it says that there is nothing yet."""

    who: str
    address: str
    heading: str
    empty: str = ""


PAGES = {
    "/viec-cua-toi": Visit("officer", "/viec-cua-toi", "Việc của tôi"),
    "/tong-quan": Visit("leader", "/tong-quan", "Tổng quan chỉ tiêu 2026-2030"),
    "/chi-tieu/$code": Visit("leader", "/chi-tieu/A2a", "Hồ sơ được số hóa khi tiếp nhận"),
    "/nhap-so-lieu/{-$period}": Visit("officer", "/nhap-so-lieu/2026-H2", "Nhập số liệu", "Đã nhập 0/"),
    "/duyet": Visit("head", "/duyet", "Duyệt", "Không còn số liệu chờ bạn duyệt"),
    "/khao-sat": Visit("officer", "/khao-sat", "Khảo sát", "Chưa có đợt khảo sát nào."),
    "/khao-sat/$round": Visit("officer", "/khao-sat/{round}?the=ket-qua", "Hài lòng một cửa", "Chưa có phiếu"),
    "/khao-sat/$round/to-in": Visit("officer", "/khao-sat/{round}/to-in", "Tờ A4 dán tại quầy"),
    "/nhiem-vu": Visit("coordinator", "/nhiem-vu", "Nhiệm vụ"),
    "/nhiem-vu/$ref": Visit("coordinator", "/nhiem-vu/NV1.3", "NV1.3"),
    "/ke-hoach": Visit("leader", "/ke-hoach", "Kế hoạch"),
    "/to-chuc": Visit("admin", "/to-chuc", "Tổ chức & người dùng"),
    "/khoa-api": Visit("admin", "/khoa-api", "Khóa API", "Chưa có khóa nào"),
    "/nhat-ky": Visit("admin", "/nhat-ky", "Nhật ký"),
    "/thong-bao": Visit("officer", "/thong-bao", "Thông báo"),
    "/tai-khoan": Visit("officer", "/tai-khoan", "Tài khoản"),
    "/hang-cho-gui": Visit("officer", "/hang-cho-gui", "Hàng chờ gửi", "Mọi thứ đã gửi"),
    "/tro-giup": Visit("officer", "/tro-giup", "Trợ giúp"),
}
MORE = (
    Visit("leader", "/chi-tieu/E3?the=dinh-nghia", "Mô hình điển hình được nhân rộng"),
    Visit("leader", "/chi-tieu/A2a?the=so-lieu", "Hồ sơ được số hóa khi tiếp nhận"),
    Visit("leader", "/chi-tieu/A2a?the=lo-trinh", "Hồ sơ được số hóa khi tiếp nhận"),
    Visit("leader", "/chi-tieu/C5?the=don-vi", "C5"),
    Visit("leader", "/chi-tieu/A2a?the=trao-doi", "Hồ sơ được số hóa khi tiếp nhận"),
    Visit("leader", "/khong-co-trang-nay", "Không tìm thấy mục này."),
    Visit("leader", "/duyet", "Bạn không có quyền xem mục này."),
    Visit("coordinator", "/nhiem-vu?xem=the", "Nhiệm vụ"),
    Visit("officer", "/khao-sat/{round}", "Hài lòng một cửa"),
)
"""Tabs and other views of the same pages, and what stands there when nothing may be shown."""

PEOPLE = {
    "officer": ("can.bo.ttpvhcc", "11602:TTPVHCC", "officer"),
    "head": ("truong.ttpvhcc", "11602:TTPVHCC", "head"),
    "coordinator": ("dau.moi", "11602:VHXH", "coordinator"),
    "leader": ("lanh.dao", "11602", "leader"),
}


@dataclass
class World:
    """A ward with who opens its pages, and the survey round that its service centre runs."""

    name: str
    product: Product
    desks: dict[str, Desk]
    round: dict[str, Any]


def _round(officer: Caller) -> dict[str, Any]:
    """A round of the centre that takes answers."""
    given = {"unit": "11602:TTPVHCC", "period": "2026-H2", "population": 4800}
    made: dict[str, Any] = officer.asked("POST", "/survey-rounds", given)
    officer.asked("POST", f"/survey-rounds/{made['id']}/openings", version=made["version"])
    return made


@pytest.fixture(scope="module")
def first_day(chromium: Browser, product: Product) -> World:
    """Everybody is there, nothing has been entered."""
    desks = {"admin": set_up(chromium, product)}
    for who, (username, unit, role) in PEOPLE.items():
        name = " ".join(word.capitalize() for word in ("thử", *username.split(".")))
        desks[who] = join(chromium, product, invited(desks["admin"], name, unit, role))
    return World("trong", product, desks, {})


@pytest.fixture(scope="module")
def sample(chromium: Browser) -> Iterator[World]:
    """The sample ward, with figures in every state and a survey that people answered."""
    with open_folder() as folder, ended_after(Product(folder, command="demo")) as made:
        made.start()
        known = printed(made)
        desks = {}
        for who, username in {"admin": "quan.tri", **{w: p[0] for w, p in PEOPLE.items()}}.items():
            desks[who] = desk(chromium, made)
            sign_in(desks[who], username, known[username])
        of = _round(Caller(made, "can.bo.ttpvhcc", known["can.bo.ttpvhcc"]))
        with database.opened(made.settings, lambda _: None) as base, everywhere(base.everywhere_url, "phiếu thử") as db:
            row = db.scalars(select(SurveyRound).where(SurveyRound.code == of["code"])).one()
            answers(db, row, (1, 1, 3, 35, 44), "qr")
            answers(db, row, (1, 1, 4, 84, 100), "kiosk")
        yield World("mau", made, desks, of)


SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")].flatMap((one) => {
  const label = one.closest("label") ?? one.labels?.[0];
  const box = (["checkbox", "radio"].includes(one.type) && label ? label : one).getBoundingClientRect();
  const inSentence = ["A", "SUMMARY"].includes(one.tagName) && getComputedStyle(one).display === "inline";
  const unseen = getComputedStyle(one).visibility === "hidden" || one.type === "file";
  const hidden = unseen || box.width < 3 || box.height < 3;
  const heard = one.getAttribute("aria-label") ?? one.textContent.trim();
  return hidden || inSentence || box.height >= 43.5 ? [] : [`${one.tagName} ${Math.round(box.height)} px: ${heard}`];
})"""
"""What a finger may miss: lower than 44 px, and no link within a sentence."""


def _look(person: Desk, shots: Path, name: str) -> None:
    """Both widths of a page: looked at, measured, nothing too small for a finger."""
    for size, viewport in reversed(SIZES.items()):
        person.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        person.shoot(shots, f"{name}-{size}")
        person.check()
    assert person.page.evaluate(SMALL) == [], person.page.url
    person.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def _visit(world: World, visit: Visit, shots: Path) -> None:
    person = world.desks[visit.who]
    person.open(visit.address.format(round=world.round.get("id", "")))
    expect(person.page.get_by_role("heading", name=visit.heading).first).to_be_visible()
    if visit.empty and world.name == "trong":
        expect(person.page.get_by_text(visit.empty).first).to_be_visible()
    name = visit.address.format(round="mot").strip("/").replace("/", "-").replace("?", "-").replace("=", "-")
    _look(person, shots, f"{world.name}-{visit.who}-{name}")


def test_no_page_is_left_out() -> None:
    paths = set(re.findall(r'path: "(/[^"]*)"', ROUTES.read_text("utf-8")))
    assert paths - {"/"} == {*PAGES, *BEFORE}, "a page of the router has no visit here, or the other way round"


@pytest.mark.parametrize("visit", [v for v in PAGES.values() if "{round}" not in v.address], ids=lambda v: v.address)
def test_every_page_on_the_first_day(first_day: World, shots: Path, visit: Visit) -> None:
    _visit(first_day, visit, shots)


def test_a_survey_that_nobody_answered_yet(first_day: World, shots: Path) -> None:
    name = "thu.can.bo.ttpvhcc"
    world = replace(first_day, round=_round(Caller(first_day.product, name)))
    _visit(world, PAGES["/khao-sat/$round"], shots)


@pytest.mark.parametrize("visit", [*PAGES.values(), *MORE], ids=lambda v: v.address)
def test_every_page_at_work(sample: World, shots: Path, visit: Visit) -> None:
    _visit(sample, visit, shots)


@pytest.mark.parametrize("page", ["k/{code}", "k/{code}?lang=en", "k/{code}/xong", "k/KHONGCO", "kiosk/{kiosk}"])
def test_the_pages_for_everybody(chromium: Browser, sample: World, shots: Path, page: str) -> None:
    codes = {"code": sample.round["code"], "kiosk": sample.round["kiosk_link"].rpartition("/")[2]}
    nobody = desk(chromium, sample.product)
    nobody.open("/" + page.format(**codes))
    expect(nobody.page.get_by_role("heading").first).to_be_visible()
    _look(nobody, shots, "chung-" + page.format(code="ma", kiosk="ma").replace("/", "-").replace("?", "-"))
    nobody.page.context.close()


def test_the_administrators_dialogs(first_day: World, shots: Path) -> None:
    admin = first_day.desks["admin"]
    for address, button in (("/khoa-api", "Tạo khóa"), ("/to-chuc", "Mời người")):
        admin.open(address)
        admin.page.get_by_role("button", name=button).click()
        expect(admin.page.get_by_role("dialog")).to_be_visible()
        _look(admin, shots, f"hop-thoai{address.replace('/', '-')}")


@pytest.mark.parametrize("size", list(SIZES))
def test_the_screens_before_log_in(chromium: Browser, product: Product, shots: Path, size: str) -> None:
    nobody = desk(chromium, product, SIZES[size])
    for path, heading in {**BEFORE, "/tong-quan": "Đăng nhập"}.items():
        nobody.open(path)
        expect(nobody.page.get_by_role("heading", name=heading).first).to_be_visible()
        nobody.shoot(shots, f"{path.strip('/')}-{size}")
        nobody.check()
    nobody.page.get_by_label("Tên đăng nhập").fill("khong.ai")
    nobody.page.get_by_label("Mật khẩu", exact=True).fill("không phải mật khẩu")
    nobody.page.get_by_role("button", name="Đăng nhập").click()
    expect(nobody.page.get_by_text("Tên đăng nhập hoặc mật khẩu không đúng")).to_be_visible()


def test_mistakes_and_a_lost_network_on_a_small_phone(chromium: Browser, first_day: World, shots: Path) -> None:
    link = invited(first_day.desks["admin"], "Lý Thử Gõ", "11602:TTPVHCC", "officer")
    officer = join(chromium, first_day.product, link, PHONE)
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
    expect(page.get_by_text(re.compile("^Mất mạng · [12] chờ gửi$"))).to_be_visible()
    expect(page.get_by_text("tự gửi khi có mạng")).to_be_visible()
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
