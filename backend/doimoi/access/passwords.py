"""Passwords: long rather than complicated, none that everyone tries first, hashed with Argon2id (NIST SP 800-63B-4)."""

import threading
import unicodedata
from typing import Final

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from doimoi.core.errors import DomainError
from doimoi.core.vietnamese import fold

MIN_LENGTH: Final = 15
MAX_LENGTH: Final = 200

# OWASP's minimum (19 MiB, 2 passes, 1 lane): about 25 ms of one core. At most four at once, or log-ins starve the rest.
_hasher = PasswordHash((Argon2Hasher(memory_cost=19_456, time_cost=2, parallelism=1),))
_at_once = threading.BoundedSemaphore(4)
_NOBODY = _hasher.hash("no account has this password")

_COMMON: Final = (
    "password",
    "matkhau",
    "123456",
    "qwerty",
    "abc123",
    "iloveyou",
    "admin",
    "haiphong",
    "hongan",
    "doimoi",
)


class PasswordTooShort(DomainError):
    """Fewer than 15 characters."""

    status, code = 422, "password_too_short"


class PasswordTooCommon(DomainError):
    """A password that is guessed first: a common word or the person's own name, once or repeated."""

    status, code = 422, "password_too_common"


def check(password: str, *names: str) -> None:
    """Raise when the password is too short or is little more than a common word or one of `names`."""
    if len(_normal(password)) < MIN_LENGTH:
        raise PasswordTooShort(pointer="/password", limit=MIN_LENGTH)
    rest = fold(password).replace(" ", "")
    if len(set(rest)) < 5:
        raise PasswordTooCommon(pointer="/password")
    for word in sorted((*_COMMON, *(fold(n).replace(" ", "") for n in names)), key=len, reverse=True):
        if len(word) >= 4:
            rest = rest.replace(word, "")
    if len(rest) < 6:
        raise PasswordTooCommon(pointer="/password")


def hashed(password: str) -> str:
    """The Argon2id hash to store."""
    with _at_once:
        return _hasher.hash(_normal(password))


def verify(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password fits, and a fresh hash when parameters have grown. Takes as long for an unknown name."""
    with _at_once:
        fits, fresh = _hasher.verify_and_update(_normal(password), stored or _NOBODY)
    return fits and stored is not None, fresh if stored is not None else None


def _normal(password: str) -> str:
    """One form of the same typing, whatever keyboard it came from."""
    return unicodedata.normalize("NFKC", password)
