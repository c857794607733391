"""Work from the ward's annex to its acceptance, by the hands of those who give it and those who do it."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.e2e.people import DESKTOP, PHONE, Desk, invited, join, set_up
from tests.evidence import corpus
from tests.running.product import Product

pytestmark = pytest.mark.e2e
SIZES = {"phone": PHONE, "desk": DESKTOP}


@dataclass
class Office:
    """People at their browsers."""

    coordinator: Desk
    officer: Desk
    leader: Desk


@pytest.fixture(scope="module")
def office(chromium: Browser, product: Product) -> Office:
    """Who gives work, who does it, who accepts it."""
    admin = set_up(chromium, product)
    links = [
        invited(admin, "Lâm Thử Mối", "11602:VHXH", "coordinator"),
        invited(admin, "Đào Thử Việc", "11602:VP", "officer"),
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


def annex() -> str:
    """Forty rows as they come from Excel; two name units that the ward does not have."""
    units = ["VP", "P. VHXH", "CA phường", "van phong"]
    rows = [f"{n}\tNhiệm vụ phụ lục số {n}\t{units[n % 4]}\t\tBáo cáo\tQuý IV/2026\t" for n in range(1, 41)]
    rows[4] = "5\tNhiệm vụ phụ lục số 5\tPhòng Lạ\t\tBáo cáo\t31/12/2026\t"
    rows[6] = "7\tNhiệm vụ phụ lục số 7\tVP\tPhòng Quen\tBáo cáo\t31/02/2026\t"
    return "\n".join(["STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời hạn\tGhi chú", *rows])


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def paste(page: Page, text: str) -> None:
    """Paste into what has the focus, as the clipboard does."""
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_three_fields_make_an_assignment(office: Office, shots: Path) -> None:
    desk = office.coordinator
    page = desk.page
    desk.open("/nhiem-vu")
    expect(page.get_by_role("heading", name="Nhiệm vụ", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Số hóa hồ sơ tồn đọng")).to_be_visible()
    both(desk, shots, "nhiem-vu")
    began = time.monotonic()
    page.get_by_role("button", name="Tạo nhiệm vụ").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Tạo", exact=True).click()
    expect(dialog.get_by_text("Có 2 chỗ cần sửa")).to_be_visible()
    both(desk, shots, "nhiem-vu-tao")
    dialog.get_by_label("Tên nhiệm vụ").fill("Mua máy quét cho bộ phận một cửa")
    dialog.get_by_label("Đơn vị chủ trì").select_option(value="11602:VP")
    dialog.get_by_label("Ngày đến hạn").fill("2026-11-28")
    dialog.get_by_role("button", name="Tạo", exact=True).click()
    expect(page.get_by_role("heading", name="NV-049 Mua máy quét")).to_be_visible()
    assert time.monotonic() - began < 20


def test_an_annex_is_pasted_put_right_and_created(office: Office, shots: Path) -> None:
    desk = office.coordinator
    page = desk.page
    desk.open("/nhiem-vu")
    began = time.monotonic()
    page.get_by_role("button", name="Dán từ Excel").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Bảng phụ lục").focus()
    paste(page, annex())
    expect(dialog.get_by_text("38 dòng hợp lệ · 2 dòng cần xem")).to_be_visible()
    both(desk, shots, "nhiem-vu-phu-luc")
    dialog.get_by_label("Sửa ô chủ trì của dòng 5").select_option(label="Văn phòng")
    expect(dialog.get_by_text("39 dòng hợp lệ · 1 dòng cần xem")).to_be_visible()
    dialog.get_by_label("Sửa ô phối hợp của dòng 7").select_option(label="Công an phường")
    expect(dialog.get_by_text("Không nhận ra đơn vị")).to_have_count(0)
    dialog.get_by_role("textbox", name="Sửa ô thời hạn của dòng 7").fill("28/02/2027")
    dialog.get_by_role("textbox", name="Sửa ô thời hạn của dòng 7").press("Enter")
    expect(dialog.get_by_text("40 dòng hợp lệ", exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Tạo 40 nhiệm vụ").click()
    expect(page.get_by_text("Đã tạo 40 nhiệm vụ.")).to_be_visible()
    assert time.monotonic() - began < 60
    page.get_by_label("Tìm theo mã").fill("nhiem vu phu luc so 7")
    expect(page.get_by_role("row").filter(has_text="phụ lục số 7")).to_contain_text("Công an phường")
    # Units written as people write them: by the code, with "P.", by a short name, without accents.
    for number, unit in ((8, "Văn phòng"), (9, "Phòng VH-XH"), (10, "Công an phường"), (11, "Văn phòng")):
        page.get_by_label("Tìm theo mã").fill(f"nhiem vu phu luc so {number}")
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name=f"phụ lục số {number}", exact=False))
        expect(row.first).to_contain_text(unit)
    desk.open("/nhiem-vu?xem=the&don-vi=11602:VP")
    expect(page.get_by_role("heading", name=re.compile("Chưa bắt đầu"))).to_be_visible()
    both(desk, shots, "nhiem-vu-the")


def test_a_unit_works_its_assignment_to_acceptance(office: Office, shots: Path) -> None:
    officer, leader = office.officer, office.leader
    page = officer.page
    officer.open("/viec-cua-toi")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    both(officer, shots, "viec-cua-toi")
    page.get_by_role("link", name="Mua máy quét cho bộ phận một cửa").click()
    expect(page.get_by_role("heading", name="NV-049")).to_be_visible()
    page.get_by_role("button", name="Đã nhận").click()
    expect(page.get_by_text("đã nhận hôm nay")).to_be_visible()
    box = page.get_by_label("Ghi tiến độ", exact=True)
    box.fill("Đã lấy ba báo giá")
    page.get_by_label("Tiến độ", exact=True).fill("70")
    chooser = page.locator("form input[type=file][multiple]")
    waiting = page.get_by_role("list", name="Tệp sẽ ghi kèm").get_by_role("listitem")
    for name, content in (("bao-gia.pdf", corpus.pdf()), ("nham.txt", b"nham tep")):
        chooser.set_input_files([_file(name, content)])
        expect(page.get_by_role("button", name=f"Xem {name}")).to_be_visible()
    chooser.set_input_files([_file("virus.exe", b"MZ")])
    expect(page.get_by_text("Loại tệp chưa hỗ trợ")).to_be_visible()
    both(officer, shots, "nhiem-vu-kem-tep")
    page.get_by_role("button", name="Bỏ virus.exe khỏi danh sách").click()
    page.get_by_role("button", name="Gỡ nham.txt").click()
    expect(waiting).to_have_count(1)
    box.press("Control+Enter")
    expect(page.get_by_text("Tiến độ 70%.")).to_be_visible()
    expect(waiting).to_have_count(0)
    page.get_by_role("list", name="Các tệp minh chứng").get_by_role("button", name="Xem bao-gia.pdf").click()
    expect(page.get_by_role("dialog").get_by_text("bao-gia.pdf").first).to_be_visible()
    page.keyboard.press("Escape")

    # On a phone a photo goes with a line too.
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    photo = _file("hien-truong.png", corpus.image("PNG", (300, 200)))
    page.locator("form input[capture]").set_input_files([photo])
    expect(waiting).to_have_count(1)
    box.fill("Đã lắp máy thứ nhất")
    page.get_by_role("button", name="Ghi tiến độ", exact=True).click()
    expect(page.get_by_role("button", name="Xem hien-truong.png")).to_be_visible()
    expect(waiting).to_have_count(0)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.get_by_role("button", name="Thao tác").click()
    page.get_by_role("menuitem", name="Đề nghị lùi hạn").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Hạn mới").fill("2026-12-05")
    dialog.get_by_label("Lý do").fill("Nhà cung cấp giao chậm")
    dialog.get_by_role("button", name="Đề nghị lùi hạn").click()
    expect(page.get_by_text("Chờ quyết định")).to_be_visible()
    page.get_by_role("button", name="Thao tác").click()
    page.get_by_role("menuitem", name="Báo khó khăn").click()
    page.get_by_role("dialog").get_by_label("Khó khăn, vướng mắc").fill("Chưa có kinh phí")
    page.get_by_role("dialog").get_by_role("button", name="Báo khó khăn").click()
    expect(page.get_by_role("heading", name="Khó khăn, vướng mắc")).to_be_visible()
    both(officer, shots, "nhiem-vu-mot")
    page.get_by_role("button", name="Gửi duyệt").click()
    page.get_by_role("dialog").get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("chờ nghiệm thu")).to_be_visible()

    leader.open("/nhiem-vu/NV-049")
    leader.page.get_by_role("button", name="Xem hien-truong.png").click()
    expect(leader.page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    leader.page.keyboard.press("Escape")
    expect(leader.page.get_by_role("button", name="Trả lại")).to_be_visible()
    both(leader, shots, "nhiem-vu-nghiem-thu")
    leader.page.get_by_role("button", name="Trả lại").click()
    dialog = leader.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Trả lại").click()
    expect(dialog.get_by_text("Chưa ghi lý do.")).to_be_visible()
    dialog.get_by_label("Lý do").fill("Thiếu biên bản bàn giao")
    dialog.get_by_role("button", name="Trả lại").click()
    expect(leader.page.get_by_text("Lý do: Thiếu biên bản bàn giao")).to_be_visible()
    leader.page.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(leader.page.get_by_text("Hạn 05/12/2026 · đã lùi 1 lần, từ 28/11/2026")).to_be_visible()

    officer.open("/viec-cua-toi")
    expect(page.get_by_text("“Thiếu biên bản bàn giao”")).to_be_visible()
    page.get_by_role("link", name="Sửa NV-049").click()
    page.get_by_role("button", name="Gửi duyệt").click()
    page.get_by_role("dialog").get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("chờ nghiệm thu")).to_be_visible()

    leader.page.reload()
    leader.page.get_by_role("button", name="Nghiệm thu").click()
    leader.page.get_by_role("dialog").get_by_role("button", name="Nghiệm thu").click()
    expect(leader.page.get_by_text(re.compile(r"Hoàn thành \d\d/\d\d/\d{4}, đúng hạn"))).to_be_visible()


def test_a_card_moves_without_dragging(office: Office) -> None:
    page = office.officer.page
    office.officer.open("/nhiem-vu?xem=the")
    page.get_by_role("button", name="Thao tác với NV1.3").click()
    page.get_by_role("menuitem", name="Chuyển sang Đang làm").click()
    expect(page.get_by_text("NV1.3 đã chuyển sang Đang làm.")).to_be_visible()


def test_what_a_person_may_not_do_is_not_offered(office: Office) -> None:
    page = office.officer.page
    office.officer.open("/nhiem-vu?tim=khong+co+viec+nay")
    expect(page.get_by_text("Không có nhiệm vụ nào khớp bộ lọc.")).to_be_visible()
    expect(page.get_by_role("button", name="Tạo nhiệm vụ")).to_have_count(0)
    office.officer.open("/nhiem-vu/TN5.1")
    expect(page.get_by_text("Không tìm thấy mục này.")).to_be_visible()
