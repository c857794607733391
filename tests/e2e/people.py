"""People at their browsers."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, expect

from doimoi.core.vietnamese import fold
from tests.axe import faults
from tests.running.product import Product

PASSWORD = "mười lăm con vịt lội ao 7"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


@dataclass
class Desk:
    """One person's browser on one screen, and everything it complained about."""

    page: Page
    complaints: list[str]
    product: Product

    def open(self, path: str) -> None:
        """An address of the product."""
        self.page.goto(self.product.url + path)

    def shoot(self, folder: Path, name: str) -> None:
        """A picture of the page, once it is still."""
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        self.page.evaluate("document.fonts.ready.then(() => true)")
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def check(self) -> None:
        """No accessibility violation (WCAG 2.2 A and AA), no sideways scroll, no complaint of the browser.

        Behind an open dialog the page is out of reach, so only the dialog is looked at.
        """
        dialog = "dialog[open]" if self.page.locator("dialog[open]").count() else None
        found = faults(self.page, dialog)
        assert found == [], f"{self.page.url}: {found}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        assert self.complaints == []


def desk(browser: Browser, product: Product, viewport: dict[str, int] | None = None) -> Desk:
    """A fresh browser: no cookies, Vietnamese, the ward's time."""
    context = browser.new_context(
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport=viewport or DESKTOP,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line.type, line.text) else None)
    return Desk(page, complaints, product)


def _is_complaint(kind: str, words: str) -> bool:
    """An answer of 4xx is told by the browser too; the pages show those, and the tests look at the pages."""
    return kind == "error" and "Failed to load resource" not in words


def set_up(browser: Browser, product: Product) -> Desk:
    """The first administrator, through the printed link."""
    admin = desk(browser, product)
    admin.open(f"/thiet-lap#token={product.setup_token()}")
    admin.page.get_by_label("Họ và tên").fill("Mai Thử Quản")
    admin.page.get_by_label("Đặt mật khẩu").fill(PASSWORD)
    admin.page.get_by_role("button", name="Tạo tài khoản quản trị").click()
    expect(admin.page.get_by_role("heading", name="Tổ chức & người dùng")).to_be_visible()
    return admin


def invite(admin: Desk, name: str, unit: str, role: str) -> str:
    """Invite somebody; the one-time link."""
    page = admin.page
    page.get_by_role("button", name="Mời người").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Họ và tên").fill(name)
    dialog.get_by_label("Đơn vị").select_option(value=unit)
    dialog.get_by_role("radio", name=role).check()
    dialog.get_by_role("button", name="Tạo lời mời").click()
    link = page.get_by_role("dialog").locator("code").inner_text()
    page.get_by_role("button", name="Đã giao xong").click()
    return link


def join(browser: Browser, product: Product, link: str, viewport: dict[str, int] | None = None) -> Desk:
    """Accept an invitation at a browser of one's own."""
    person = desk(browser, product, viewport)
    person.page.goto(link)
    person.page.get_by_label("Đặt mật khẩu").fill(PASSWORD)
    person.page.get_by_role("button", name="Lưu mật khẩu và vào").click()
    person.page.wait_for_url(lambda url: "/loi-moi" not in url)
    expect(person.page.get_by_role("navigation", name="Menu chính")).to_be_visible()
    return person


def invited(admin: Desk, name: str, unit: str, role: str) -> str:
    """Invite somebody through the API with the administrator's own sign-in; the one-time link."""
    link: str = admin.page.evaluate(
        """async ([name, username, unit, role]) => {
          const headers = {"Content-Type": "application/json", "X-Doimoi": "1"};
          const signed = await fetch("/api/v1/sessions/refreshes", {method: "POST", headers});
          headers.Authorization = `Bearer ${(await signed.json()).access_token}`;
          const body = JSON.stringify({display_name: name, username, unit, role});
          const made = await fetch("/api/v1/people", {method: "POST", headers, body});
          return (await made.json()).link;
        }""",
        [name, fold(name).replace(" ", "."), unit, role],
    )
    return link


def sign_in(person: Desk, username: str, password: str = PASSWORD) -> None:
    """Sign in by hand."""
    person.open("/dang-nhap")
    person.page.get_by_label("Tên đăng nhập").fill(username)
    person.page.get_by_label("Mật khẩu", exact=True).fill(password)
    person.page.get_by_role("button", name="Đăng nhập").click()
    expect(person.page.get_by_role("navigation", name="Menu chính")).to_be_visible()


def printed(product: Product) -> dict[str, str]:
    """The people of the sample ward with their passwords, as its start printed them."""
    return dict(re.findall(r"^  (\S+) +(\S+-\d{4}) ", product.said, re.MULTILINE))


class Caller:
    """Somebody's own calls of the API, signed in apart from their browser."""

    def __init__(self, product: Product, username: str, password: str = PASSWORD) -> None:
        self.client = httpx.Client(base_url=f"{product.url}/api/v1", timeout=20)
        signed = self.asked("POST", "/sessions", {"username": username, "password": password})
        self.client.headers["Authorization"] = f"Bearer {signed['access_token']}"

    def asked(self, method: str, path: str, body: object = None, version: int | None = None) -> Any:
        """What is answered to a call that must go well."""
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        answer = self.client.request(method, path, json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None
