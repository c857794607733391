"""The database away: every door says so, nothing is half written, and all is well again by itself."""

import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from starlette.testclient import TestClient

from doimoi import migrations
from doimoi.app import create_app
from doimoi.core import logs, roles
from doimoi.core.embedded.supervisor import Embedded
from doimoi.core.settings import Settings
from tests.access.asks import ASKS, V1, Ask
from tests.access.ground import CENTRE, PERIOD, Ground, lay, that_day
from tests.conftest import Api, Server, World, open_folder
from tests.test_access import OPEN, operations

SECONDS: Final = 4.0
"""How long a caller waits at most to hear that the database is away."""


@dataclass
class Place:
    """An application on a server of its own that can be stopped."""

    embedded: Embedded
    ground: Ground

    @property
    def client(self) -> TestClient:
        """The running application."""
        return self.ground.api.client

    def call(self, who: str, asked: Ask, **headers: str) -> Any:
        """One request."""
        sent = self.ground.sent(who) | asked.headers | headers
        return self.client.request(asked.method, asked.path, json=asked.json, content=asked.content, headers=sent)

    def ready(self, wanted: int) -> None:
        """Wait for this answer of the readiness probe."""
        until = time.monotonic() + 20
        while (status := self.client.get("/readyz").status_code) != wanted:
            assert time.monotonic() < until, status
            time.sleep(0.02)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day inside the second half of 2026."""
    with that_day():
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Server, database, application and ground of this file alone."""
    with open_folder() as folder, that_day():
        embedded = Embedded(folder, tell=lambda _: None, shared_buffers="64MB")
        running = embedded.start()
        try:
            server = Server(f"host={running.socket_dir}&port={running.port}", running.superuser)
            server.run(*roles.setup_sql("ward"))
            migrations.migrate(server.url(roles.OWNER, "ward"))
            app = _app(server, tmp_path_factory.mktemp("var"))
            world = World(create_engine(server.url(roles.EVERYWHERE, "ward"), poolclass=NullPool))
            with TestClient(app, base_url="https://testserver", raise_server_exceptions=False) as client:
                yield Place(embedded, lay(Api(app, client), world))
        finally:
            embedded.stop()


def _app(server: Server, var: Path) -> FastAPI:
    settings = Settings(DOIMOI_VAR=var, DOIMOI_FRONTEND=Path("/nonexistent"))
    logs.configure(settings.log_file)
    return create_app(settings, server.url(roles.APP, "ward"))


def test_every_door_says_that_the_database_is_away_and_all_is_well_again_by_itself(place: Place) -> None:
    asks = {
        name: asked
        for name in operations(place.ground.api)
        for case in [next(c for c in ASKS if c.split(":")[0] == name)]
        if (asked := ASKS[case](place.ground, "officer", CENTRE)) is not None
    }
    before = {name: place.call("officer", asked).status_code for name, asked in asks.items() if asked.method == "GET"}
    assert set(before.values()) <= {200, 403}
    place.embedded.stop()
    try:
        for name, asked in asks.items():
            began = time.monotonic()
            answer = place.call("officer", asked)
            assert time.monotonic() - began < SECONDS, name
            if name == "get_health":
                assert answer.status_code == 200
            elif name in OPEN and answer.status_code in (204, 401):
                assert name in ("log_out", "refresh_session")  # without a cookie there is nothing to ask
            else:
                assert answer.status_code == 503, (name, answer.text)
                assert int(answer.headers["retry-after"]) > 0
                assert name == "get_readiness" or answer.json()["code"] == "busy"
        assert place.call("key_read", Ask("GET", f"{V1}/me")).status_code == 503
        forged = {"Authorization": "Bearer eyJ.e30.x"}
        assert place.client.get(f"{V1}/me", headers=forged).status_code == 401
        assert place.client.get("/readyz").json()["database"] == "away"
    finally:
        place.embedded.start()
    for name, status in before.items():
        assert place.call("officer", asks[name]).status_code == status, name


def test_writes_under_way_when_it_goes_are_whole_or_nothing_and_a_retry_makes_them_one(place: Place) -> None:
    """Eight people save again and again; each retries with its key until told that it is saved."""
    ground = place.ground
    ident = ground.fresh_value(CENTRE, "draft")
    address = f"{V1}/indicator-values/by-key/{CENTRE}/A3/{PERIOD}"
    first = ground.world.scalar("select version from indicator_value where id = :v", v=ident)
    answers: list[int] = []
    refused: list[int] = []

    def save(number: int) -> None:
        for turn in range(6):
            body = {"numerator": str(number), "denominator": "100", "note": f"{number}.{turn}"}
            asked = Ask("PUT", address, body, {"If-Match": "*"})
            key = str(uuid.uuid4())
            while (answer := place.call("officer", asked, **{"Idempotency-Key": key})).status_code != 200:
                refused.append(answer.status_code)
                assert len(refused) < 20_000
                time.sleep(0.02)
            answers.append(answer.status_code)

    threads = [threading.Thread(target=save, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        time.sleep(0.15)
        place.embedded.stop()
        place.ready(503)
        place.embedded.start()
        place.ready(200)
    for thread in threads:
        thread.join(60)
    assert len(answers) == 48 and not any(thread.is_alive() for thread in threads)
    assert 503 in refused and set(refused) <= {503, 412}
    version = ground.world.scalar("select version from indicator_value where id = :v", v=ident)
    events = ground.world.scalar("select count(*) from value_event where value_id = :v", v=ident)
    assert version - first == events == 48
    notes = ground.world.scalar("select count(distinct note) from value_event where value_id = :v", v=ident)
    assert notes == 48
