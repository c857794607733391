"""A running server with the built pages, and Chromium before it."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser
from tests.conftest import Database, World
from tests.surveys import ground

from doimoi.app import create_app
from doimoi.core import roles
from doimoi.core.settings import Settings

DIST = Path(__file__).parents[2] / "frontend" / "dist"


@dataclass(frozen=True)
class Site:
    """A running server and a browser."""

    origin: str
    browser: Browser
    world: World


@pytest.fixture(scope="module")
def site(
    database: Database, world: World, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The product on a port of its own, with the built pages."""
    with world.begin() as db:
        ground.lay(db)
    settings = Settings(DOIMOI_VAR=tmp_path_factory.mktemp("var"), DOIMOI_FRONTEND=DIST)
    app = create_app(settings, database.url(roles.APP))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(f"http://127.0.0.1:{port}", chromium, world)
    server.should_exit = True
    thread.join(10)
