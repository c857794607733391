"""The first day: the printed link makes the first administrator, once."""

import pytest
from playwright.sync_api import Page, expect

from tests.running.product import Product

pytestmark = pytest.mark.e2e


def test_the_printed_link_makes_the_first_administrator_once(product: Product, page: Page) -> None:
    link = f"{product.url}/thiet-lap#token={product.setup_token()}"
    page.goto(link)
    page.locator("input[autocomplete=name]").fill("Quản Trị Mẫu")
    expect(page.locator("input[autocomplete=username]")).not_to_have_value("")
    for password in page.locator("input[type=password]").all():
        password.fill("một câu đủ dài để thử")
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda url: "thiet-lap" not in url)
    expect(page.get_by_text("Quản Trị Mẫu").first).to_be_visible()

    # The refresh cookie holds on loopback http, and the access token is nowhere in the browser's storage.
    page.reload()
    expect(page.get_by_text("Quản Trị Mẫu").first).to_be_visible()
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "eyJ" not in stored

    page.context.clear_cookies()
    page.goto("about:blank")
    page.goto(link)
    page.locator("input[autocomplete=name]").fill("Người Khác")
    for password in page.locator("input[type=password]").all():
        password.fill("một câu khác cũng đủ dài")
    page.locator("button[type=submit]").click()
    expect(page.locator("input[autocomplete=name]")).to_have_count(0)
    assert "thiet-lap" in page.url
