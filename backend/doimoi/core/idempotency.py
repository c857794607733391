"""Once-only writes: a request repeated with the same Idempotency-Key gets the first answer, and changes nothing.

The key, the body's hash and the answer are one row, written in the transaction of the change itself: a crash
between the two is impossible, and a second request with the key waits for the first on the unique index.
"""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from doimoi.core.errors import DomainError

MAX_KEY = 255
_KEPT_HEADERS = ("etag", "location", "content-type")


class IdempotencyKeyMissing(DomainError):
    """An API key must name each write, since tools retry."""

    status, code = 400, "idempotency_key_missing"


class IdempotencyKeyReused(DomainError):
    """The same key came with another address or body."""

    status, code = 422, "idempotency_key_reused"


class Replay(Exception):
    """The answer of the first request with this key."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        super().__init__()
        self.status, self.headers, self.body = status, headers, body

    def response(self) -> Response:
        """The stored answer, marked as given before."""
        return Response(self.body, self.status, headers={**self.headers, "Idempotency-Replayed": "true"})


@dataclass
class Claim:
    """A key taken by this request; its answer is kept before the transaction ends.

    `shown_once` names fields of the answer that are never stored: a repetition gets null for them.
    """

    db: Session
    owner: str
    key: str
    shown_once: tuple[str, ...] = ()

    def keep(self, response: Response) -> None:
        """Store the answer. Only successes arrive here: a refusal rolls the claim back with everything else."""
        headers = {k: v for k, v in response.headers.items() if k in _KEPT_HEADERS}
        body = bytes(response.body)
        if self.shown_once:
            body = json.dumps({**json.loads(body), **dict.fromkeys(self.shown_once)}, ensure_ascii=False).encode()
        self.db.execute(
            text(
                "update idempotency set status = :status, headers = cast(:headers as jsonb), body = :body"
                " where owner = :owner and key = :key"
            ),
            {
                "status": response.status_code,
                "headers": json.dumps(headers),
                "body": body,
                "owner": self.owner,
                "key": self.key,
            },
        )


def show_once(request: Request, *fields: str) -> None:
    """Keep secrets of this request's answer out of what is stored for its Idempotency-Key, if it has one."""
    taken = getattr(request.state, "claim", None)
    if isinstance(taken, Claim):
        taken.shown_once = fields


def claim(db: Session, owner: str, key: str, route: str, body: bytes) -> Claim:
    """Take the key for this request, or raise `Replay` with the first answer.

    `owner` is the caller: keys of two callers never meet. Waits while another request holds the same key.
    """
    if not 1 <= len(key) <= MAX_KEY or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyMissing
    digest = hashlib.sha256(route.encode() + b"\0" + body).digest()
    taken = db.execute(
        text(
            "insert into idempotency (owner, key, digest) values (:owner, :key, :digest)"
            " on conflict (owner, key) do nothing"
        ),
        {"owner": owner, "key": key, "digest": digest},
    )
    if taken.rowcount == 1:  # type: ignore[attr-defined]
        return Claim(db, owner, key)
    row = db.execute(
        text("select digest, status, headers, body from idempotency where owner = :owner and key = :key"),
        {"owner": owner, "key": key},
    ).one()
    if bytes(row.digest) != digest:
        raise IdempotencyKeyReused
    raise Replay(row.status, dict(row.headers), bytes(row.body))
