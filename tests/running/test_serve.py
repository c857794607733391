"""Starting, stopping, killing and starting again: drills on the product as a real process."""

import os
import signal
import socket
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from doimoi.core.embedded import server
from doimoi.core.embedded.instance import mark_path, read_instance, write_instance
from doimoi.core.embedded.place import find_place
from doimoi.running import database
from tests.conftest import open_folder
from tests.running.product import Product, ended_after

ADMINISTRATOR = {
    "username": "quan.tri",
    "display_name": "Quản Trị Mẫu",
    "password": "một câu đủ dài để thử",
}


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A ward that was started once, got its administrator, and was stopped."""
    with open_folder() as folder, ended_after(Product(folder)) as made:
        made.start()
        token = made.setup_token()
        claimed = httpx.post(f"{made.url}/api/v1/setup/claims", json={"token": token, **ADMINISTRATOR})
        again = httpx.post(
            f"{made.url}/api/v1/setup/claims", json={"token": token, **ADMINISTRATOR, "username": "nguoi.khac"}
        )
        assert (claimed.status_code, again.status_code) == (201, 410)
        assert made.end() == 0
        yield made


def signed_in(product: Product) -> int:
    """The answer to the administrator's log-in: 201 shows that the rows are there."""
    given = {"username": ADMINISTRATOR["username"], "password": ADMINISTRATOR["password"]}
    return httpx.post(f"{product.url}/api/v1/sessions", json=given).status_code


def test_the_first_start_loads_the_plan_and_a_stop_ends_the_database(product: Product) -> None:
    assert "43 chỉ tiêu" in product.said
    assert product.said.rstrip().endswith("Đã dừng")
    assert not server.listening(find_place(product.var, lambda _: None).socket_dir)
    assert mark_path(product.var).stat().st_mode & 0o077 == 0
    assert (product.var / "secrets" / "token.key").stat().st_mode & 0o077 == 0


def test_a_second_start_is_quick_and_prints_no_link(product: Product) -> None:
    took = product.start()
    print(f"second start: {took:.2f} s")
    assert took < 60
    assert product.setup_token() is None
    assert signed_in(product) == 201
    assert product.end(signal.SIGINT) == 0


def test_a_killed_server_leaves_nothing_that_the_next_start_does_not_mend(product: Product) -> None:
    product.start()
    postmaster = product.postmaster()
    product.end(signal.SIGKILL)
    product.start()
    assert product.postmaster() == postmaster  # adopted, not started a second time
    assert signed_in(product) == 201
    assert product.end() == 0


def test_a_killed_database_comes_back_by_itself(product: Product) -> None:
    product.start()
    os.kill(product.postmaster(), signal.SIGKILL)
    seen, until = set(), time.monotonic() + 30
    while time.monotonic() < until:
        answer = httpx.get(f"{product.url}/api/v1/public/instance", timeout=20)
        seen.add(answer.status_code)
        if answer.status_code == 503:
            assert int(answer.headers["retry-after"]) >= 1
        elif 503 in seen:
            break
    assert seen == {503, 200}
    assert signed_in(product) == 201
    assert product.status("/readyz") == 200
    assert product.end() == 0


def test_a_stop_during_the_start_leaves_no_database_running(product: Product) -> None:
    for pause in (0.6, 0.9, 1.2):
        product.start_only()
        time.sleep(pause)
        assert product.end() in (0, -signal.SIGTERM)  # the latter before Python itself is up
        assert not server.listening(find_place(product.var, lambda _: None).socket_dir)


def test_a_taken_port_is_told_before_the_database_is_touched(product: Product) -> None:
    with socket.create_server(("127.0.0.1", product.port)):
        done = product.run("serve")
    assert done.returncode == 1
    assert f"Cổng {product.port}" in done.stderr
    assert "DOIMOI_PORT" in done.stderr


def test_plain_http_stays_on_this_machine(product: Product) -> None:
    done = product.run("serve", DOIMOI_HOST="0.0.0.0")
    assert done.returncode == 1
    assert "PUBLIC_URL=https" in done.stderr
    unreachable = product.run("serve", PUBLIC_URL="http://phuong.example")
    assert unreachable.returncode == 1


def test_a_database_of_a_newer_version_is_refused_untouched(product: Product) -> None:
    with database.opened(product.settings, lambda _: None) as base, create_engine(base.owner_url).connect() as owner:
        at = owner.execute(text("select version_num from alembic_version")).scalar_one()
        owner.execute(text("update alembic_version set version_num = '9999_later'"))
        owner.commit()
        done = product.run("serve")
        still = owner.execute(text("select version_num from alembic_version")).scalar_one()
        owner.execute(text("update alembic_version set version_num = :at"), {"at": at})
        owner.commit()
    assert done.returncode == 1
    assert "9999_later" in done.stderr
    assert "phiên bản mới hơn" in done.stderr
    assert still == "9999_later"


def test_a_database_of_another_installation_is_refused(product: Product) -> None:
    ours = read_instance(product.var)
    assert ours is not None
    write_instance(product.var, uuid.uuid4())
    done = product.run("serve")
    write_instance(product.var, ours)
    assert done.returncode == 1
    assert str(ours) in done.stderr
    assert "cài đặt khác" in done.stderr


def test_a_data_folder_that_was_emptied_is_refused(product: Product) -> None:
    data = find_place(product.var, lambda _: None).data
    aside = data.with_name("aside")
    data.rename(aside)
    done = product.run("serve")
    made_anew = data.exists()
    if not made_anew:
        aside.rename(data)
    assert not made_anew
    assert done.returncode == 1
    assert "đã từng có dữ liệu" in done.stderr


def test_a_lost_key_is_refused_while_there_are_people(product: Product) -> None:
    key = product.var / "secrets" / "token.key"
    kept = key.read_bytes()
    key.unlink()
    done = product.run("serve")
    assert done.returncode == 1
    assert str(key) in done.stderr
    assert not key.exists()
    product.start("--new-secrets")
    assert signed_in(product) == 201
    assert product.end() == 0
    assert key.read_bytes() != kept


def test_the_set_up_link_is_refused_once_there_is_an_administrator(product: Product) -> None:
    done = product.run("setup-link")
    assert done.returncode == 1
    assert "token=" not in done.stdout


def test_loading_the_same_plan_again_changes_nothing(product: Product) -> None:
    plan = Path(database.__file__).parents[1] / "plan" / "data" / "hong-an-2026.yaml"
    done = product.run("load-plan", str(plan))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("Không có gì thay đổi")


def test_an_unusable_plan_is_refused_with_its_faults(product: Product, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("plan: {}\n", "utf-8")
    plan.with_suffix(".txt").write_text("x", "utf-8")
    done = product.run("load-plan", str(plan), "--dry-run")
    assert done.returncode == 1
    assert "Không nạp được kế hoạch" in done.stderr


def test_settings_that_belong_together_are_asked_for(product: Product) -> None:
    done = product.run("serve", DATABASE_URL="postgresql://x@/y")
    assert done.returncode == 1
    assert "MIGRATION_DATABASE_URL" in done.stderr
