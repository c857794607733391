"""The application as a process of its own: how much memory a file takes, and what kills do to it. On the real clock."""

import random
import threading
import uuid
from collections.abc import Iterator

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


@pytest.mark.proof
def test_a_hundred_uploads_survive_three_kills_each(
    app: FastAPI, apart: Apart, world: World, ward: Ward, now_person: make.Person, files: Files
) -> None:
    """Each file is sent, the server killed at some moment, started again and asked again with the same key, three
    times; the fourth time it is let through. Whatever the moment: no row without file, one row a file."""
    chance, acknowledged = random.Random(20261125), 0
    known = world.scalar("select count(*) from evidence")
    for number in range(100):
        content = corpus.pdf(b"%d" % number, chance.randrange(1_000, 4_000_000))
        headers, params = {"Idempotency-Key": uuid.uuid4().hex}, {"unit": "TTPVHCC", "filename": f"{number}.pdf"}
        ident = None
        for attempt in range(4):
            apart.start()
            client = calling(app, apart.address, now_person)
            if attempt < 3:
                killer = _kill_after(apart, chance.uniform(0, 0.06))
            try:
                answer = client.post(ADDRESS, params=params, content=content, headers=headers)
                assert answer.status_code == 201, answer.text
                assert ident in (None, answer.json()["id"])  # once acknowledged, it is the same for ever
                ident, acknowledged = answer.json()["id"], acknowledged + 1
            except httpx.TransportError:
                assert attempt < 3
            if attempt < 3:
                killer.join()
            # Whatever happened: every row has its file, whole.
            assert rows(world) <= everything_in(files)
        at = f"{ADDRESS}/{ident}"
        assert client.get(f"{at}/content").content == content
        apart.kill()
    apart.start()  # sweeps
    assert everything_in(files) == rows(world) and halves_in(files) == []
    assert world.scalar("select count(*) from evidence") == known + 100
    assert acknowledged >= 100


def _kill_after(apart: Apart, seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, apart.kill)
    timer.start()
    return timer
