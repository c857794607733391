"""Clients that dawdle are let go; those that do not are served."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from doimoi.running import slow


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the whole body, then takes its time to answer."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server whose patience is a fraction of a second."""
    monkeypatch.setattr(slow, "HEAD", 0.3)
    monkeypatch.setattr(slow, "BODY", 0.3)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(echo, http=slow.PatientProtocol, log_config=None, lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"],
    ids=["nothing", "half a head", "half a body"],
)
def test_a_client_that_stops_half_way_is_let_go(address: tuple[str, int], begun: bytes) -> None:
    with socket.create_connection(address) as line:
        line.sendall(begun)
        line.settimeout(5)
        asked = time.monotonic()
        assert b"204" not in line.recv(100)
    assert time.monotonic() - asked < 3


def test_a_slow_body_that_keeps_coming_is_served(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")
        for _ in range(5):
            time.sleep(0.15)
            line.sendall(b"x")
        line.settimeout(5)
        assert line.recv(100).startswith(b"HTTP/1.1 204")
