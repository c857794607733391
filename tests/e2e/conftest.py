"""The product as a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import open_folder
from tests.running.product import Product, ended_after


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
