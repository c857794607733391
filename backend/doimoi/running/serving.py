"""`doimoi serve`: one process from nothing to serving, and back to nothing in good order.

The order matters. Signals are caught before anything is started, so that a stop at any moment ends everything; the
port is taken before the database is touched, so that a second start in the same place changes nothing; the database
stops last, after the requests under way.
"""

import asyncio
import errno
import ipaddress
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import structlog
import uvicorn

from doimoi import __version__, migrations
from doimoi.app import create_app
from doimoi.core import logs
from doimoi.core.embedded.patience import Leaving
from doimoi.core.files import Files
from doimoi.core.settings import Settings
from doimoi.evidence.service import sweeping
from doimoi.running import database, first, identity, links
from doimoi.running.database import Database
from doimoi.running.first import Calendar
from doimoi.running.keeper import Keeper
from doimoi.running.refusals import CannotListen, PlainHttp, PortTaken
from doimoi.running.slow import PatientProtocol

log = structlog.get_logger()

BACKLOG: Final = 512
CONNECTIONS: Final = 1_000
DRAIN: Final = 10  # seconds that requests under way may still take after a stop was asked for
FILES: Final = 16_384


class Stopped(BaseException):
    """A stop was asked for before the server was up. Not an Exception: nothing on the way may swallow it."""


class Signals:
    """SIGTERM and SIGINT: before the server is up they end the start, afterwards they ask the server to end.

    Further signals change nothing: a terminal and a process manager often send the same one twice, and the stop is
    bounded anyway.
    """

    def __init__(self) -> None:
        self.server: uvicorn.Server | None = None
        self.asked = False

    def install(self) -> None:
        """Catch both from now on."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        first_time, self.asked = not self.asked, True
        if self.server is not None:
            self.server.should_exit = True
        elif first_time:
            raise Stopped


class Server(uvicorn.Server):
    """uvicorn's server, with our signals, and a word when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to `Signals`."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._ready()


def serve(
    settings: Settings,
    calendar: Calendar,
    tell: Callable[[str], None],
    *,
    new_secrets: bool = False,
    sample: Callable[[Settings, Database, Callable[[str], None]], None] | None = None,
) -> int:
    """Serve until SIGTERM or Ctrl-C; the exit code. Raises a Refusal when it cannot start.

    `sample` fills an installation of sample data, and tells who can sign in to it.
    """
    signals = Signals()
    signals.install()
    try:
        check_address(settings)
        with _listening(settings) as listener:
            logs.configure(settings.log_file)
            _allow_many_files()
            tell(f"Đổi Mới {__version__} đang khởi động")
            with database.opened(settings, tell) as base:
                prepare(settings, base, calendar, tell, new_secrets=new_secrets, demo=sample is not None)
                (sample or _tell_way_in)(settings, base, tell)
                _run(settings, base, listener, signals, tell)
    except (Stopped, Leaving):
        pass
    tell("Đã dừng")
    return 0


def prepare(
    settings: Settings,
    base: Database,
    calendar: Calendar,
    tell: Callable[[str], None],
    *,
    new_secrets: bool = False,
    demo: bool = False,
) -> None:
    """Check the database, bring it to this version's schema and, when it is new, fill it. Raises a Refusal."""
    database.check_server(base)
    identity.check(settings, base.owner_url, new_secrets=new_secrets)
    if migrations.migrate(base.owner_url):
        tell("Đã cập nhật lược đồ cơ sở dữ liệu")
    database.check_logins(base)
    first.settle(settings, base.everywhere_url, calendar, tell, demo=demo)
    halves, lost = sweeping.sweep(base.app_url, Files(settings.var / "files"))
    if halves or lost:
        log.info("swept_files", halves=halves, unreferenced=lost)


def _tell_way_in(settings: Settings, base: Database, tell: Callable[[str], None]) -> None:
    link = links.make_setup_link(base.everywhere_url, settings.origin)
    if link is not None:
        tell(f"Chưa có quản trị. Mở liên kết này trong {links.MINUTES} phút để lập tài khoản quản trị (dùng một lần):")
        tell(f"  {link}")


def _run(
    settings: Settings, base: Database, listener: socket.socket, signals: Signals, tell: Callable[[str], None]
) -> None:
    keeper = Keeper(base.embedded, tell) if base.embedded is not None else None

    def ready() -> None:
        log.info("ready", address=settings.origin, version=__version__)
        tell(f"Sẵn sàng: {settings.origin} (dừng: Ctrl-C)")

    config = uvicorn.Config(
        create_app(settings, base.app_url, works=True),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        http=PatientProtocol,
        ws="none",
        lifespan="on",
        limit_concurrency=CONNECTIONS,
        backlog=BACKLOG,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=DRAIN,
    )
    server = Server(config, ready)
    signals.server = server
    if keeper is not None:
        keeper.start()
    try:
        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(server.serve([listener]))
    finally:
        log.info("stopped")
        if keeper is not None:
            keeper.stop()


def check_address(settings: Settings) -> None:
    """Plain http may not leave this machine. Raises `PlainHttp`."""
    secure = settings.origin.startswith("https://")
    if not secure and not (_is_loopback(settings.host) and _is_local(settings.public_url)):
        raise PlainHttp(settings.public_url or settings.host)


def _is_local(url: str | None) -> bool:
    return url is None or url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """The port, taken at once: whoever calls while the product starts waits for it instead of being turned away."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(settings.host, settings.port) from error
        raise CannotListen(settings.host, settings.port, error.strerror or str(error)) from error
    with listener:
        yield listener


def _allow_many_files() -> None:
    """Raise the soft limit of open files: each slow client holds one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
