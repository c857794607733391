"""A ward's own PostgreSQL server: the doctor's lines make the logins, and three addresses are all the product needs."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest

from doimoi.core import roles
from doimoi.running import database, doctor
from tests.conftest import Server, existing_roles
from tests.running.product import Product


@pytest.fixture
def addresses(server: Server) -> Iterator[dict[str, str]]:
    """The three settings for a database made by what `doctor --sql-setup` prints (roles are kept for other tests)."""
    name = f"own_{uuid.uuid4().hex[:8]}"
    have = existing_roles(server)
    lines = [line for line in doctor.sql_setup().splitlines() if not line.startswith("--")]
    for line in lines:
        words = line.split()
        if not (words[:2] == ["create", "role"] and words[2] in have):
            server.run(line.replace(f'"{database.NAME}"', f'"{name}"'))
    where = urlencode(parse_qsl(server.conninfo))
    yield {
        "MIGRATION_DATABASE_URL": f"postgresql://{roles.OWNER}:x@/{name}?{where}",
        "DATABASE_URL": f"postgresql://{roles.APP}:x@/{name}?{where}",
        "EVERYWHERE_DATABASE_URL": f"postgresql://{roles.EVERYWHERE}:x@/{name}?{where}",
    }
    server.run(f"drop database {name} with (force)")


def test_it_serves_from_a_server_of_the_ward(addresses: dict[str, str], tmp_path: Path) -> None:
    product = Product(tmp_path)
    assert product.run("migrate", **addresses).returncode == 0
    product.start(**addresses)
    assert "43 chỉ tiêu" in product.said
    assert product.setup_token()
    assert not list(tmp_path.glob("pg*"))
    assert product.end() == 0
    looked = product.run("doctor", **addresses)
    assert "máy chủ riêng" in looked.stdout, looked.stderr


def test_a_login_that_owns_the_tables_is_refused(addresses: dict[str, str], tmp_path: Path) -> None:
    done = Product(tmp_path).run("serve", **{**addresses, "DATABASE_URL": addresses["MIGRATION_DATABASE_URL"]})
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "bảo mật theo dòng" in done.stderr


def test_an_emptied_database_is_refused(addresses: dict[str, str], tmp_path: Path, server: Server) -> None:
    product = Product(tmp_path)
    product.start(**addresses)
    assert product.end() == 0
    name = addresses["DATABASE_URL"].split("/")[3].split("?")[0]
    server.run(f"drop database {name} with (force)", f"create database {name} owner {roles.OWNER} template template0")
    done = product.run("serve", **addresses)
    assert done.returncode == 1
    assert "lại trống" in done.stderr


def test_a_server_that_is_away_is_told_without_its_password(addresses: dict[str, str], tmp_path: Path) -> None:
    away = dict.fromkeys(addresses, f"postgresql://doimoi:bi-mat@/doimoi?host={tmp_path}")
    done = Product(tmp_path).run("serve", **away)
    assert done.returncode == 1
    assert "MIGRATION_DATABASE_URL" in done.stderr
    assert "bi-mat" not in done.stderr
