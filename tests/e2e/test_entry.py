"""The entry sheet and the review queue under the hands: pasting, keys, and nothing lost whatever the network does."""

import json
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Route, expect

from tests.e2e.people import PASSWORD, PHONE, Desk, desk, invited, join, set_up
from tests.running.product import Product

pytestmark = pytest.mark.e2e
UNIT = "11602:KTHTDT"
SHEET = "/nhap-so-lieu/2026-H2"
CENTRE = "11602:TTPVHCC"
OF_CENTRE = ["A1", "A2a", "A2b", "A4"]
PAIRS = ["B1a", "B1b", "B2", "B2a", "B2b", "B2c", "B2d", "B2e", "B2f", "B2g", "B2h"]
"""The ratios of the unit in this period; besides them B4 is counted and B5 goes by milestones."""

CALL = """async ([method, path, body, version]) => {
  const headers = {"Content-Type": "application/json", "X-Doimoi": "1", "Idempotency-Key": String(Math.random())};
  const signed = await fetch("/api/v1/sessions/refreshes", {method: "POST", headers});
  headers.Authorization = `Bearer ${(await signed.json()).access_token}`;
  if (version) headers["If-Match"] = `"${version}"`;
  const answer = await fetch(path, {method, headers, body: body === null ? undefined : JSON.stringify(body)});
  return await answer.json();
}"""

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""

COPY = """() => {
  const data = new DataTransfer();
  const event = new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
  return data.getData("text/plain");
}"""


@dataclass
class Office:
    """One unit with who enters and who reviews, and the links of people who come later."""

    officer: Desk
    head: Desk
    links: dict[str, str]


@pytest.fixture(scope="module")
def office(chromium: Browser, product: Product) -> Office:
    """The economic office on its first day."""
    admin = set_up(chromium, product)
    officer = join(chromium, product, invited(admin, "Đào Thử Nhập", UNIT, "officer"))
    head = join(chromium, product, invited(admin, "Vũ Thử Duyệt", UNIT, "head"))
    names = ("Đinh Thử Khác", "Hồ Thử Mạng", "Kiều Thử Nhanh", "Lại Thử Gõ")
    links = {name: invited(admin, name, CENTRE, "officer") for name in names}
    return Office(officer, head, links)


def _call(page: Page, method: str, path: str, body: object = None, version: int | None = None) -> Any:
    return page.evaluate(CALL, [method, path, body, version])


def _stored(page: Page, unit: str = UNIT) -> dict[str, tuple[str | None, str | None, str | None]]:
    """What the server keeps of the unit in this period."""
    rows = _call(page, "GET", f"/api/v1/entry-sheets/{unit}/2026-H2")["rows"]
    return {
        row["indicator"]["code"]: (value["numerator"], value["denominator"], value["note"])
        for row in rows
        if (value := row["value"]) is not None
    }


def _cell(page: Page, code: str, field: str = "Tử số") -> Any:
    return page.get_by_label(re.compile(f"^{field}, {code} ", re.I))


def _loaded(page: Page) -> None:
    expect(page.get_by_text(re.compile("^Đã nhập"))).to_be_visible()


def _all_sent(page: Page) -> None:
    """Nothing waits, nothing failed: the badge says when the server last kept something."""
    expect(page.get_by_role("status").filter(has_text=re.compile("^Đã lưu"))).to_be_visible(timeout=30_000)


def test_ten_good_rows_stay_beside_two_that_no_count_can_be(office: Office) -> None:
    """Both ways of writing a decimal are understood, and said to be no number of things."""
    person, page = office.officer, office.officer.page
    person.open(SHEET)
    _cell(page, "B1a").focus()
    texts = {code: (f"{100 + n}", "2.980") for n, code in enumerate(PAIRS)}
    texts["B2c"], texts["B2d"] = ("1.234,5", "2.980"), ("1,234.5", "2.980")
    lines = [f"{code}\t{top}\t{bottom}" for code, (top, bottom) in texts.items()] + ["B4\t7\t"]
    page.evaluate(PASTE, "\r\n".join(lines) + "\r\n")
    expect(page.get_by_role("dialog", name="Sẽ ghi 23 ô: 21 hợp lệ, 2 cần xem")).to_be_visible()
    page.keyboard.press("Enter")
    expect(_cell(page, "B2c")).to_have_value("1.234,5")
    expect(_cell(page, "B2d")).to_have_value("1.234,5")
    expect(page.get_by_text("Số 1.234,5 phải là số nguyên.")).to_have_count(2)
    expect(page.get_by_text("Đã nhập 12/14")).to_be_visible()
    expect(page.get_by_text("2 lỗi", exact=True)).to_be_visible()
    _all_sent(page)
    stored = {code: numbers[:2] for code, numbers in _stored(page).items() if numbers[0] is not None}
    good = {code: (str(100 + n), "2980") for n, code in enumerate(PAIRS) if code not in ("B2c", "B2d")}
    assert {code: stored[code] for code in (*good, "B4")} == {**good, "B4": ("7", None)}
    page.keyboard.press("Control+z")
    for code in ("B1a", "B2c", "B2d", "B2h"):
        expect(_cell(page, code)).to_have_value("")
    _all_sent(page)
    assert {numbers[:2] for numbers in _stored(page).values()} == {(None, None)}


def test_twelve_rows_from_excel_with_two_faults(office: Office, shots: Path) -> None:
    person, page = office.officer, office.officer.page
    person.open(SHEET)
    _cell(page, "B1a").focus()
    # In another order than the sheet, with the names beside the codes, numbers as files of the ward hold them.
    texts = {code: (f"1.{n:03}", " 2 980 ") for n, code in enumerate(PAIRS)}
    texts["B2"], texts["B2a"] = ("#N/A", "2.980"), ("36", "34")
    texts["B2b"] = ("１２", "1.234.567")
    lines = ["Mã\tChỉ tiêu\tTử số\tMẫu số\tGhi chú"]
    lines += [f"{code}\tTên dài\t{top}\t{bottom}\t" for code, (top, bottom) in reversed(texts.items())]
    lines.append("b4\tSản phẩm OCOP\t7\t\t" + '"ba sao\ntrở lên"')
    page.evaluate(PASTE, "\r\n".join(lines) + "\r\n")
    dialog = page.get_by_role("dialog", name="Sẽ ghi 24 ô: 22 hợp lệ, 2 cần xem")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_text("Tử số 36 lớn hơn mẫu số 34. Sửa một trong hai số.")).to_be_visible()
    expect(dialog.get_by_text("#N/A").first).to_be_visible()
    person.shoot(shots, "dan-tu-excel")
    person.check()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(_cell(page, "B2")).to_have_value("#N/A")
    expect(page.get_by_text("Không hiểu số “#N/A”")).to_be_visible()
    person.shoot(shots, "nhap-so-lieu-sau-khi-dan")
    person.check()

    # One step back is the whole paste; one forward brings it again.
    page.keyboard.press("Control+z")
    expect(_cell(page, "B1a")).to_have_value("")
    expect(_cell(page, "B2")).to_have_value("")
    page.keyboard.press("Control+y")
    expect(_cell(page, "B2")).to_have_value("#N/A")

    _cell(page, "B2").fill("2.900")
    _cell(page, "B2a", "Mẫu số").fill("40")
    _cell(page, "B2a", "Mẫu số").blur()
    _all_sent(page)
    expect(page.get_by_text("Đã nhập 12/14")).to_be_visible()
    wanted: dict[str, tuple[str | None, str | None, str | None]] = {
        code: (str(1000 + n), "2980", None) for n, code in enumerate(PAIRS)
    }
    wanted |= {"B2": ("2900", "2980", None), "B2a": ("36", "40", None), "B2b": ("12", "1234567", None)}
    wanted["B4"] = ("7", None, "ba sao trở lên")
    assert _stored(page) == wanted


def test_ranges_are_copied_filled_and_cleared_by_keys(office: Office) -> None:
    page = office.officer.page
    office.officer.open(SHEET)
    _cell(page, "B1a").focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate(COPY) == "1.000\t2.980\n1.001\t2.980"
    page.evaluate(PASTE, "34\r\n")
    expect(page.get_by_role("dialog", name="Sẽ ghi 4 ô: 4 hợp lệ, 0 cần xem")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(_cell(page, "B1b", "Mẫu số")).to_have_value("2.980")
    page.keyboard.press("Delete")
    for code in ("B1a", "B1b"):
        for field in ("Tử số", "Mẫu số"):
            expect(_cell(page, code, field)).to_have_value("")
    page.keyboard.press("Control+z")
    expect(_cell(page, "B1b", "Mẫu số")).to_have_value("2.980")
    page.keyboard.press("Alt+g")
    page.keyboard.type("Sổ hộ kinh doanh")
    expect(page.get_by_label(re.compile("^Ghi chú, B1a ", re.I))).to_have_value("Sổ hộ kinh doanh")
    page.keyboard.press("Tab")
    _all_sent(page)
    stored = _stored(page)
    assert (stored["B1a"], stored["B1b"]) == (("1000", "2980", "Sổ hộ kinh doanh"), ("1001", "2980", None))


def test_ten_values_are_reviewed_by_keyboard(office: Office, shots: Path) -> None:
    office.officer.open(SHEET)
    sender = office.officer.page
    _cell(sender, "B1a").focus()
    sender.keyboard.press("Control+Enter")
    expect(sender.get_by_text("Đã gửi duyệt 12 ô.")).to_be_visible()

    page = office.head.page
    office.head.open("/duyet")
    expect(page.get_by_role("heading", name="Chờ duyệt 12")).to_be_visible()
    keys = 0

    def press(key: str) -> None:
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    begun = time.monotonic()
    for left in range(11, 2, -1):
        press("a")
        expect(page.get_by_role("heading", name=f"Chờ duyệt {left}")).to_be_visible()
    reviewing = time.monotonic() - begun
    approving = keys
    press("r")
    dialog = page.get_by_role("dialog")
    chip = dialog.get_by_role("button", name="Thiếu minh chứng")
    expect(chip).to_be_visible()
    while not chip.evaluate("one => one === document.activeElement"):
        assert keys < 20, "the reason is out of reach of the keyboard"
        press("Shift+Tab")
    press("Enter")
    expect(chip).to_have_attribute("aria-pressed", "true")
    press("Control+Enter")
    expect(page.get_by_role("heading", name="Chờ duyệt 2")).to_be_visible()
    spent, returning = time.monotonic() - begun, keys - approving
    print(
        f"\nB4: 9 approved with {approving} keys in {reviewing:.1f} s, 1 returned with {returning} more, {spent:.1f} s"
    )
    assert approving <= 12 and returning <= 6 and spent <= 40

    # The last two together, then back again: the server has them waiting as before.
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    button = page.get_by_role("button", name="Duyệt 2 mục")
    expect(button).to_be_visible()
    office.head.shoot(shots, "duyet-nhieu")
    office.head.check()
    expect(button).to_be_enabled()
    page.keyboard.press("a")
    expect(page.get_by_text("Đã duyệt 2 mục.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("heading", name="Chờ duyệt 2")).to_be_visible()
    waiting = _call(page, "GET", "/api/v1/indicator-values?reviewable=true")["data"]
    assert len(waiting) == 2
    events = _call(page, "GET", f"/api/v1/indicator-values/{waiting[0]['id']}/events")["data"]
    assert [event["move"] for event in events][-2:] == ["approve", "reconsider"]
    states = [v["state"] for v in _call(page, "GET", f"/api/v1/indicator-values?unit={UNIT}")["data"]]
    assert sorted(states) == ["approved"] * 9 + ["returned"] + ["submitted"] * 2
    expect(page.get_by_text(re.compile("rút lại quyết định"))).to_be_visible()

    office.officer.open(SHEET)
    expect(sender.get_by_text("Thiếu minh chứng").first).to_be_visible()


def test_a_period_closed_while_typing_keeps_the_text(office: Office, chromium: Browser, product: Product) -> None:
    person = join(chromium, product, office.links["Hồ Thử Mạng"])
    page = person.page
    person.open(SHEET)
    refusal = {"type": "/errors/period_locked", "title": "x", "status": 423, "code": "period_locked", "instance": "/"}
    sentence = "Kỳ này đã chốt ngày 25/11/2026. Muốn sửa, gửi đề nghị đính chính."
    body = {**refusal, "detail": sentence, "request_id": "r-1", "params": {}, "errors": []}
    page.route(
        "**/by-key/**", lambda route: route.fulfill(status=423, json=body) if _is_put(route) else route.fallback()
    )
    _cell(page, "A1").fill("55")
    _cell(page, "A1").blur()
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(_cell(page, "A1")).to_have_value("55")
    badge = page.get_by_role("link", name=re.compile("1 lỗi gửi"))
    badge.click()
    expect(page.get_by_role("heading", name="Hàng chờ gửi")).to_be_visible()
    expect(page.get_by_text(sentence)).to_be_visible()
    person.check()
    page.unroute("**/by-key/**")
    page.get_by_role("button", name=re.compile("^Gửi lại ")).click()
    expect(page.get_by_text("Mọi thứ đã gửi")).to_be_visible()
    assert _stored(page, CENTRE)["A1"][0] == "55"


def test_what_one_person_left_is_never_another_ones(
    office: Office, chromium: Browser, product: Product, shots: Path
) -> None:
    person = join(chromium, product, office.links["Đinh Thử Khác"])
    page = person.page
    page.set_viewport_size({"width": 1280, "height": 800})
    person.open(SHEET)
    _cell(page, "A4").fill("70")
    _cell(page, "A4").blur()
    _all_sent(page)
    with _offline(page.context):
        _cell(page, "A4").fill("77")
        _cell(page, "A4").blur()
        expect(page.get_by_text("Mất mạng · 1 chờ gửi")).to_be_visible()
        page.get_by_role("link", name=re.compile("1 chờ gửi")).click()
        expect(page.get_by_role("cell", name=re.compile("^A4 "))).to_be_visible()
        person.shoot(shots, "hang-cho-gui")
        person.check()
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        person.shoot(shots, "hang-cho-gui-phone")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.route("**/by-key/**", lambda route: route.abort() if _is_put(route) else route.fallback())
    _sign_out(page)
    expect(page.get_by_text("Còn 1 mục chưa gửi")).to_be_visible()
    page.unroute("**/by-key/**")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    _sign_in(page, "vu.thu.duyet")
    person.open("/hang-cho-gui")
    expect(page.get_by_text("Mọi thứ đã gửi")).to_be_visible()
    page.wait_for_timeout(1500)
    assert sent == []
    _sign_out(page)
    _sign_in(page, "dinh.thu.khac")
    _all_sent(page)
    assert _stored(page, CENTRE)["A4"][0] == "77"


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("mở menu tài khoản")).click()
    page.get_by_role("menuitem", name="Đăng xuất").click()
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()


def _sign_in(page: Page, username: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("navigation", name="Menu chính")).to_be_visible()


def _is_put(route: Route) -> bool:
    return route.request.method == "PUT"


@contextmanager
def _offline(context: BrowserContext) -> Iterator[None]:
    context.set_offline(True)
    try:
        yield
    finally:
        context.set_offline(False)


# --- nothing lost ----------------------------------------------------------------------------------------------------


@dataclass
class Chaos:
    """A network with moods: lost requests, lost answers, stumbling servers, deliveries made twice."""

    dice: random.Random
    calm: bool = False
    twice: int = 0

    def handle(self, route: Route) -> None:
        """One save on its way."""
        if not _is_put(route):
            return route.fallback()
        mood = 1.0 if self.calm else self.dice.random()
        if mood < 0.15:
            return route.abort()
        if mood < 0.3:
            return route.fulfill(status=500, json={"code": "internal_error"})
        answer = route.fetch()
        if mood < 0.45:
            self.twice += 1
            answer = route.fetch()
        if mood < 0.6:
            return route.abort()
        return route.fulfill(response=answer)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_typed_is_lost_or_doubled(chromium: Browser, product: Product, office: Office, seed: int) -> None:
    dice = random.Random(seed)
    link = office.links.pop("Lại Thử Gõ", None)
    person = join(chromium, product, link) if link else desk(chromium, product)
    if link is None:
        person.open("/dang-nhap")
        _sign_in(person.page, "lai.thu.go")
    context, page = person.page.context, person.page
    chaos = Chaos(dice)
    context.route("**/by-key/**", chaos.handle)
    page.goto(product.url + SHEET)
    _loaded(page)
    typed: dict[str, str] = {}
    events = {"offline": 0, "reload": 0, "killed": 0}
    for n in range(30):
        code = dice.choice(OF_CENTRE)
        number = str(1 + seed * 100 + n)
        _cell(page, code).fill(number)
        if dice.random() < 0.7:
            _cell(page, code).blur()
        typed[code] = number
        mood = dice.random()
        if mood < 0.2:
            events["offline"] += 1
            with _offline(context):
                page.wait_for_timeout(dice.randrange(100, 900))
        elif mood < 0.35:
            events["reload"] += 1
            page.wait_for_timeout(dice.randrange(20, 700))
            page.reload()
            expect(_cell(page, code)).to_have_value(re.compile(number))
        elif mood < 0.45:
            events["killed"] += 1
            page.wait_for_timeout(dice.randrange(20, 700))
            page.close(run_before_unload=False)
            page = context.new_page()
            page.goto(product.url + SHEET)
            expect(_cell(page, code)).to_have_value(re.compile(number))
    chaos.calm = True
    page.wait_for_timeout(600)
    page.goto(product.url + SHEET)
    _all_quiet(page)
    stored = _stored(page, CENTRE)
    assert {code: stored[code][0] for code in typed} == typed
    values = _call(page, "GET", f"/api/v1/indicator-values?unit={CENTRE}&period=2026-H2")["data"]
    assert len(values) == len({value["indicator"]["code"] for value in values}) == len(stored)
    print(
        f"\nB16 seed {seed}: 30 edits in {len(typed)} cells, {events}, {chaos.twice} delivered twice: 0 lost, 0 doubled"
    )
    context.close()


KEPT = """async () => {
  const known = (await indexedDB.databases()).map(({name}) => name);
  const read = async (name, store) => {
    if (!known.includes(name)) return [];
    const opening = indexedDB.open(name);
    const base = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
    const all = base.transaction(store).objectStore(store).getAll();
    const kept = await new Promise((done) => { all.onsuccess = () => done(all.result); });
    base.close();
    return kept;
  };
  const parcels = await read("doimoi-outbox", "parcels");
  return [...parcels.filter((parcel) => parcel.done === null), ...await read("doimoi-entry", "drafts")];
}"""


def _all_quiet(page: Page) -> None:
    """Everything of this person on this machine has arrived: no draft and no parcel is left."""
    _loaded(page)
    deadline = time.monotonic() + 60
    while left := page.evaluate(KEPT):
        assert time.monotonic() < deadline, json.dumps(left, ensure_ascii=False)
        page.wait_for_timeout(200)


# --- speed -----------------------------------------------------------------------------------------------------------

TIMING = """() => {
  window.painted = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name === "keydown" || entry.name === "keypress" || entry.name === "input") {
        window.painted.push(entry.duration);
      }
    }
  }).observe({type: "event", durationThreshold: 16, buffered: false});
}"""


def _work(devtools: CDPSession) -> float:
    """Milliseconds that the page has spent on scripts, styles and layout so far, whatever else the machine does."""
    held = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
    return float(1000 * sum(held[name] for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")))


def test_the_sheet_keeps_up_with_the_fingers(chromium: Browser, product: Product, office: Office) -> None:
    person = join(chromium, product, office.links["Kiều Thử Nhanh"])
    page = person.page

    def widen(route: Route) -> None:
        """The unit's sheet with 170 rows: 510 cells."""
        answer = route.fetch()
        sheet = answer.json()
        model = next(row for row in sheet["rows"] if row["indicator"]["measure"] == "ratio")
        rows = []
        for n in range(170):
            line = {**model["indicator"], "code": f"Z{n}", "group_code": "abcde"[n // 34]}
            rows.append({**model, "indicator": line, "value": None, "may_edit": True})
        route.fulfill(response=answer, json={**sheet, "rows": rows})

    page.route("**/entry-sheets/**", widen)
    page.route("**/by-key/**", lambda route: route.abort())
    person.open(SHEET)
    expect(_cell(page, "Z169")).to_be_attached()
    assert page.locator("[data-cell]").count() == 510
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    slow.send("Performance.enable")
    page.evaluate(TIMING)
    before = _work(slow)
    for code in ("Z3", "Z80", "Z160"):
        _cell(page, code).focus()
        for digit in "1234567890":
            page.keyboard.press(digit)
            page.wait_for_timeout(40)
    page.wait_for_timeout(500)
    own = (_work(slow) - before) / 30
    durations = sorted(page.evaluate("window.painted"))
    p95 = durations[int(len(durations) * 0.95) - 1] if durations else 0
    _cell(page, "Z0").focus()
    text = "\r\n".join(f"Z{n}\t{n + 1}\t{n + 50}\tghi chú {n}" for n in range(40))
    took = page.evaluate(
        """async (text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const start = performance.now();
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
          while (!document.querySelector("dialog[open] button[type=submit]")) await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
          const shown = performance.now() - start;
          const again = performance.now();
          document.querySelector("dialog[open] button[type=submit]").click();
          while (document.querySelector("dialog[open]")) await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
          return [shown, performance.now() - again];
        }""",
        text,
    )
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    expect(_cell(page, "Z39")).to_have_value("40")
    print(
        f"\nB9 at CPU 4x, 510 cells: key to paint p95 {p95:.0f} ms of {len(durations)} events over 16 ms;"
        f" own work {own:.0f} ms a key; paste of 40 x 3 cells: preview {took[0]:.0f} ms, written {took[1]:.0f} ms"
    )
    # Far above the budget, so that only a real fall is caught on a machine that others share.
    assert own < 100 and p95 < 1000 and max(took) < 3000
