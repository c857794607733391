"""The pages as people meet them: Debian's Chromium on the product as a real process."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import open_folder
from tests.running.product import Product, ended_after


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """A ward on its first day: the plan is loaded, nobody has an account."""
    with open_folder() as folder, ended_after(Product(folder)) as made:
        made.start()
        yield made


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; nothing is downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh browser profile in Vietnamese; a page that throws, or a blocked script or style, fails the test."""
    context = chromium.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    context.close()
    assert faults == []
