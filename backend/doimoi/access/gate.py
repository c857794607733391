"""The gate of every request: which act its door needs, who is calling, and the transaction that enters as them.

`may(act)` stands at each door and only says what the door is for. `open_session` opens the one transaction of the
request, enters as the caller (so that row security knows them), commits once when the answer is ready, and rolls
back on any failure. Nothing else in the product commits a request's work.
"""

import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from anyio import CapacityLimiter
from fastapi import Depends, Header, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Row, text
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from doimoi.access import rules, tokens
from doimoi.access.rules import Act, Actor, Reach, Role, Scope
from doimoi.core.errors import NotAllowed, Unauthenticated, VersionMissing
from doimoi.core.idempotency import Claim, IdempotencyKeyMissing, claim

_bearer = HTTPBearer(auto_error=False, description="Access token of a sign-in, or an API key.")
T = TypeVar("T")
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Lock:
    """What `may(act)` put at a door; tests read it to know that every door has one."""

    act: Act

    def __call__(self, request: Request) -> None:
        """Tell the transaction which act this request is about."""
        request.state.act = self.act


def may(act: Act) -> Any:
    """The lock of a door: `dependencies=[may(Act.VALUE_WRITE)]`."""
    return Depends(Lock(act))


async def seat(request: Request) -> AsyncIterator[None]:
    """Wait for a free connection on the event loop: waiting in worker threads deadlocks them all under load."""
    limiter: CapacityLimiter = request.app.state.seats
    async with limiter:
        yield


def open_session(
    request: Request,
    _: Annotated[None, Depends(seat, scope="function")],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Iterator[Session]:
    """The request's transaction, entered as its caller. `Unauthenticated`, `NotAllowed`, or a session."""
    credential = _credential(request, bearer)
    with request.app.state.sessions() as db, db.begin():
        actor = _enter(db, request, credential)
        db.info["actor"] = actor
        _claim(db, request, actor)
        yield db


def open_anonymous(request: Request, _: Annotated[None, Depends(seat, scope="function")]) -> Iterator[Session]:
    """A transaction as nobody, for the doors before log-in: row security shows it nothing at all."""
    with request.app.state.sessions() as db, db.begin():
        yield db


Db = Annotated[Session, Depends(open_session, scope="function")]
NobodysDb = Annotated[Session, Depends(open_anonymous, scope="function")]


def _caller(db: Db) -> Actor:
    actor: Actor = db.info["actor"]
    return actor


Caller = Annotated[Actor, Depends(_caller, scope="function")]


@contextmanager
def read_stream(request: Request, actor: Actor) -> Iterator[Session]:
    """The same caller on a read-only connection of its own, for as long as a streamed answer is being sent."""
    with request.app.state.sessions() as db, db.begin():
        _enter(db, request, request.state.credential)
        db.execute(text("set transaction read only"))
        db.info["actor"] = actor
        yield db


@dataclass(frozen=True)
class Entry:
    """The caller of a door whose body streams: a transaction is opened when one is needed, none while bytes arrive."""

    request: Request

    async def within(self, work: Callable[[Session, Actor], T]) -> T:
        """What `work` answers, inside one transaction that is entered as the caller and kept when `work` ends well."""
        async with self.request.app.state.seats:
            return await run_in_threadpool(self._within, work)

    def _within(self, work: Callable[[Session, Actor], T]) -> T:
        with self.request.app.state.sessions() as db, db.begin():
            actor = _enter(db, self.request, self.request.state.credential)
            db.info["actor"] = actor
            _check_key(self.request, actor)
            return work(db, actor)

    def once(self, db: Session, actor: Actor, body: bytes) -> Claim | None:
        """Take the Idempotency-Key for what was streamed (`body` stands for it); raises `Replay` for a repetition.

        Whoever takes it also keeps the answer, before the transaction ends.
        """
        return _take_key(db, self.request, actor, body)


def enter(request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]) -> Entry:
    """Look at the credential's form before a byte of the body is read. `Unauthenticated`, or the way in."""
    _credential(request, bearer)
    return Entry(request)


Entering = Annotated[Entry, Depends(enter)]


def enter_as(db: Session, who: tokens.Access, act: Act) -> Actor:
    """Enter a transaction as somebody signed in, for an act, where no request is: sample data are made so."""
    found, actor = _enter_person(db, act, "", who)
    if not found.allowed:
        raise NotAllowed
    db.info["actor"] = actor
    return actor


def enter_account(db: Session, account: uuid.UUID, act: Act) -> Actor | None:
    """Enter a transaction to read as somebody who is not there, for a job about them; None when they are shut out.

    The database lets only a transaction in that nobody has entered, and lets it write nothing.
    """
    found = db.execute(
        text("select id, name, reaches from doimoi.enter_account(:account, cast(:roles as text[]))"),
        {"account": account, "roles": rules.roles_granting(act)},
    ).one_or_none()
    if found is None:
        return None
    reaches = tuple(Reach(Role(r), home, (a, b), (c, d)) for r, home, a, b, c, d in found.reaches)
    return Actor(found.id, found.name, "person", reaches, frozenset())


@dataclass(frozen=True, slots=True)
class Given:
    """What If-Match said: nothing at all, any version (`*`), or one; -1 is a version that no row has."""

    named: bool
    version: int | None


def given_version(
    if_match: Annotated[
        str | None, Header(max_length=100, description='The version this change was made from, as `"3"`.')
    ] = None,
) -> Given:
    """The version that If-Match names. Our own ETags are `"3"` or `"3-<digest>"`."""
    text = (if_match or "").strip()
    if not text or text == "*":
        return Given(named=bool(text), version=None)
    number = text.removeprefix("W/").strip('"').split("-")[0]
    return Given(named=True, version=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1)


def expected_version(given: Annotated[Given, Depends(given_version)]) -> int | None:
    """The version that If-Match names; None for any. `VersionMissing` without the header."""
    if not given.named:
        raise VersionMissing
    return given.version


Version = Annotated[int | None, Depends(expected_version)]
MaybeVersion = Annotated[Given, Depends(given_version)]


def _credential(request: Request, bearer: HTTPAuthorizationCredentials | None) -> tokens.Access | bytes:
    """A valid access token's content or the hash of a well-formed API key."""
    if bearer is None:
        raise Unauthenticated
    credential: tokens.Access | bytes
    if tokens.is_key(bearer.credentials):
        credential = tokens.digest(bearer.credentials)
    else:
        credential = tokens.read_access(request.app.state.secrets.token_key, bearer.credentials)
    request.state.credential = credential
    return credential


def _enter(db: Session, request: Request, credential: tokens.Access | bytes) -> Actor:
    """Enter the transaction as the caller, for the act of this door: one round trip that reads today's rights."""
    act: Act = request.state.act
    request_id = str(request.scope.get("doimoi.request_id", ""))
    if isinstance(credential, bytes):
        found, actor = _enter_key(db, act, request_id, credential)
    else:
        found, actor = _enter_person(db, act, request_id, credential)
    if not found.allowed:
        raise NotAllowed
    return actor


def _enter_person(db: Session, act: Act, request_id: str, token: tokens.Access) -> tuple[Row[Any], Actor]:
    found = db.execute(
        text("select id, name, reaches, allowed from doimoi.enter_person(:s, cast(:roles as text[]), :self, :request)"),
        {"s": token.sign_in_id, "roles": rules.roles_granting(act), "self": act is Act.SELF, "request": request_id},
    ).one_or_none()
    if found is None or found.id != token.account_id:
        raise Unauthenticated
    reaches = tuple(Reach(Role(r), home, (a, b), (c, d)) for r, home, a, b, c, d in found.reaches)
    return found, Actor(found.id, found.name, "person", reaches, frozenset(), token.sign_in_id)


def _enter_key(db: Session, act: Act, request_id: str, digest: bytes) -> tuple[Row[Any], Actor]:
    found = db.execute(
        text(
            "select id, name, scopes, key_from, allowed from"
            " doimoi.enter_key(:h, cast(:scopes as text[]), cast(:writes as text[]), :request)"
        ),
        {
            "h": digest,
            "scopes": rules.scopes_granting(act),
            "writes": [rules.scope_reaching(act).value],
            "request": request_id,
        },
    ).one_or_none()
    if found is None:
        raise Unauthenticated
    scopes = frozenset(Scope(s) for s in found.scopes)
    own = (found.key_from, found.key_from + 1)
    return found, Actor(found.id, found.name, "key", (Reach(None, found.key_from, own, own),), scopes)


def _claim(db: Session, request: Request, actor: Actor) -> None:
    """Take the request's Idempotency-Key. People's pages send one on every write; tools must."""
    if request.method in _WRITES:
        _check_key(request, actor)
        request.state.claim = _take_key(db, request, actor, getattr(request, "_body", b""))


def _check_key(request: Request, actor: Actor) -> None:
    if actor.kind == "key" and request.headers.get("idempotency-key") is None:
        raise IdempotencyKeyMissing


def _take_key(db: Session, request: Request, actor: Actor, body: bytes) -> Claim | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    owner = str(actor.id) if actor.kind == "person" else f"key:{actor.id}"
    return claim(db, owner, key, f"{request.method} {request.url.path}", body)
