"""Kill -9 under load, twenty-five times: what was acknowledged is there once, and a retried write is there once.

The history of a value has one line per write, so a write that was lost or done twice shows in the count of its lines.
"""

import itertools
import os
import random
import signal
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from doimoi.access.models import Unit
from doimoi.access.rules import Scope
from doimoi.indicators.models import Indicator, ValueEvent
from doimoi.running import database
from tests import make
from tests.conftest import open_folder
from tests.running.product import Product, ended_after

pytestmark = pytest.mark.proof

KILLS = 25
WRITERS = 4


@dataclass
class Writer:
    """A tool of a unit that numbers its writes, and sends each again with the same key until it is acknowledged."""

    url: str
    secret: str
    first: int
    stopping: threading.Event = field(default_factory=threading.Event)
    acknowledged: list[int] = field(default_factory=list)
    retried: int = 0
    refused: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Write until told to stop; the write under way is still brought to its end."""
        for number in itertools.count(self.first, WRITERS):
            if self.stopping.is_set() or self.refused:
                return
            headers = {
                "Authorization": f"Bearer {self.secret}",
                "Idempotency-Key": str(uuid.uuid4()),
                "If-Match": "*",
            }
            while not self._sent(number, headers):
                self.retried += 1
                time.sleep(0.05)
            self.acknowledged.append(number)

    def _sent(self, number: int, headers: dict[str, str]) -> bool:
        """One try. Only the absence of an answer, and 503, may be tried again."""
        body = {"numerator": str(number), "denominator": "1000000"}
        try:
            answer = httpx.put(self.url, json=body, headers=headers, timeout=20)
        except httpx.TransportError:
            return False
        if answer.status_code not in (200, 201, 503):
            self.refused.append(f"{answer.status_code} {answer.text}")
        return answer.status_code != 503


@pytest.fixture
def product() -> Iterator[Product]:
    """A ward with the packaged plan, serving."""
    with open_folder() as folder, ended_after(Product(folder)) as made:
        made.start()
        yield made


def places(product: Product) -> list[tuple[str, str, str]]:
    """For each writer its own value to write: unit and indicator by code, and a key of that unit."""
    with everyone(product) as db:
        query = select(Indicator, Unit).join(Unit, Unit.id == Indicator.lead_id)
        query = query.where(Indicator.measure == "ratio", Indicator.reporting == "half_year")
        chosen = db.execute(query.order_by(Indicator.ordinal).limit(WRITERS)).all()
        return [(unit.full_code, indicator.code, make.key(db, unit, Scope.VALUES_WRITE)) for indicator, unit in chosen]


@contextmanager
def everyone(product: Product) -> Iterator[Session]:
    """A transaction beside the running server that reaches every row."""
    with (
        database.opened(product.settings, lambda _: None) as base,
        Session(create_engine(base.everywhere_url)) as db,
        db.begin(),
    ):
        yield db


def test_nothing_acknowledged_is_lost_and_nothing_is_written_twice(product: Product) -> None:
    at = f"{product.url}/api/v1/indicator-values/by-key"
    writers = [
        Writer(f"{at}/{unit}/{indicator}/2026-H2", secret, first)
        for first, (unit, indicator, secret) in enumerate(places(product), start=1)
    ]
    assert len(writers) == WRITERS
    threads = [threading.Thread(target=writer.run) for writer in writers]
    for thread in threads:
        thread.start()
    chance = random.Random(57)
    for kill in range(KILLS):
        time.sleep(chance.uniform(0.3, 1.0))
        if kill % 5 == 4:
            os.kill(product.postmaster(), signal.SIGKILL)  # revived by the server itself
        else:
            product.end(signal.SIGKILL)
            product.start()
    time.sleep(1)
    for writer in writers:
        writer.stopping.set()
    for thread in threads:
        thread.join(60)
    assert [writer.refused for writer in writers] == [[]] * WRITERS
    counted = lines_by_number(product)
    acknowledged = [number for writer in writers for number in writer.acknowledged]
    retried = sum(writer.retried for writer in writers)
    print(f"{KILLS} kills, {len(acknowledged)} writes acknowledged, {retried} tries without an answer")
    assert retried >= KILLS
    assert len(acknowledged) > 200
    assert counted == dict.fromkeys(acknowledged, 1)


def lines_by_number(product: Product) -> dict[int, int]:
    """How many lines of history each numbered write left."""
    with everyone(product) as db:
        assert db.execute(text("select count(*) from idempotency where status is null")).scalar_one() == 0
        return Counter(int(number) for number in db.scalars(select(ValueEvent.numerator)) if number is not None)
