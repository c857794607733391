"""The PostgreSQL processes: make a cluster, start a server, ask whether it lives, ask it to stop.

Who may do so, and when, is decided by the supervisor with its locks; nothing here waits.
"""

import errno
import os
import shutil
import socket
import struct
import subprocess
from pathlib import Path

from psycopg import pq

from doimoi.core.embedded.folder import MB, NEEDED_NEW
from doimoi.core.embedded.instance import sync_folder
from doimoi.core.embedded.locks import Lock
from doimoi.core.embedded.place import PORT, Place, socket_path
from doimoi.core.embedded.refusals import NoSpace, StartFailed

SUPERUSER = "doimoi_admin"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
CLUSTER = (
    *("-U", SUPERUSER, "-E", "UTF8", "-A", "trust"),
    *("--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"),
)
HBA = "local all all trust\n"  # whoever reaches the socket is trusted; the folder around it is 0700
FULL = ("No space left on device", "Disk quota exceeded")
GRAVE = ("FATAL:", "PANIC:", "initdb: error:")
ASKED_EARLY = "the database system is starting up"  # the answer to our own asking, no cause of anything
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "cluster_name": "doimoi",
    "max_connections": "60",
    # A parallel query wants more /dev/shm than a container usually has (64 MB) and fails without.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
}


def initialise(place: Place, lock: Lock) -> None:
    """Make the cluster aside and rename it into place, so that a killed initdb leaves nothing half made.

    initdb inherits the server lock: orphaned by a killed parent, it still keeps others from the folder.
    """
    fresh = place.data.with_name(f"{place.data.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    place.account.owns(fresh)
    made = subprocess.run(  # noqa: S603 - our own binary and paths
        [str(place.binaries / "initdb"), "-D", str(fresh), *CLUSTER],
        user=place.account.uid,
        group=place.account.gid,
        extra_groups=place.account.groups,
        umask=0o077,
        cwd="/",
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        pass_fds=[lock.fileno()],
    )
    if made.returncode != 0:
        place.start_log.write_text(made.stdout + made.stderr, "utf-8")
        place.account.owns(place.start_log)
        shutil.rmtree(fresh, ignore_errors=True)
        raise start_failure(place)
    _write_hba(fresh / "pg_hba.conf")
    fresh.rename(place.data)
    sync_folder(place.home)


def _write_hba(path: Path) -> None:
    """Into the file initdb made, so that its owner stays; synced: an empty one would lock everybody out."""
    with path.open("w", encoding="ascii") as file:
        file.write(HBA)
        file.flush()
        os.fsync(file.fileno())


def spawn(place: Place, socket_dir: Path, lock: Lock, shared_buffers: str) -> subprocess.Popen[bytes]:
    """Start the server and hand it the server lock. Its own session keeps Ctrl-C in the terminal from it."""
    settings = {**SETTINGS, "shared_buffers": shared_buffers}
    command = [str(place.binaries / "postgres"), "-D", str(place.data), "-k", str(socket_dir)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with place.start_log.open("wb") as log:
        place.start_log.chmod(0o600)
        place.account.owns(place.start_log)
        return subprocess.Popen(  # noqa: S603 - our own binary and paths
            command,
            user=place.account.uid,
            group=place.account.gid,
            extra_groups=place.account.groups,
            umask=0o077,
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=[lock.fileno()],
        )


def listening(socket_dir: Path) -> bool:
    """Does a living server listen in `socket_dir`? Costs it nothing, and says yes during recovery too.

    Knocks with the wrong kind of socket: EPROTOTYPE comes from the living, ECONNREFUSED from what the dead
    left behind. No process is forked for it, and no process number is believed.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as knock:
        try:
            knock.connect(str(socket_path(socket_dir)))
        except OSError as error:
            return error.errno == errno.EPROTOTYPE
    return False


def accepting(socket_dir: Path) -> bool:
    """Is the server in `socket_dir` past recovery and open to connections?"""
    asked = f"host='{_quoted(socket_dir)}' port={PORT} user={SUPERUSER} dbname=postgres connect_timeout=5"
    return pq.PGconn.ping(asked.encode("utf-8", "surrogateescape")) == pq.Ping.OK


def postmaster(place: Place, socket_dir: Path) -> int | None:
    """The process number of the server that listens in `socket_dir`; None when it is not among our processes.

    The kernel tells who listens, in our own numbering: a pid file may be of another container.
    """
    if not hasattr(socket, "SO_PEERCRED"):
        return int((place.data / "postmaster.pid").read_text("ascii").split()[0])
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(str(socket_path(socket_dir)))
        except OSError:
            return None
        told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid: int = struct.unpack("3i", told)[0]
    return pid or None


def holders(lock: Path) -> list[int]:
    """The processes that have the file `lock` open, ours excepted. Needs /proc; without it, none are
    found.
    """
    wanted = lock.stat()
    processes = [entry for entry in Path("/proc").glob("[0-9]*") if int(entry.name) != os.getpid()]
    return [int(entry.name) for entry in processes if _has_open(entry / "fd", wanted)]


def _has_open(descriptors: Path, wanted: os.stat_result) -> bool:
    try:
        links = list(descriptors.iterdir())
    except OSError:
        return False  # gone meanwhile, or of a user whose files are none of our business
    for link in links:
        try:
            if os.path.samestat(link.stat(), wanted):
                return True
        except OSError:
            continue  # closed meanwhile
    return False


def start_failure(place: Place) -> NoSpace | StartFailed:
    """Why initdb or the server ended by itself, from the last lines it wrote."""
    logs = [path for path in [place.start_log, *(place.data / "log").glob("*.log")] if path.is_file()]
    logs.sort(key=lambda path: path.stat().st_mtime_ns)
    last = logs[-1] if logs else place.start_log
    words = last.read_text("utf-8", "replace")[-20_000:].splitlines() if logs else []
    if any(mark in word for word in words[-40:] for mark in FULL):
        return no_space(place)
    grave = [word for word in words if any(mark in word for mark in GRAVE) and ASKED_EARLY not in word]
    return StartFailed(last, " / ".join((grave or words)[-2:]))


def no_space(place: Place) -> NoSpace:
    """The disk ran full on the way: with what is left of it now."""
    return NoSpace(place.home, shutil.disk_usage(place.home).free // MB, NEEDED_NEW)


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace("'", "\\'")
