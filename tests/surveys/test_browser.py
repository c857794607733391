"""The form in Chromium: a telephone of 320 px, a kiosk whose network is cut, and a browser without scripts."""

import gzip
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect
from tests.axe import faults
from tests.surveys.conftest import DIST, Site
from tests.surveys.ground import kept, new_round

from doimoi.surveys.models import SurveyRound

pytestmark = pytest.mark.e2e


@pytest.fixture
def round_(site: Site) -> SurveyRound:
    """A fresh round that takes answers."""
    with site.world.begin() as db:
        return new_round(db, title="Hài lòng một cửa")


@pytest.fixture
def telephone(site: Site) -> Iterator[Page]:
    """The smallest telephone still met, with what the page complained about."""
    yield from _page(site, {"width": 320, "height": 640}, touch=True)


@pytest.fixture
def tablet(site: Site) -> Iterator[Page]:
    """The machine at the counter."""
    yield from _page(site, {"width": 1280, "height": 800}, touch=True)


def _page(site: Site, size: dict[str, int], *, touch: bool) -> Iterator[Page]:
    context = site.browser.new_context(viewport=size, has_touch=touch, locale="vi-VN")  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [c for c in complaints if "ERR_INTERNET_DISCONNECTED" not in c] == []


def tap(page: Page, label: str) -> None:
    """Tap an option or a button by what it says."""
    option = page.locator("label.o", has_text=label).filter(has=page.locator("visible=true"))
    if option.count():
        page.get_by_text(label, exact=True).tap()
    else:
        page.get_by_role("button", name=label, exact=True).tap()


def waits_for(site: Site, of: SurveyRound, count: int, seconds: float = 10) -> None:
    """Wait until so many answers of a round are in the database."""
    until = time.monotonic() + seconds
    while len(kept(site.world, of)) < count and time.monotonic() < until:
        time.sleep(0.05)
    assert len(kept(site.world, of)) == count


def no_sideways(page: Page) -> bool:
    """Whether everything fits the width."""
    width: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return width


SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})"""


@pytest.mark.parametrize("channel", ["k", "kiosk"])
def test_nothing_jumps_while_the_form_appears(site: Site, telephone: Page, round_: SurveyRound, channel: str) -> None:
    """All questions stand in the page for browsers without scripts; nobody with one sees them all first."""
    session = telephone.context.new_cdp_session(telephone)
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 200_000, "uploadThroughput": 90_000},
    )
    telephone.goto(f"{site.origin}/{channel}/{round_.code if channel == 'k' else round_.kiosk_code}")
    expect(telephone.get_by_text("Câu 1/3")).to_be_visible()
    assert telephone.evaluate(SHIFTS) <= 0.01


def test_a_happy_person_needs_two_taps(site: Site, telephone: Page, round_: SurveyRound) -> None:
    telephone.goto(f"{site.origin}/k/{round_.code}")
    expect(telephone.get_by_text("Câu 1/3")).to_be_visible()
    assert no_sideways(telephone)
    assert faults(telephone, tags=None) == []
    tap(telephone, "Rất hài lòng")
    expect(telephone.get_by_text("Câu 3/3")).to_be_visible()
    tap(telephone, "Gửi phiếu")
    expect(telephone.get_by_role("heading", name="Cảm ơn ông/bà. Phiếu đã ghi.")).to_be_visible()
    assert [a.answers for a in kept(site.world, round_)] == [{"q1": 5}]
    assert telephone.evaluate("Object.keys(localStorage).length") == 0


def test_an_unhappy_person_says_why_in_six_taps_and_may_go_back(
    site: Site, telephone: Page, round_: SurveyRound
) -> None:
    telephone.goto(f"{site.origin}/k/{round_.code}")
    tap(telephone, "Không hài lòng")
    expect(telephone.get_by_text("Câu 2/3")).to_be_visible()
    assert no_sideways(telephone)
    tap(telephone, "Thời gian chờ")
    tap(telephone, "Nơi tiếp dân")
    tap(telephone, "Tiếp")
    telephone.get_by_label("Ông/bà muốn góp ý thêm điều gì?").fill("Đã nghiệm thu đợt một")
    assert no_sideways(telephone)
    assert faults(telephone, tags=None) == []
    tap(telephone, "Câu trước")
    expect(telephone.get_by_label("Thời gian chờ")).to_be_checked()
    tap(telephone, "Tiếp")
    tap(telephone, "Gửi phiếu")
    expect(telephone.get_by_role("heading", name="Cảm ơn")).to_be_visible()
    [answer] = kept(site.world, round_)
    assert answer.answers == {"q1": 2, "q2": ["waiting", "place"], "q3": "Đã nghiệm thu đợt một"}


def test_everything_fits_at_twice_the_type_size(site: Site, telephone: Page, round_: SurveyRound) -> None:
    telephone.goto(f"{site.origin}/k/{round_.code}")
    telephone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert no_sideways(telephone)
    for label in ("Rất không hài lòng", "Rất hài lòng"):
        telephone.get_by_text(label, exact=True).scroll_into_view_if_needed()
        expect(telephone.get_by_text(label, exact=True)).to_be_in_viewport()


def test_the_form_works_where_scripts_are_blocked(site: Site, round_: SurveyRound) -> None:
    context = site.browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site.origin}/k/{round_.code}")
    page.get_by_text("Không hài lòng", exact=True).click()
    page.get_by_text("Thời gian chờ", exact=True).click()
    page.get_by_label("Ông/bà muốn góp ý thêm điều gì?").fill("Không có script")
    page.get_by_role("button", name="Gửi phiếu").click()
    assert "Cảm ơn ông/bà. Phiếu đã ghi." in page.content()
    page.go_back()
    page.get_by_role("button", name="Gửi phiếu").click()
    context.close()
    assert [a.answers for a in kept(site.world, round_)] == [{"q1": 2, "q2": ["waiting"], "q3": "Không có script"}]


def test_three_people_at_the_kiosk_while_the_network_is_cut(site: Site, tablet: Page, round_: SurveyRound) -> None:
    tablet.clock.install()
    tablet.goto(f"{site.origin}/kiosk/{round_.kiosk_code}")
    expect(tablet.get_by_text("Câu 1/3")).to_be_visible()
    assert no_sideways(tablet)
    assert faults(tablet, tags=None) == []

    tap(tablet, "Hài lòng")
    tablet.clock.run_for(300)
    tap(tablet, "Gửi phiếu")
    expect(tablet.get_by_role("heading", name="Cảm ơn ông/bà. Phiếu đã ghi.")).to_be_visible()
    waits_for(site, round_, 1)
    again = tablet.get_by_role("button", name="Mời người tiếp theo")
    expect(again).to_be_disabled()
    tablet.clock.run_for(4100)
    expect(tablet.get_by_text("Câu 1/3")).to_be_visible()
    assert tablet.locator("input:checked").count() == 0

    tablet.context.set_offline(True)
    tap(tablet, "Rất không hài lòng")
    tablet.clock.run_for(300)
    expect(tablet.get_by_text("Câu 2/3")).to_be_visible()
    tap(tablet, "Thời gian chờ")
    tablet.clock.run_for(15_300)
    expect(tablet.get_by_role("heading", name="Ông/bà còn đó không?")).to_be_visible()
    assert faults(tablet, tags=None) == []
    tablet.clock.run_for(5_100)
    expect(tablet.get_by_text("Câu 1/3")).to_be_visible()
    expect(tablet.get_by_role("heading", name="Ông/bà còn đó không?")).to_be_hidden()
    assert tablet.locator("input:checked").count() == 0

    tap(tablet, "Rất hài lòng")
    tablet.clock.run_for(300)
    tap(tablet, "Gửi phiếu")
    expect(tablet.get_by_role("heading", name="Cảm ơn ông/bà. Máy đang mất mạng")).to_be_visible()
    expect(tablet.get_by_text("2 phiếu chờ gửi")).to_be_visible()
    assert len(kept(site.world, round_)) == 1

    tablet.context.set_offline(False)
    waits_for(site, round_, 3)
    expect(tablet.get_by_text("phiếu chờ gửi")).to_be_hidden()
    found = {(a.answers["q1"], a.complete, a.state) for a in kept(site.world, round_)}
    assert found == {(4, True, "counted"), (1, False, "counted"), (5, True, "counted")}
    assert {a.channel for a in kept(site.world, round_)} == {"kiosk"}


def test_the_kiosk_is_worked_by_keys(site: Site, tablet: Page, round_: SurveyRound) -> None:
    tablet.goto(f"{site.origin}/kiosk/{round_.kiosk_code}")
    tablet.keyboard.press("2")
    expect(tablet.get_by_text("Câu 2/3")).to_be_visible()
    tablet.keyboard.press("Backspace")
    expect(tablet.get_by_text("Câu 1/3")).to_be_visible()
    tablet.keyboard.press("4")
    expect(tablet.get_by_text("Câu 3/3")).to_be_visible()
    tablet.get_by_role("button", name="Gửi phiếu").press("Enter")
    expect(tablet.get_by_role("heading", name="Cảm ơn")).to_be_visible()
    assert [a.answers for a in kept(site.world, round_)] == [{"q1": 4}]


def test_a_reload_without_a_network_loses_no_form(site: Site, tablet: Page, round_: SurveyRound) -> None:
    tablet.goto(f"{site.origin}/kiosk/{round_.kiosk_code}")
    tablet.context.set_offline(True)
    tap(tablet, "Bình thường")
    tap(tablet, "Bỏ qua câu này")
    tap(tablet, "Gửi phiếu")
    expect(tablet.get_by_role("heading", name="Máy đang mất mạng")).to_be_visible()
    with suppress(Exception):
        tablet.reload()
    tablet.context.set_offline(False)
    tablet.goto(f"{site.origin}/kiosk/{round_.kiosk_code}")
    waits_for(site, round_, 1)
    assert [a.answers for a in kept(site.world, round_)] == [{"q1": 3}]


def test_what_a_telephone_loads_is_small(site: Site, telephone: Page, round_: SurveyRound) -> None:
    """On a slow line: at most 200 kB in 12 requests, at most 30 kB of it script, usable within 3 s."""
    loaded: dict[str, int] = {}
    telephone.on("response", lambda answer: loaded.__setitem__(answer.url, len(answer.body())))
    session = telephone.context.new_cdp_session(telephone)
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    begun = time.monotonic()
    telephone.goto(f"{site.origin}/k/{round_.code}", wait_until="domcontentloaded")
    expect(telephone.get_by_text("Câu 1/3")).to_be_visible()
    usable = time.monotonic() - begun
    telephone.wait_for_load_state("networkidle")
    scripts = [url for url in loaded if url.endswith(".js")]
    weight = sum(len(gzip.compress((DIST / url.split("/", 3)[3]).read_bytes(), 9)) for url in scripts)
    print(f"\nusable after {usable:.1f} s, {sum(loaded.values())} bytes in {len(loaded)} requests, {weight} of script")
    assert scripts
    assert weight <= 30_000
    assert sum(loaded.values()) <= 200_000
    assert len(loaded) <= 12
    assert usable <= 3
    assert all(url.startswith(site.origin) for url in loaded)
