"""The installation's own secrets: made once, kept in files that only its user reads, never printed."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from doimoi.core.settings import Settings


class SecretsMissing(Exception):
    """The database has people in it but the key file is gone: starting anew would end every session silently."""

    def __init__(self, lost: Path) -> None:
        super().__init__(str(lost))
        self.lost = lost


@dataclass(frozen=True)
class Secrets:
    """Keys for access tokens and for page cursors, 32 bytes or more each."""

    token_key: bytes
    cursor_key: bytes


def load(settings: Settings) -> Secrets:
    """Read the secrets, making them on the first start."""
    if settings.token_key is not None:
        token_key = settings.token_key.get_secret_value().encode()
    else:
        token_key = _kept(_token_file(settings))
    if len(token_key) < 32:
        raise ValueError("the key of access tokens (DOIMOI_TOKEN_KEY or secrets/token.key) must have 32 bytes or more")
    return Secrets(token_key, _kept(_cursor_file(settings)))


def check(settings: Settings, people: bool) -> None:
    """Raise `SecretsMissing` when there are people and the key of their tokens is gone.

    The cursor key is not asked for: without it a page merely starts from its first row again.
    """
    lost = _token_file(settings)
    if people and settings.token_key is None and not lost.is_file():
        raise SecretsMissing(lost)


def _token_file(settings: Settings) -> Path:
    return settings.var / "secrets" / "token.key"


def _cursor_file(settings: Settings) -> Path:
    return settings.var / "secrets" / "cursor.key"


def _kept(path: Path) -> bytes:
    """The bytes of a 0600 file, created with 32 random bytes when it is not there.

    The file appears whole or not at all: a start killed while writing must not leave an empty key behind.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was faster, and its key is as good
        finally:
            fresh.unlink()
    return path.read_bytes()
