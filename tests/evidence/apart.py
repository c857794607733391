"""The application as a process of its own on a test's database, to be measured and killed."""

import os
import subprocess
import time
from pathlib import Path

import httpx
from tests.conftest import Database

from doimoi.core import roles

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

    def __init__(self, database: Database, var: Path, port: int, **more: str) -> None:
        self._command = ["-c", SERVER, database.url(roles.APP), str(port)]
        self._environment = {
            **os.environ,
            "DOIMOI_VAR": str(var),
            "DOIMOI_LOG": "stderr",
            "PYTHONPATH": "backend",
            **more,
        }
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


def memory(process: subprocess.Popen[bytes]) -> int:
    """Bytes that a process holds in memory."""
    return int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
