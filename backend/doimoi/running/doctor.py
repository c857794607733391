"""`doimoi doctor`: looks at an installation and says what is well and what to do about the rest. Changes nothing."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from doimoi import __version__, migrations
from doimoi.core import jobs, roles
from doimoi.core.embedded.instance import read_instance
from doimoi.core.embedded.place import MAJOR, homes
from doimoi.core.embedded.refusals import Refusal
from doimoi.core.health import MIN_FREE
from doimoi.core.settings import Settings
from doimoi.running import database, identity, serving

MB: Final = 1024 * 1024
LONG: Final = 600
"""Seconds for which a due job may wait before that is told as a fault."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `good` is None for what is merely told."""

    good: bool | None
    text: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, as far as one can get; a database that cannot be opened ends it."""
    yield Finding(None, f"Đổi Mới {__version__}, dữ liệu ở {settings.var.resolve()}")
    yield from _address(settings)
    yield from _disk(settings)
    yield from _pages(settings)
    if settings.database_url is None and not _begun(settings):
        yield Finding(None, "Chưa chạy lần đầu: chưa có cơ sở dữ liệu (chạy `make run`)")
        return
    try:
        yield from _database(settings)
    except Refusal as refusal:
        yield Finding(False, refusal.vi)


def sql_setup() -> str:
    """The lines that a ward's database administrator runs once, and the settings that follow from them."""
    passwords = {role: f"ĐỔI_MẬT_KHẨU_{n}" for n, role in enumerate((roles.OWNER, roles.APP, roles.EVERYWHERE), 1)}
    statements = [f"{statement};" for statement in roles.setup_sql(database.NAME, passwords)]
    names = {
        "MIGRATION_DATABASE_URL": roles.OWNER,
        "DATABASE_URL": roles.APP,
        "EVERYWHERE_DATABASE_URL": roles.EVERYWHERE,
    }
    urls = [f"-- {name}=postgresql://{role}:{passwords[role]}@MÁY_CHỦ:5432/doimoi" for name, role in names.items()]
    return "\n".join(
        [
            f"-- PostgreSQL {database.OLDEST} trở lên. Chạy một lần: psql -U postgres -f tệp-này",
            "-- Thay ba mật khẩu trước khi chạy, rồi đặt ba địa chỉ ở cuối vào biến môi trường.",
            *statements,
            *urls,
        ]
    )


def _begun(settings: Settings) -> bool:
    return any((home / f"pg{MAJOR}").exists() for home in homes(settings.var.resolve()))


def _address(settings: Settings) -> Iterator[Finding]:
    try:
        serving.check_address(settings)
    except Refusal as refusal:
        yield Finding(False, refusal.vi)
    else:
        yield Finding(True, f"Địa chỉ: {settings.origin}")


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.var.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    yield Finding(free >= MIN_FREE, f"Ổ đĩa còn {free // MB} MB trống (cần ít nhất {MIN_FREE // MB} MB)")


def _pages(settings: Settings) -> Iterator[Finding]:
    built = (settings.frontend / "index.html").is_file()
    yield Finding(built, "Đã dựng giao diện" if built else f"Chưa có giao diện ở {settings.frontend}: chạy `make run`")


def _jobs(standing: jobs.Waiting) -> Iterator[Finding]:
    """What became of background work. A job waits for seconds; one that failed was tried again for an hour."""
    if standing.failed:
        yield Finding(
            False,
            f"{standing.failed} việc nền đã hỏng sau nhiều lần thử: tìm `procrastinate` trong nhật ký máy chủ",
        )
    if standing.lost or standing.oldest_seconds > LONG:
        yield Finding(
            False,
            f"{standing.waiting + standing.lost} việc nền đang đợi, lâu nhất {standing.oldest_seconds // 60} phút: "
            "máy chủ có đang chạy không? Chạy lại `make run`, việc dở được làm tiếp",
        )
    if not standing.failed and not standing.lost and standing.oldest_seconds <= LONG:
        yield Finding(True, f"Việc nền: {standing.waiting} đang đợi, không có việc nào hỏng")


def _database(settings: Settings) -> Iterator[Finding]:
    with database.opened(settings, lambda _: None) as base:
        database.check_server(base)
        yield Finding(True, f"Cơ sở dữ liệu trả lời ({'đi kèm' if base.embedded else 'máy chủ riêng'})")
        identity.check(settings, base.owner_url)
        with create_engine(base.owner_url, poolclass=NullPool).connect() as connection:
            at = migrations.revision_of(connection)
            if at != migrations.head():
                yield Finding(False, f"Lược đồ ở {at or 'chưa có'}, cần {migrations.head()}: chạy `doimoi migrate`")
                return
            yield Finding(True, f"Lược đồ: {at}")
            people = connection.execute(text("select count(*) from account")).scalar_one()
        with create_engine(base.everywhere_url, poolclass=NullPool).connect() as connection:
            yield from _jobs(jobs.standing(connection))
        database.check_logins(base)
        yield Finding(True, "Tài khoản cơ sở dữ liệu không vượt qua được bảo mật theo dòng")
        yield Finding(True, f"Mã cài đặt: {read_instance(settings.var) or 'chưa có'}; {people} tài khoản người dùng")
