"""A file of 256 MB against the limit of the machine: writing it to the disk with dd and hashing it with openssl.

Both run in turn, so that a busy machine slows them alike; the median of the ratios counts. The sender is a bare socket
that lets the kernel copy the file, since it shares the machine with the server.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests import make
from tests.conftest import Database, World
from tests.evidence import corpus
from tests.evidence.apart import Apart, memory
from tests.evidence.conftest import calling
from tests.running.product import free_port

pytestmark = [pytest.mark.bench, pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is the limit")]
SIZE, ROUNDS = 256 * 1024 * 1024, 7
GOAL, GROWTH = 0.90, 16 * 1024 * 1024


@pytest.fixture
def apart(app: FastAPI, database: Database) -> Iterator[Apart]:
    """The server, with the limit of one file raised by its setting."""
    var = app.state.settings.var
    found = Apart(database, var, free_port(), DOIMOI_MAX_UPLOAD=str(SIZE * 2), DOIMOI_UNIT_QUOTA=str(SIZE * 40))
    found.start()
    yield found
    found.kill()


@pytest.fixture
def officer(world: World) -> make.Person:
    """Somebody who uploads."""
    with world.begin() as db:
        return make.person(db, make.unit(db, "TTPVHCC", make.ward(db)))


def _limit(source: Path, target: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(["dd", f"if={source}", f"of={target}", "bs=1M", "conv=fsync"], check=True, capture_output=True)
    subprocess.run(["openssl", "sha256", target], check=True, capture_output=True)
    took = time.perf_counter() - begun
    target.unlink()
    return took


def _upload(apart: Apart, token: str, source: Path) -> tuple[float, str]:
    host, port = apart.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line, source.open("rb") as file:
        begun = time.perf_counter()
        line.sendall(
            f"POST /api/v1/evidence?unit=TTPVHCC&filename=a.pdf HTTP/1.1\r\nHost: {host}\r\n"
            f"Authorization: {token}\r\nContent-Length: {os.fstat(file.fileno()).st_size}\r\n\r\n".encode()
        )
        line.sendfile(file)
        answer = ""
        while not answer.endswith("}"):
            answer += line.recv(65_536).decode()
        took = time.perf_counter() - begun
    assert answer.startswith("HTTP/1.1 201"), answer
    return took, str(json.loads(answer[answer.index("{") :])["id"])


def test_an_upload_comes_near_the_limit(app: FastAPI, apart: Apart, officer: make.Person) -> None:
    source = app.state.settings.var / "source.pdf"  # on the same disk as the store
    source.write_bytes(corpus.pdf(os.urandom(SIZE)))
    client = calling(app, apart.address, officer)
    token = client.headers["authorization"]
    assert apart.process is not None
    _limit(source, app.state.settings.var / "copy")
    client.delete(f"/api/v1/evidence/{_upload(apart, token, source)[1]}")
    before, ratios = memory(apart.process), []
    for _ in range(ROUNDS):
        limit = _limit(source, app.state.settings.var / "copy")
        took, ident = _upload(apart, token, source)
        assert client.delete(f"/api/v1/evidence/{ident}").status_code == 204
        ratios.append(limit / took)
        print(f"limit {SIZE / limit / 1e6:6.0f} MB/s   upload {SIZE / took / 1e6:6.0f} MB/s   ratio {limit / took:.2f}")
    grown = memory(apart.process) - before
    print(
        f"W5: ratio {statistics.median(ratios):.2f} (goal {GOAL}), "
        f"memory grew {grown / 1e6:.1f} MB (goal {GROWTH / 1e6:.0f})"
    )
    assert statistics.median(ratios) >= GOAL
    assert grown <= GROWTH
