"""The application as a process of its own: how much memory a file takes, and what kills do to it. On the real clock."""

import os
import random
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests import make
from tests.conftest import Database, World
from tests.evidence import corpus
from tests.evidence.conftest import Ward, calling, everything_in, halves_in, rows
from tests.running.product import free_port

from doimoi.core import roles
from doimoi.core.files import Files

ADDRESS = "/api/v1/evidence"


@pytest.fixture(autouse=True)
def today() -> None:
    """No travelling: another process would not come along."""


def _memory(process: subprocess.Popen[bytes]) -> int:
    """Bytes that a process holds in memory."""
    return int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


SERVER = """
import sys, uvicorn
from pathlib import Path
from doimoi.app import create_app
from doimoi.core.settings import Settings
from doimoi.evidence.service import sweeping
from doimoi.running.slow import PatientProtocol
app = create_app(Settings(), sys.argv[1])
sweeping.sweep(sys.argv[1], app.state.files)
uvicorn.run(app, port=int(sys.argv[2]), http=PatientProtocol, log_config=None, access_log=False, ws="none")
"""


class Apart:
    """The application as a process of its own on the test's database, to be measured and killed."""

    def __init__(self, database: Database, var: Path, port: int) -> None:
        self._command = ["-c", SERVER, database.url(roles.APP), str(port)]
        self._environment = {**os.environ, "DOIMOI_VAR": str(var), "DOIMOI_LOG": "stderr", "PYTHONPATH": "backend"}
        self.address = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        root = Path(__file__).parents[2]
        self.process = subprocess.Popen(
            [root / ".venv/bin/python", *self._command], env=self._environment, cwd=root, stdout=-3, stderr=-3
        )
        until = time.monotonic() + 30
        while True:
            try:
                assert httpx.get(f"{self.address}/healthz").status_code == 200
                return
            except httpx.TransportError:
                assert time.monotonic() < until
                time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL, at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)


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


def test_fifty_megabytes_take_no_memory(app: FastAPI, apart: Apart, ward: Ward, now_person: make.Person) -> None:
    apart.start()
    client = calling(app, apart.address, now_person)
    params = {"unit": "TTPVHCC", "filename": "a.csv"}
    assert client.post(ADDRESS, params=params, content=_blocks(3_000_000)).status_code == 201  # warm
    assert apart.process is not None
    process, peak = apart.process, 0
    before = _memory(process)

    def watched() -> Iterator[bytes]:
        nonlocal peak
        for block in _blocks(50_000_000):
            yield block
            peak = max(peak, _memory(process))

    sent = client.post(ADDRESS, params=params, content=watched())
    assert sent.status_code == 201, sent.text
    assert max(peak, _memory(process)) - before <= 16 * 1024 * 1024


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
