"""What a data folder looks like before anything touches it: fresh, usable, or a reason to refuse.

Only looks; the one thing it removes is what a dead server left behind, and only for a caller who holds
server.lock.
"""

import re
import shutil
from pathlib import Path

from doimoi.core.embedded.instance import mark_path
from doimoi.core.embedded.place import MAJOR, Place, homes, socket_path
from doimoi.core.embedded.refusals import Damaged, ForeignServer, Missing, NoSpace, OtherMajor

NEEDED_NEW = 256  # MB: a new cluster takes about 60, and the first writes need room for their log
NEEDED_START = 64  # MB: recovery writes a checkpoint and one segment of the log
MB = 1024 * 1024


def is_new(place: Place) -> bool:
    """Must a cluster be made here? Raises OtherMajor, Damaged, Missing, NoSpace: then nothing may be done."""
    data = place.data
    filled = data.is_dir() and any(data.iterdir())
    if filled:
        _check_cluster(data)
    else:
        _check_nothing_lost(place)
    check_space(place, NEEDED_START if filled else NEEDED_NEW)
    return not filled


def check_space(place: Place, needed: int) -> None:
    """Raise NoSpace when ordinary users have less than `needed` MB left on the disk of the home."""
    free = shutil.disk_usage(place.home).free // MB
    if free < needed:
        raise NoSpace(place.home, free, needed)


def clear_dead(place: Place, socket_dir: Path) -> None:
    """Remove what a dead server left: pid file and socket lock, whose pids may be recycled and block a start.

    The caller holds server.lock, so no server of ours lives; one started by hand is looked for. Raises
    ForeignServer.
    """
    if works_on(place.data):
        raise ForeignServer(place.data)
    lock = socket_path(socket_dir).with_name(f"{socket_path(socket_dir).name}.lock")
    for stale in (place.data / "postmaster.pid", socket_path(socket_dir), lock):
        stale.unlink(missing_ok=True)


def works_on(data: Path) -> bool:
    """Does the process named in postmaster.pid work in the data folder? Every PostgreSQL process does.

    A recycled number belongs to a process elsewhere. Needs /proc; where there is none, the server lock has
    to do.
    """
    words = _lines(data / "postmaster.pid")
    try:
        return Path(f"/proc/{abs(int(words[0]))}/cwd").samefile(data)
    except (OSError, ValueError, IndexError):
        return False


def noted_socket_dir(data: Path) -> Path | None:
    """The socket folder that the server noted in postmaster.pid: the fifth line, absent while it starts."""
    words = _lines(data / "postmaster.pid")
    return Path(words[4]) if len(words) > 4 and words[4] else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []


def _check_cluster(data: Path) -> None:
    version = data / "PG_VERSION"
    if not version.is_file():
        raise Damaged(data, version.name)
    found = version.read_text("ascii", "replace").strip()
    if found != str(MAJOR):
        raise OtherMajor(data, found or "?", MAJOR)
    for part in ("global/pg_control", "pg_wal", "base"):
        if not (data / part).exists():
            raise Damaged(data, part)


def _check_nothing_lost(place: Place) -> None:
    """No cluster stands here. Was there one? A folder of another major version, or the mark, says so."""
    for other in sorted(place.home.glob("pg*/PG_VERSION")):
        if re.fullmatch(r"pg\d+", other.parent.name):
            raise OtherMajor(other.parent, other.read_text("ascii", "replace").strip(), MAJOR)
    mark = mark_path(place.var)
    if mark.exists():
        raise Missing(mark, [home / place.data.name for home in homes(place.var)])
