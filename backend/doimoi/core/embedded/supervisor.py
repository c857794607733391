"""The embedded server as the product sees it: start or adopt, is it alive, revive, stop.

Every process of the product (server, worker, command line) makes one `Embedded` on the same folder. The
first starts PostgreSQL, the others adopt it, the last one out stops it, and a process killed at any point
leaves nothing that the next start does not put right. Which of these happens is read from the three locks,
never from a process number.
"""

import errno
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from doimoi.core.embedded import server
from doimoi.core.embedded.folder import clear_dead, is_new, noted_socket_dir
from doimoi.core.embedded.locks import DOOR, SERVER, USERS, Lock
from doimoi.core.embedded.patience import Leaving, Patience
from doimoi.core.embedded.place import PORT, Place, find_place, is_private, open_socket_folder
from doimoi.core.embedded.refusals import Refusal

ORPHANS_MAY_STAY = 10.0  # seconds after which what a dead server left running is interrupted


@dataclass(frozen=True)
class Running:
    """A server that accepts connections."""

    socket_dir: Path
    port: int
    data: Path
    superuser: str

    def url(self, user: str, database: str) -> str:
        """SQLAlchemy's address of `database` for `user`, by psycopg over the unix socket. No password:
        trust.
        """
        where = urlencode({"host": str(self.socket_dir), "port": self.port})
        return f"postgresql+psycopg://{quote(user, safe='')}@/{quote(database, safe='')}?{where}"


class Embedded:
    """One use of the embedded server by this process. Its methods may be called from any thread."""

    def __init__(self, var: Path, *, tell: Callable[[str], None], shared_buffers: str = "256MB") -> None:
        """Only remembers: `var` is the product's data folder, `tell` is given sentences for the terminal."""
        self._var = var
        self._tell = tell
        self._shared_buffers = shared_buffers
        self._turn = threading.RLock()
        self._leaving = threading.Event()
        self._patience = Patience(tell, self._leaving)
        self._users: Lock | None = None
        self._place: Place | None = None
        self._running: Running | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> Running:
        """Make the cluster once, start the server or adopt it, and wait until it accepts connections.

        Recovery after a power cut is waited for without a limit, telling so every few seconds. Calling it
        again returns the same. Raises a Refusal, with nothing changed; Leaving when `stop` is called
        meanwhile.
        """
        with self._turn:
            self._leaving.clear()
            return self._start()

    def alive(self) -> bool:
        """Does the server live? True during its recovery as well. Costs a few microseconds."""
        running = self._running
        return running is not None and server.listening(running.socket_dir)

    def revive(self) -> None:
        """Start the server again if it died under us; does nothing before `start` or after `stop`.

        Raises a Refusal when it cannot be started; calling it again later tries again.
        """
        with self._turn:
            if self._running is None or self._leaving.is_set() or self.alive():
                return
            self._tell("PostgreSQL đã dừng đột ngột, đang khởi động lại")
            try:
                self._start()
            except Leaving:
                return

    def stop(self) -> None:
        """Leave. The last one out stops the server, rolling open transactions back, and waits for its end."""
        self._leaving.set()  # ends a revival that waits for recovery in another thread
        with self._turn:
            place, users = self._place, self._users
            self._running = None
            if place is None or users is None:
                return
            patience = Patience(self._tell, threading.Event())
            with self._door(place, patience):
                if users.take():
                    self._end_server(place, patience)
                self._forget()

    def _start(self) -> Running:
        if self._running is not None and self.alive():
            return self._running
        place = self._place = find_place(self._var, self._tell)
        try:
            with self._door(place, self._patience):
                self._users = self._users or Lock(place.home / USERS, place.account)
                # At once: who holds it exclusively also holds the door.
                self._patience.wait(self._users.share, "Chờ một tiến trình khác rời cơ sở dữ liệu")
                socket_dir = self._bring_up(place)
            self._await_ready(place, socket_dir)
        except (Refusal, OSError) as error:
            if self._running is None:  # else a revival failed, and the next one may not
                self._forget()
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise server.no_space(place) from error
            raise
        self._running = Running(socket_dir, PORT, place.data, server.SUPERUSER)
        return self._running

    @contextmanager
    def _door(self, place: Place, patience: Patience) -> Iterator[None]:
        door = Lock(place.home / DOOR, place.account)
        patience.wait(door.take, "Chờ một tiến trình khác đang khởi động hoặc dừng cơ sở dữ liệu")
        try:
            yield
        finally:
            door.leave()

    def _bring_up(self, place: Place) -> Path:
        """Behind the door: adopt the living server, or start one. Returns the folder where it listens."""
        lock = Lock(place.home / SERVER, place.account)
        try:
            while not lock.take():
                adopted = _living(place)
                if adopted is not None:
                    return adopted
                self._outwait(place, lock)
            return self._launch(place, lock)
        finally:
            lock.leave()  # a server that was started holds it on

    def _launch(self, place: Place, lock: Lock) -> Path:
        new = is_new(place)
        socket_dir = open_socket_folder(place)
        clear_dead(place, socket_dir)
        if new:
            self._tell(f"Tạo cơ sở dữ liệu lần đầu ở {place.data}")
            server.initialise(place, lock)
        child = self._child = server.spawn(place, socket_dir, lock, self._shared_buffers)
        up = "Chờ PostgreSQL khởi động"
        self._patience.wait(lambda: server.listening(socket_dir) or child.poll() is not None, up)
        if child.poll() is not None:
            raise server.start_failure(place)
        return socket_dir

    def _outwait(self, place: Place, lock: Lock) -> None:
        """Something holds the server lock and nothing listens: a server being born, orphans of a dead one, or
        one that lost its socket. Wait; then interrupt, which ends an orphan's query, and a whole server in
        good order.
        """

        def settled() -> bool:
            if _living(place) is not None:
                return True
            free = lock.take()
            lock.leave()
            return free

        what = "Chờ các tiến trình còn sót của cơ sở dữ liệu cũ kết thúc"
        if not self._patience.wait(settled, what, at_most=ORPHANS_MAY_STAY):
            for pid in server.holders(lock.path):
                _interrupt(pid)

    def _await_ready(self, place: Place, socket_dir: Path) -> None:
        def settled() -> bool:
            return server.accepting(socket_dir) or not server.listening(socket_dir)

        self._patience.wait(settled, "Cơ sở dữ liệu đang phục hồi sau lần tắt đột ngột")
        if not server.listening(socket_dir):
            raise server.start_failure(place)

    def _end_server(self, place: Place, patience: Patience) -> None:
        socket_dir, child = _living(place), self._child
        pid = None if socket_dir is None else server.postmaster(place, socket_dir)
        if pid is None and child is not None and child.poll() is None:
            pid = child.pid  # stopped while it was being born: it does not listen yet
        if pid is None:
            return  # dead already, or in another container, whose processes we cannot signal
        _interrupt(pid)
        lock = Lock(place.home / SERVER, place.account)
        patience.wait(lock.take, "Chờ cơ sở dữ liệu ghi xong và dừng")
        lock.leave()

    def _forget(self) -> None:
        """Let go of everything that counts us as a user of the server."""
        if self._users is not None:
            self._users.leave()
        if self._child is not None and self._child.poll() is None:
            self._child.returncode = 0  # it outlives us on purpose: others use it, and Popen would complain
        self._users = self._place = self._child = self._running = None


def _living(place: Place) -> Path | None:
    """The socket folder where the server of this place listens: the expected one, or the one it noted itself,
    which differs when the home was moved, or reached by another path, while it runs."""
    for folder in (place.socket_dir, noted_socket_dir(place.data)):
        if folder is not None and is_private(folder, place.account.number) and server.listening(folder):
            return folder
    return None


def _interrupt(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGINT)
    except ProcessLookupError:
        return
