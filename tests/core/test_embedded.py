"""The bundled PostgreSQL: who starts it, who adopts it, who stops it, and when nobody may."""

import os
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.conftest import open_folder

from doimoi.core.embedded import account, folder, instance, locks, place, server
from doimoi.core.embedded.patience import Leaving, Patience
from doimoi.core.embedded.place import MAJOR, Place
from doimoi.core.embedded.refusals import Damaged, Missing, OtherMajor, Refusal, SocketFolderTaken
from doimoi.core.embedded.supervisor import Embedded, Running


@pytest.fixture
def var() -> Iterator[Path]:
    """A data folder that the server's user can reach."""
    with open_folder() as made:
        yield made


@pytest.fixture(scope="module")
def started() -> Iterator[tuple[Path, Embedded, Running]]:
    """A server that was started once for these tests."""
    with open_folder() as made:
        embedded = Embedded(made, tell=lambda _: None, shared_buffers="32MB")
        yield made, embedded, embedded.start()
        embedded.stop()


def use(var: Path) -> Embedded:
    """One more user of the server in `var`."""
    return Embedded(var, tell=lambda _: None, shared_buffers="32MB")


def connect(running: Running) -> psycopg.Connection:
    """A session of the superuser."""
    return psycopg.connect(
        host=str(running.socket_dir), port=running.port, user=running.superuser, dbname="postgres", autocommit=True
    )


def bare(var: Path) -> Place:
    """A place for looking at folders, without a server."""
    return Place(var=var, home=var, binaries=Path("/nowhere"), account=account.current())


def cluster(data: Path, version: str = str(MAJOR)) -> None:
    """What a data folder must look like from outside."""
    (data / "global").mkdir(parents=True)
    (data / "global" / "pg_control").write_bytes(b"x")
    (data / "pg_wal").mkdir()
    (data / "base").mkdir()
    (data / "PG_VERSION").write_text(f"{version}\n")


def test_a_second_user_adopts_and_the_last_one_out_stops(var: Path) -> None:
    first, second = use(var), use(var)
    running = first.start()
    with connect(running) as session:
        mine = session.execute("select pg_postmaster_start_time()").fetchone()
    adopted = second.start()
    with connect(adopted) as session:
        assert session.execute("select pg_postmaster_start_time()").fetchone() == mine
    first.stop()
    assert second.alive()
    assert not first.alive()
    second.stop()
    assert not server.listening(adopted.socket_dir)


def test_many_at_once_on_an_empty_folder_make_one_cluster(var: Path) -> None:
    told: list[str] = []
    users = [Embedded(var, tell=told.append, shared_buffers="32MB") for _ in range(3)]
    threads = [threading.Thread(target=user.start) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(user.alive() for user in users)
    assert len([line for line in told if "lần đầu" in line]) == 1
    for user in users:
        user.stop()
    assert not users[0].alive()


def test_it_is_durable_private_and_reached_by_socket_only(started: tuple[Path, Embedded, Running]) -> None:
    _, _, running = started
    with connect(running) as session:
        shown = {
            name: session.execute(f"show {name}".encode()).fetchone()[0]  # type: ignore[index]
            for name in ("fsync", "full_page_writes", "synchronous_commit", "listen_addresses", "data_checksums")
        }
    assert shown == {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "listen_addresses": "",
        "data_checksums": "on",
    }
    assert running.socket_dir.stat().st_mode & 0o077 == 0
    assert running.data.stat().st_mode & 0o077 == 0


def test_a_killed_server_is_revived_with_what_it_had_promised(started: tuple[Path, Embedded, Running]) -> None:
    _, embedded, running = started
    with connect(running) as session:
        session.execute("create table promise as select generate_series(1, 500) as n")
    os.kill(int((running.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    until = time.monotonic() + 10
    while embedded.alive() and time.monotonic() < until:
        time.sleep(0.01)
    assert not embedded.alive()
    embedded.revive()
    assert embedded.alive()
    with connect(running) as session:
        assert session.execute("select count(*) from promise").fetchone() == (500,)


def test_stopping_while_it_starts_leaves_nothing_running(var: Path) -> None:
    for pause in (0.0, 0.05, 0.3, 0.5, 0.7):
        embedded = use(var)
        failures: list[BaseException] = []

        def start(embedded: Embedded = embedded, failures: list[BaseException] = failures) -> None:
            try:
                embedded.start()
            except Leaving as left:
                failures.append(left)

        thread = threading.Thread(target=start)
        thread.start()
        time.sleep(pause)
        embedded.stop()
        thread.join(30)
        embedded.stop()  # when the stop came before the start had begun
        assert not embedded.alive()
        assert server.holders(var / locks.SERVER) == []


def test_a_long_path_gets_a_short_private_socket_folder(var: Path) -> None:
    deep = var / ("x" * 120)
    embedded = use(deep)
    running = embedded.start()
    try:
        assert len(str(running.socket_dir)) < 60
        assert running.socket_dir.stat().st_mode & 0o077 == 0
        with connect(running) as session:
            assert session.execute("select 1").fetchone() == (1,)
    finally:
        embedded.stop()
        running.socket_dir.rmdir()


def test_a_socket_folder_of_somebody_else_is_not_used(var: Path) -> None:
    where = bare(var)
    where.socket_dir.mkdir(mode=0o755)
    where.socket_dir.chmod(0o755)
    with pytest.raises(SocketFolderTaken):
        place.open_socket_folder(where)


def test_an_empty_folder_is_new_and_a_cluster_is_not(var: Path) -> None:
    assert folder.is_new(bare(var))
    cluster(bare(var).data)
    assert not folder.is_new(bare(var))


@pytest.mark.parametrize("lost", ["global/pg_control", "PG_VERSION"])
def test_a_damaged_folder_is_refused(var: Path, lost: str) -> None:
    cluster(bare(var).data)
    (bare(var).data / lost).unlink()
    with pytest.raises(Damaged, match=Path(lost).name):
        folder.is_new(bare(var))


def test_a_folder_of_another_major_version_is_refused(var: Path) -> None:
    cluster(var / "pg17", "17")
    with pytest.raises(OtherMajor, match="17"):
        folder.is_new(bare(var))


def test_a_remembered_installation_without_its_data_is_refused(var: Path) -> None:
    ident = uuid.uuid4()
    instance.write_instance(var, ident)
    assert instance.read_instance(var) == ident
    with pytest.raises(Missing, match=r"instance\.id"):
        folder.is_new(bare(var))


def test_an_unreadable_mark_is_refused(var: Path) -> None:
    instance.mark_path(var).write_text("not an id")
    with pytest.raises(instance.MarkUnreadable):
        instance.read_instance(var)


def test_every_refusal_speaks_both_languages(var: Path) -> None:
    (var / "pg17").mkdir()
    (var / "pg17" / "PG_VERSION").write_text("17")
    with pytest.raises(Refusal) as refused:
        folder.is_new(bare(var))
    assert refused.value.vi
    assert refused.value.en
    assert str(refused.value) == f"{refused.value.vi}\n{refused.value.en}"


def test_locks_let_many_share_and_one_have_it_alone(var: Path) -> None:
    one, two = (locks.Lock(var / locks.USERS, account.current()) for _ in range(2))
    assert one.share()
    assert two.share()
    assert not one.take()
    assert one.share()
    two.leave()
    assert one.take()
    assert not two.share()
    one.leave()
    assert two.take()
    two.leave()


def test_waiting_is_told_and_can_be_given_up() -> None:
    leaving = threading.Event()
    told: list[str] = []
    patience = Patience(told.append, leaving)
    assert patience.wait(lambda: True, "x")
    assert not patience.wait(lambda: False, "x", at_most=0.02)
    leaving.set()
    with pytest.raises(Leaving):
        patience.wait(lambda: False, "x")
    assert told == []
