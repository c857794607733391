"""The product as a process of its own, and Debian's Chromium before it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import open_folder
from tests.running.product import Product, ended_after


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the tests."""
    found = shutil.which("chromium")
    assert found, "the browser tests drive Debian's chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A ward on its first day: the plan is loaded, nobody has an account."""
    with open_folder() as folder, ended_after(Product(folder)) as made:
        made.start()
        yield made


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where pictures of the pages go."""
    folder = Path(__file__).parent / "shots"
    folder.mkdir(exist_ok=True)
    return folder
