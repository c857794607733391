"""The application as a process of its own: how much memory a file takes, and what kills do to it. On the real clock."""

import random
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from tests import make
from tests.conftest import Database, World
from tests.evidence import corpus
from tests.evidence.apart import Apart, memory
from tests.evidence.conftest import Ward, calling, everything_in, halves_in, rows
from tests.running.product import free_port

from doimoi.core.files import Files

ADDRESS = "/api/v1/evidence"


@pytest.fixture(autouse=True)
def today() -> None:
    """No travelling: another process would not come along."""


@pytest.fixture
def apart(app: FastAPI, database: Database) -> Iterator[Apart]:
    """Not started yet; not there afterwards."""
    found = Apart(database, app.state.settings.var, free_port())
    yield found
    found.kill()


@pytest.fixture
def now_person(world: World) -> make.Person:
    """An officer who is signed in on the real clock, as a process of its own has no other."""
    with world.begin() as db:
        return make.person(db, make.unit_of(db, "11602:TTPVHCC"))


def _blocks(size: int) -> Iterator[bytes]:
    block = b"so lieu;1\n" * 6_000
    for _ in range(size // len(block)):
        yield block


def test_fifty_megabytes_take_nomemory(app: FastAPI, apart: Apart, ward: Ward, now_person: make.Person) -> None:
    apart.start()
    client = calling(app, apart.address, now_person)
    params = {"unit": "TTPVHCC", "filename": "a.csv"}
    assert client.post(ADDRESS, params=params, content=_blocks(3_000_000)).status_code == 201  # warm
    assert apart.process is not None
    process, peak = apart.process, 0
    before = memory(process)

    def watched() -> Iterator[bytes]:
        nonlocal peak
        for block in _blocks(50_000_000):
            yield block
            peak = max(peak, memory(process))

    sent = client.post(ADDRESS, params=params, content=watched())
    assert sent.status_code == 201, sent.text
    assert max(peak, memory(process)) - before <= 16 * 1024 * 1024


@dataclass
class Sent:
    """One file on its way, through every kill."""

    name: str
    content: bytes
    key: str
    ident: str | None = None
    answered: int = 0


@pytest.mark.proof
def test_a_hundred_uploads_survive_three_kills_each(
    app: FastAPI, apart: Apart, world: World, ward: Ward, now_person: make.Person, files: Files
) -> None:
    """Ten files at a time are sent, the server killed at some moment, started again and asked again with the same
    keys, three times; the fourth time it is let through. Whatever the moment: no row without file, one row a file."""
    chance, known = random.Random(20261125), world.scalar("select count(*) from evidence")
    sent = [
        Sent(f"{n}.pdf", corpus.pdf(b"%d" % n, chance.randrange(1_000, 4_000_000)), uuid.uuid4().hex)
        for n in range(100)
    ]
    for at in range(0, 100, 10):
        for kill in (True, True, True, False):
            apart.start()
            killer = threading.Timer(chance.uniform(0.005, 0.4), apart.kill)
            if kill:
                killer.start()
            with ThreadPoolExecutor(10) as pool:
                list(pool.map(lambda one: _send(app, apart, now_person, one, must=not kill), sent[at : at + 10]))  # noqa: B023
            if kill:
                killer.join()
            # Whatever happened: every row has its file, whole.
            assert rows(world) <= everything_in(files)
        client = calling(app, apart.address, now_person)
        for one in sent[at : at + 10]:
            assert client.get(f"{ADDRESS}/{one.ident}/content").content == one.content
        apart.kill()
    apart.start()  # sweeps
    assert everything_in(files) == rows(world) and halves_in(files) == []
    assert world.scalar("select count(*) from evidence") == known + 100
    print(f"{sum(one.answered for one in sent) - 100} of 300 killed tries had been answered before the kill")


def _send(app: FastAPI, apart: Apart, who: make.Person, one: Sent, *, must: bool) -> None:
    params, headers = {"unit": "TTPVHCC", "filename": one.name}, {"Idempotency-Key": one.key}
    try:
        answer = calling(app, apart.address, who).post(ADDRESS, params=params, content=one.content, headers=headers)
    except httpx.TransportError:
        assert not must
        return
    assert answer.status_code == 201, answer.text
    assert one.ident in (None, answer.json()["id"])  # once acknowledged, it is the same for ever
    one.ident, one.answered = answer.json()["id"], one.answered + 1
