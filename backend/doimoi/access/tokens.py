"""Credentials as strings: access tokens (the only user of python-jose), refresh tokens, one-time links, API keys.

python-jose accepts more than it should (no `exp`, a missing `aud`, short keys, unknown `crit`): everything that it
leaves open is closed here, and every failure is one and the same 401.
"""

import base64
import hashlib
import json
import secrets
import time
import uuid
import zlib
from dataclasses import dataclass
from typing import Any, Final

from jose import jwt

from doimoi.core.errors import Unauthenticated

ISSUER: Final = "doimoi"
AUDIENCE: Final = "doimoi-api"
ALGORITHM: Final = "HS256"
KIND: Final = "at+jwt"
MAX_TOKEN: Final = 4_096
LEEWAY: Final = 5
_CLAIMS: Final = {"exp", "iat", "aud", "iss", "sub", "jti", "sid"}
_HEAD: Final = str(jwt.encode({}, "0" * 64, algorithm=ALGORITHM, headers={"typ": KIND})).split(".")[0]
"""The protected header of every token of ours, byte for byte: no other is looked at any further."""

KEY_PREFIX: Final = "dmk_"
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Access:
    """What a valid access token says: whose it is and which sign-in it belongs to."""

    account_id: uuid.UUID
    sign_in_id: uuid.UUID


def make_access(key: bytes, account_id: uuid.UUID, sign_in_id: uuid.UUID, minutes: int) -> str:
    """A signed access token (RFC 9068 shape) for `minutes`."""
    issued = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(account_id),
        "sid": str(sign_in_id),
        "jti": secrets.token_urlsafe(12),
        "iat": issued,
        "exp": issued + minutes * 60,
    }
    return str(jwt.encode(claims, key.hex(), algorithm=ALGORITHM, headers={"typ": KIND}))


def read_access(key: bytes, token: str) -> Access:
    """What the token says, or `Unauthenticated` for anything but a token of ours that is in force."""
    try:
        _check_form(token)
        claims = jwt.decode(
            token,
            key.hex(),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={f"require_{name}": True for name in ("exp", "iat", "aud", "iss", "sub", "jti")} | {"leeway": 0},
        )
        return _checked(claims)
    except Exception:
        # Whatever a hostile token provokes in the libraries (an infinite `exp` is an OverflowError) is a refusal.
        raise Unauthenticated from None


def _check_form(token: str) -> None:
    """Refuse what is not three parts with our header, before the library sees it: it reads base64 and JSON leniently.

    One token has one spelling: padding, foreign characters, idle bits and repeated claims are refused.
    """
    parts = token.split(".")
    if len(token) > MAX_TOKEN or len(parts) != 3 or parts[0] != _HEAD:
        raise Unauthenticated
    body, signature = (base64.b64decode(p + "=" * (-len(p) % 4), b"-_", validate=True) for p in parts[1:])
    if any(
        base64.urlsafe_b64encode(r).decode().rstrip("=") != p for r, p in zip((body, signature), parts[1:], strict=True)
    ):
        raise Unauthenticated
    names = json.loads(body, object_pairs_hook=lambda pairs: [name for name, _ in pairs])
    if not isinstance(names, list) or len(names) != len(_CLAIMS):
        raise Unauthenticated


def _checked(claims: dict[str, Any]) -> Access:
    if (
        set(claims) != _CLAIMS
        or claims["aud"] != AUDIENCE
        or not all(isinstance(claims[c], int) for c in ("iat", "exp"))
    ):
        raise Unauthenticated
    if claims["iat"] > time.time() + LEEWAY or claims["exp"] - claims["iat"] > 3_600:
        raise Unauthenticated
    return Access(uuid.UUID(claims["sub"]), uuid.UUID(claims["sid"]))


def make_secret() -> str:
    """256 random bits for a refresh token or a one-time link."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is stored of a random secret. It has 256 bits, so a plain hash suffices."""
    return hashlib.sha256(secret.encode()).digest()


def make_key() -> str:
    """An API key: fixed prefix, 30 random characters, 6 of checksum; `_` lets a double click select it whole."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(30))
    return f"{KEY_PREFIX}{body}{_checksum(body)}"


def is_key(text: str) -> bool:
    """Whether the text has the shape and checksum of an API key; a typing mistake never reaches the database."""
    body = text.removeprefix(KEY_PREFIX)
    return len(text) == 40 and body != text and body.isascii() and body.isalnum() and _checksum(body[:30]) == body[30:]


def _checksum(body: str) -> str:
    number = zlib.crc32(body.encode())
    digits = ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        digits = _ALPHABET[rest] + digits
    return digits
