"""The product as a process of its own, the way a ward runs it."""

import os
import random
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from doimoi.core.embedded.place import find_place
from doimoi.core.settings import Settings

COMMAND = Path(__file__).parents[2] / "backend" / "doimoi.sh"
PATIENCE = 60.0


def free_port() -> int:
    """A port that nobody listens on just now, below those that outgoing connections are given: it stays free."""
    while True:
        port = random.randrange(20_000, 30_000)
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue


@dataclass
class Product:
    """One data folder, and commands run on it."""

    var: Path
    port: int = field(default_factory=free_port)
    command: str = "serve"
    said: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self, **more: str) -> dict[str, str]:
        """Nothing of the caller's settings, only what the process needs."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, "DOIMOI_VAR": str(self.var), "DOIMOI_PORT": str(self.port), "DOIMOI_LOG": "stderr", **more}

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        return subprocess.run(
            [COMMAND, *words], env=self.environment(**more), capture_output=True, text=True, timeout=PATIENCE
        )

    def start(self, *options: str, **more: str) -> float:
        """Start to serve; the seconds until it was ready."""
        begun = time.monotonic()
        self.start_only(*options, **more)
        assert self.process is not None
        while True:
            self.said = (self.var / "said.txt").read_text()
            if self.process.poll() is not None:
                raise AssertionError(f"ended with {self.process.returncode}: {self.said}")
            if self.status("/readyz") == 200:
                took = time.monotonic() - begun
                self.said = (self.var / "said.txt").read_text()
                return took
            assert time.monotonic() - begun < PATIENCE, self.said
            time.sleep(0.02)

    def start_only(self, *options: str, **more: str) -> None:
        """Start to serve and wait for nothing. The command replaces itself, so signals reach the server."""
        with (self.var / "said.txt").open("wb") as log:
            self.process = subprocess.Popen(
                [COMMAND, self.command, *options], env=self.environment(**more), stdout=log, stderr=subprocess.DEVNULL
            )

    def status(self, path: str) -> int | None:
        """What this address answers with; None when nothing answers."""
        try:
            return httpx.get(self.url + path, timeout=20).status_code
        except httpx.TransportError:
            return None

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.said = (self.var / "said.txt").read_text()
        return code

    def setup_token(self) -> str | None:
        """The secret of the printed set-up link."""
        self.said = (self.var / "said.txt").read_text()
        found = re.search(r"/thiet-lap#token=(\S+)", self.said)
        return found[1] if found else None

    def postmaster(self) -> int:
        """The process number of the bundled PostgreSQL."""
        home = find_place(self.var, lambda _: None).data
        return int((home / "postmaster.pid").read_text().split()[0])

    @property
    def settings(self) -> Settings:
        """The settings that the process runs with."""
        return Settings(DOIMOI_VAR=self.var, DOIMOI_PORT=self.port)


@contextmanager
def ended_after(product: Product) -> Iterator[Product]:
    """Leave neither server nor database behind, whatever the test did."""
    try:
        yield product
    finally:
        if product.process is not None and product.process.poll() is None:
            product.end()
        product.run("doctor")  # adopts a database that a killed server left, and stops it
