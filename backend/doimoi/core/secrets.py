"""The installation's own secrets: made once, kept in files that only its user reads, never printed."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from doimoi.core.settings import Settings


class SecretsMissing(Exception):
    """The database has people in it but the key file is gone: starting anew would end every session silently."""


@dataclass(frozen=True)
class Secrets:
    """Keys for access tokens and for page cursors, 32 bytes or more each."""

    token_key: bytes
    cursor_key: bytes


def load(settings: Settings) -> Secrets:
    """Read the secrets, making them on the first start."""
    if settings.token_key is not None:
        token_key = settings.token_key.get_secret_value().encode()
        if len(token_key) < 32:
            raise ValueError("DOIMOI_TOKEN_KEY must be at least 32 bytes long")
    else:
        token_key = _kept(settings.var / "secrets" / "token.key")
    return Secrets(token_key, _kept(settings.var / "secrets" / "cursor.key"))


def _kept(path: Path) -> bytes:
    """The bytes of a 0600 file, created with 32 random bytes when it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()
