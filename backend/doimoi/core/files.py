"""Files on the local disk, each under the hash of its content: durable before anybody is told, whole or not there.

A file arrives under a name of its own in `incoming/`, is hashed and written in a worker thread while the next block
arrives, reaches the disk (fsync), and only then takes its place `aa/bb/<sha256>` by renaming. Whatever dies on the way
leaves at most a file that nothing refers to, and a sweep takes that away. Nothing here knows what a file is about.
"""

import asyncio
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from uuid_utils.compat import uuid7

from doimoi.core.errors import DiskFull

BLOCK: Final = 1024 * 1024
_PARTS: Final = 512
"""So many pieces at most make a block, below what one call of the system takes."""
_DISK_BEGINS: Final = 8 * 1024 * 1024
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class TooLong(Exception):
    """More bytes came than were allowed."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is whole and on the disk, but has no place yet."""

    path: Path
    size: int
    sha256: str


class Files:
    """The store below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the content with this hash stands, or would stand."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def free(self) -> int:
        """Bytes free on the disk."""
        return shutil.disk_usage(self._incoming()).free

    @asynccontextmanager
    async def receive(self, parts: AsyncIterator[bytes], limit: int) -> AsyncIterator[Incoming]:
        """Take a stream in, whatever its length, in a few blocks of memory; gone afterwards unless it was kept.

        Raises `TooLong` beyond `limit` bytes, `DiskFull` when there is no room.
        """
        path = self._incoming() / f"{uuid7()}.part"
        with _no_room_told(), path.open("xb", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # a sweep leaves alone what somebody is writing
            try:
                yield await _taken(parts, file, path, limit)
            finally:
                path.unlink(missing_ok=True)

    @contextmanager
    def derive(self, source: Incoming, write: Callable[[BinaryIO, BinaryIO], None]) -> Iterator[Incoming]:
        """Another file made from one that came in by `write(source, target)`; gone afterwards unless it was kept."""
        path = source.path.with_suffix(".made")
        with _no_room_told(), source.path.open("rb") as given, path.open("x+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                write(given, file)
                file.flush()
                os.fsync(file.fileno())
                size = file.seek(0, os.SEEK_END)
                file.seek(0)
                yield Incoming(path, size, hashlib.file_digest(file, "sha256").hexdigest())
            finally:
                path.unlink(missing_ok=True)

    def keep(self, file: Incoming) -> None:
        """Give a file its lasting place. The same content again takes the place of itself."""
        place = self.path(file.sha256)
        with _no_room_told():
            _make_folder(place.parent)
            file.path.rename(place)
            _sync_folder(place.parent)

    def contents(self) -> Iterator[list[str]]:
        """The hashes of everything that has a place, a folder at a time."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            yield [path.name for path in folder.glob("[0-9a-f][0-9a-f]/*")]

    def remove(self, hashes: Iterable[str]) -> None:
        """Delete contents for good; what is gone already is passed over."""
        for sha256 in hashes:
            self.path(sha256).unlink(missing_ok=True)

    def sweep_incoming(self) -> int:
        """Delete what a process that died left half-way; how many files."""
        swept = 0
        for path in self._incoming().iterdir():
            with path.open("rb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _incoming(self) -> Path:
        folder = self.root / "incoming"
        _make_folder(folder)
        return folder


async def _taken(parts: AsyncIterator[bytes], file: BinaryIO, path: Path, limit: int) -> Incoming:
    """Two blocks in turn: one is hashed and written by a thread while the other fills."""
    loop, writing, size = asyncio.get_running_loop(), _Writing(file.fileno()), 0
    filling: list[bytes] = []
    held, under_way = 0, None
    try:
        async for part in parts:
            size += len(part)
            if size > limit:
                raise TooLong
            filling.append(part)
            held += len(part)
            if held >= BLOCK or len(filling) >= _PARTS:
                if under_way is not None:
                    await under_way
                under_way = loop.run_in_executor(None, writing.write, filling)
                filling, held = [], 0
        if under_way is not None:
            await under_way
        under_way = loop.run_in_executor(None, writing.finish, filling)
        await under_way
    finally:
        if under_way is not None and not under_way.done():
            await asyncio.wait([under_way])  # never closes the file under a thread that writes
    return Incoming(path, size, writing.digest.hexdigest())


class _Writing:
    """What a worker thread does with the blocks of one file."""

    def __init__(self, handle: int) -> None:
        self.digest = hashlib.sha256()
        self._handle = handle
        self._written = self._begun = 0

    def write(self, parts: list[bytes]) -> None:
        """Hash and write a block, and let the disk begin with what is written, so that little is left for the end."""
        for part in parts:
            self.digest.update(part)
        self._written += self._put(parts)
        if self._written - self._begun >= _DISK_BEGINS:
            os.posix_fadvise(self._handle, self._begun, self._written - self._begun, os.POSIX_FADV_DONTNEED)
            self._begun = self._written

    def finish(self, parts: list[bytes]) -> None:
        """The last block, and everything on the disk."""
        self.write(parts)
        os.fsync(self._handle)

    def _put(self, parts: list[bytes]) -> int:
        total = sum(map(len, parts))
        done = os.writev(self._handle, parts) if parts else 0
        if done < total:  # the kernel took a part of it, as it may
            left = memoryview(b"".join(parts))[done:]
            while left:
                left = left[os.write(self._handle, left) :]
        return total


@contextmanager
def _no_room_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        raise


def _make_folder(folder: Path) -> None:
    """A folder that survives a power cut: each new name is on the disk before the next."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
