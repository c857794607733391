"""The officer's way in the browser: a round from the template, its sheet and links, its results, and the indicator."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from tests import make
from tests.axe import faults
from tests.conftest import World
from tests.surveys import ground
from tests.surveys.conftest import Site
from tests.surveys.ground import answers
from tests.surveys.test_browser import no_sideways

from doimoi.access import passwords
from doimoi.access.models import Credential
from doimoi.surveys.models import SurveyAnswer, SurveyRound

pytestmark = pytest.mark.e2e
PASSWORD = "con mèo trèo cây cau 7"


@dataclass
class People:
    """Who signs in."""

    officer: make.Person
    head: make.Person


@pytest.fixture(scope="module")
def people(site: Site, world: World) -> People:
    """The centre's officer and head, with passwords."""
    with world.begin() as db:
        centre = make.unit_of(db, ground.CENTRE)
        found = People(make.person(db, centre), make.person(db, centre, "head"))
        for person in (found.officer, found.head):
            db.add(Credential(account_id=person.account_id, password_hash=passwords.hashed(PASSWORD)))
    return found


@pytest.fixture
def page(site: Site) -> Iterator[Page]:
    """A desk."""
    context = site.browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN", reduced_motion="reduce")
    made = context.new_page()
    said: list[str] = []
    made.on("pageerror", lambda error: said.append(str(error)))
    yield made
    context.close()
    assert said == []


def sign_in(site: Site, page: Page, person: make.Person) -> None:
    """Sign in by hand."""
    page.goto(f"{site.origin}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("navigation").first).to_be_visible()


def clean(page: Page) -> None:
    """No fault of accessibility and nothing sideways."""
    assert faults(page) == []
    assert no_sideways(page)


def test_a_round_from_the_template_to_the_indicator(site: Site, people: People, page: Page, world: World) -> None:
    sign_in(site, page, people.officer)
    page.get_by_role("link", name="Khảo sát").click()
    expect(page.get_by_text("Chưa có đợt khảo sát nào.")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Tạo đợt khảo sát").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tổng thể").fill("4.800")
    dialog.get_by_role("button", name="Tạo đợt khảo sát").click()
    expect(page.get_by_role("heading", name="Hài lòng một cửa")).to_be_visible()
    expect(page.get_by_text("Địa chỉ chỉ dùng được sau khi mở khảo sát.")).to_be_visible()
    page.get_by_role("button", name="Mở khảo sát").click()
    page.get_by_role("dialog").get_by_role("button", name="Mở khảo sát").click()
    expect(page.get_by_text("Đang mở")).to_be_visible()
    clean(page)
    with world.begin() as db:
        of = db.scalars(select(SurveyRound)).one()
    assert page.get_by_text(f"/kiosk/{of.kiosk_code}").is_visible()

    page.get_by_role("link", name="In tờ A4").click()
    sheet = page.get_by_role("img", name="Tờ A4 dán tại quầy")
    expect(sheet).to_be_visible()
    assert sheet.evaluate("(image) => image.naturalWidth > 0")
    clean(page)
    page.go_back()

    page.get_by_role("tab", name="Kết quả").click()
    expect(page.get_by_text("Chưa có phiếu")).to_be_visible()
    with world.begin() as db:
        answers(db, of, (1, 1, 4, 84, 100), "kiosk")
        answers(db, of, (1, 1, 3, 35, 44), "qr", answers={"q1": 2, "q2": ["waiting"], "q3": "Chờ lâu"})
        for answer, level in zip(
            db.scalars(select(SurveyAnswer).where(SurveyAnswer.channel == "qr")),
            [1, 2, *[3] * 3, *[4] * 35, *[5] * 44],
            strict=True,
        ):
            answer.answers = {"q1": level, **({"q2": ["waiting"], "q3": "Chờ lâu"} if level < 4 else {})}
        answers(db, of, (0, 0, 2, 12, 24), "house")
    page.reload()
    expect(page.get_by_text("Chưa đủ chắc chắn để nói đã vượt 95%.")).to_be_visible()
    expect(page.get_by_text("299 trên 312 phiếu hợp lệ")).to_be_visible()
    expect(page.get_by_text("Khoảng tin cậy 95%: 93,1-97,5%")).to_be_visible()
    expect(page.get_by_text("Cần thêm 58 phiếu để đủ mẫu.")).to_be_visible()
    expect(page.get_by_text("Ít phiếu, không hiển thị")).to_be_visible()
    clean(page)
    page.set_viewport_size({"width": 320, "height": 740})
    clean(page)
    page.set_viewport_size({"width": 1280, "height": 800})

    page.get_by_role("tab", name="Đưa vào chỉ tiêu").click()
    expect(page.get_by_label("Chỉ tiêu", exact=True)).to_have_value("A4")
    expect(page.get_by_text("299 trên 312 phiếu, 95,8%")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi duyệt số này")).to_be_enabled()
    clean(page)
    page.get_by_role("button", name="Gửi duyệt số này").click()
    expect(page.get_by_text("Số liệu đang chờ duyệt hoặc đã duyệt, không thay được.")).to_be_visible()
    assert world.scalar("select state from indicator_value where source = :s", s=f"survey:{of.code}") == "submitted"

    head = page.context.browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN").new_page()  # type: ignore[union-attr]
    sign_in(site, head, people.head)
    head.goto(f"{site.origin}/duyet")
    head.get_by_text("A4", exact=True).first.click()
    expect(head.get_by_text("299 / 312").first).to_be_visible()
    expect(head.get_by_text(f"Kết quả khảo sát, mã {of.code}")).to_be_visible()
    clean(head)
    head.context.close()

    with world.begin() as db:
        answers(db, of, (0, 0, 0, 0, 58), "kiosk")
        for answer in db.scalars(select(SurveyAnswer).where(SurveyAnswer.answers["q1"].as_integer() == 3).limit(4)):
            answer.answers = {"q1": 4}
    page.get_by_role("tab", name="Kết quả").click()
    page.reload()
    expect(page.get_by_text("Vượt 95%.", exact=True)).to_be_visible()
    expect(page.get_by_text("Khoảng tin cậy 95%: 95,5-98,7%")).to_be_visible()


def test_what_was_held_back_is_decided_with_a_reason(site: Site, people: People, page: Page, world: World) -> None:
    with world.begin() as db:
        of = ground.new_round(db, title="Đợt bị gửi dồn")
        answers(db, of, (0, 0, 0, 5, 15))
        answers(db, of, (7, 0, 0, 0, 0), state="quarantined")
    sign_in(site, page, people.head)
    page.goto(f"{site.origin}/khao-sat/{of.id}?the=ket-qua")
    expect(page.get_by_text("7 phiếu tạm giữ")).to_be_visible()
    page.get_by_role("button", name="Quyết định").click()
    dialog = page.get_by_role("dialog")
    clean(page)
    dialog.get_by_role("button", name="Ghi lại").click()
    expect(dialog.get_by_text("Chưa ghi lý do.")).to_be_visible()
    dialog.get_by_label("Lý do").fill("Một máy gửi liên tục")
    dialog.get_by_role("button", name="Ghi lại").click()
    expect(page.get_by_text("7 phiếu tạm giữ")).to_be_hidden()
    expect(page.get_by_text("7 đã loại")).to_be_visible()
    page.get_by_role("tab", name="Câu hỏi").click()
    expect(page.get_by_role("heading", name="Điều gì cần tốt hơn?")).to_be_visible()
    clean(page)
