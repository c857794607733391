"""What a full disk does to files: it is told, and nothing is lost."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from tests.conftest import Database, World
from tests.evidence.conftest import Ward, calling, everything_in, halves_in, rows, serving

from doimoi.app import create_app
from doimoi.core import roles
from doimoi.core.files import Files
from doimoi.core.settings import Settings

ADDRESS = "/api/v1/evidence"


@pytest.fixture
def little(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk takes root to mount")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", tmp_path], capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"no small disk here: {done.stderr}")
    yield tmp_path
    subprocess.run(["umount", "-l", tmp_path], check=True)


def _on(database: Database, var: Path, **more: int) -> FastAPI:
    settings = Settings(DOIMOI_VAR=var, DOIMOI_FRONTEND=Path("/nonexistent"), **more)  # type: ignore[arg-type]
    return create_app(settings, database.url(roles.APP))


def test_a_full_disk_is_told_and_loses_nothing(database: Database, world: World, ward: Ward, little: Path) -> None:
    app, params = _on(database, little, DOIMOI_RESERVE=0), {"unit": "TTPVHCC", "filename": "a.txt"}
    files: Files = app.state.files
    with serving(app) as address:
        first = calling(app, address, ward.officer).post(ADDRESS, params=params, content=b"a" * 5_000_000)
        assert first.status_code == 201, first.text
        for body in (b"b" * 5_000_000, iter([b"b" * 1_000_000] * 5)):  # once told beforehand, once found out on the way
            answer = calling(app, address, ward.officer).post(ADDRESS, params=params, content=body)
            assert (answer.status_code, answer.json()["code"]) == (507, "disk_full"), answer.text
            assert halves_in(files) == []
        client = calling(app, address, ward.officer)
        at = f"{ADDRESS}/{first.json()['id']}"
        assert client.get(f"{at}/content").content == b"a" * 5_000_000
        assert everything_in(files) == {first.json()["sha256"]} == rows(world)
        # Room is made, and the same file goes in.
        assert client.delete(at).status_code == 204
        assert client.post(ADDRESS, params=params, content=b"b" * 5_000_000).status_code == 201
        assert everything_in(files) == rows(world)


def test_files_leave_room_for_the_database(database: Database, ward: Ward, little: Path) -> None:
    app = _on(database, little, DOIMOI_RESERVE=8_000_000)
    with serving(app) as address:
        params = {"unit": "TTPVHCC", "filename": "a.txt"}
        answer = calling(app, address, ward.officer).post(ADDRESS, params=params, content=b"a" * 1_000_000)
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
