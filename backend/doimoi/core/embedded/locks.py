"""The three file locks that decide who starts, adopts and stops the embedded server.

    door.lock    exclusive while one process starts or stops the server, so that these never overlap
    users.lock   shared by every process that uses the server; who gets it exclusively on leaving is the
                 last one out
    server.lock  inherited by the server and all its children: free means that nothing of a dead server
                 lives any more

flock goes with its holder, kill -9 included, and unlike a process number it is neither recycled nor bound
to one container's view of the processes. The files stay behind for good: removing them would let two
holders coexist.
"""

import fcntl
import os
from pathlib import Path

from doimoi.core.embedded.account import Account

DOOR, USERS, SERVER = "door.lock", "users.lock", "server.lock"


class Lock:
    """One flock on one file. Not for sharing between threads."""

    def __init__(self, path: Path, account: Account) -> None:
        self.path = path
        self._account = account
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take it exclusively (or make a shared hold exclusive), without waiting. Is it ours now?"""
        return self._flock(fcntl.LOCK_EX)

    def share(self) -> bool:
        """Take it shared, without waiting. Is it ours now?"""
        return self._flock(fcntl.LOCK_SH)

    def leave(self) -> None:
        """Close our end. The lock is free once whoever inherited it has closed theirs too (so no LOCK_UN)."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def fileno(self) -> int:
        """The descriptor to hand down to a child process."""
        if self._descriptor is None:
            raise ValueError(f"{self.path} is not held")
        return self._descriptor

    def _flock(self, kind: int) -> bool:
        if self._descriptor is None:
            self._descriptor = self._open()
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            self.leave()
            return False
        return True

    def _open(self) -> int:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        if self._account.uid is not None:
            # Made by root, but the server's own user may run the product later and must open it then.
            os.fchown(descriptor, self._account.uid, self._account.gid or -1)
        return descriptor
