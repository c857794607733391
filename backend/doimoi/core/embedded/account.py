"""The system user the embedded server runs as. PostgreSQL refuses root, so root drops to an ordinary user.

Never changes the mode or owner of a folder it did not make: whether a user can reach a place is asked, as
that user.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from doimoi.core.embedded.refusals import NoAccount

PREFERRED = ("postgres", "nobody", "doimoi")


@dataclass(frozen=True)
class Account:
    """Who the server runs as. `uid` and `gid` are None for the present user, when nothing is dropped."""

    name: str
    uid: int | None
    gid: int | None

    @property
    def number(self) -> int:
        """The user number that files of the server belong to."""
        return os.geteuid() if self.uid is None else self.uid

    @property
    def groups(self) -> list[int] | None:
        """Supplementary groups for a child: none at all when root drops, else unchanged."""
        return None if self.uid is None else []

    def owns(self, path: Path) -> None:
        """Hand a file or folder of our own making to this user."""
        if self.uid is not None:
            os.chown(path, self.uid, -1 if self.gid is None else self.gid, follow_symlinks=False)

    def can_enter(self, folder: Path) -> bool:
        """Can this user pass through `folder`? The same-user case also needs to write in it."""
        if self.uid is None:
            return os.access(folder, os.R_OK | os.W_OK | os.X_OK)
        return self._succeeds(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)])

    def can_run(self, binaries: Path) -> bool:
        """Can this user run the server in `binaries` and read the files it needs to make a cluster?"""
        template = binaries.parent / "share/postgresql/postgres.bki"
        programs = [[str(binaries / name), "--version"] for name in ("postgres", "initdb")]
        return all(map(self._succeeds, [*programs, ["/bin/sh", "-c", 'test -r "$1"', "sh", str(template)]]))

    def _succeeds(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(  # noqa: S603 - fixed programs, paths as arguments
                command,
                user=self.uid,
                group=self.gid,
                extra_groups=self.groups,
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError:
            return False
        return done.returncode == 0


def current() -> Account:
    """The present user, as it is."""
    return Account(name=_name(os.geteuid()), uid=None, gid=None)


def for_owner(uid: int, gid: int) -> Account:
    """The user a data folder belongs to already. One without a name can start a server, only not make a
    cluster.
    """
    try:
        gid = pwd.getpwuid(uid).pw_gid
    except KeyError:
        return Account(name=str(uid), uid=uid, gid=gid)
    return Account(name=_name(uid), uid=uid, gid=gid)


def for_root() -> Account:
    """The first of the preferred users that exists, else a system user made now. Raises NoAccount."""
    found = _first_preferred()
    if found is None:
        useradd = shutil.which("useradd")
        if useradd is not None:
            make = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", PREFERRED[-1]]
            subprocess.run(make, capture_output=True, check=False)  # noqa: S603
        found = _first_preferred()
    if found is None:
        raise NoAccount
    return found


def _first_preferred() -> Account | None:
    for name in PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    return None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
