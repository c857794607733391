"""A first start killed at any moment, as by a power cut, is simply begun again."""

import signal
import time

import pytest
from sqlalchemy import create_engine, text

from doimoi.core.embedded.instance import read_instance
from doimoi.running import database
from tests.conftest import open_folder
from tests.running.product import Product, ended_after

pytestmark = pytest.mark.proof

TABLES = ("plan", "indicator", "unit")
MOMENTS = [0.2 * n for n in range(2, 20)]  # seconds after the command: from before PostgreSQL to serving


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_first_start_is_begun_again(moment: float) -> None:
    with open_folder() as folder, ended_after(Product(folder)) as product:
        product.start_only()
        time.sleep(moment)
        product.end(signal.SIGKILL)
        product.start()
        assert product.setup_token()
        with (
            database.opened(product.settings, lambda _: None) as base,
            create_engine(base.owner_url).connect() as owner,
        ):
            counts = [owner.execute(text(f"select count(*) from {table}")).scalar_one() for table in TABLES]
            ident = owner.execute(text("select id from instance")).scalar_one()
        assert counts == [1, 43, 130]
        assert ident == read_instance(folder)
        assert product.end() == 0
