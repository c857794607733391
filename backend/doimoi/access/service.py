"""Log-in, refresh, set-up and one-time links. Everything beyond the caller's reach goes through definer functions."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, joinedload
from uuid_utils.compat import uuid7

from doimoi.access import passwords, rules, tokens
from doimoi.access.models import Account, Instance, Membership, SignIn, Unit
from doimoi.access.rules import Actor
from doimoi.core import clock
from doimoi.core.errors import DomainError, NotFound, TooManyRequests, Unauthenticated
from doimoi.core.vietnamese import fold


class WrongPassword(DomainError):
    """The name or the password is wrong; which of them is not told."""

    status, code = 401, "wrong_password"


class LinkSpent(DomainError):
    """The link was used, has run out, or never was."""

    status, code = 410, "link_spent"


@dataclass(frozen=True)
class Signed:
    """A fresh sign-in; `refresh` goes into the cookie, None when the cookie in the browser is newer.

    `seconds` is how long the sign-in lasts from now on.
    """

    session_id: uuid.UUID
    account_id: uuid.UUID
    name: str
    refresh: str | None
    seconds: int


def log_in(db: Session, username: str, password: str, address: str, agent: str, hours: int) -> Signed | DomainError:
    """Sign in. A refusal is returned, not raised, so that the failed try is kept."""
    name = username.strip().casefold()
    whos = [tokens.digest(f"name:{name}"), tokens.digest(f"address:{address}")]
    wait = max(_wait(db, whos[0], 0), _wait(db, whos[1], 15))
    if wait > 0:
        return TooManyRequests(seconds=wait)
    found = db.execute(text("select * from doimoi.credential_of(:name)"), {"name": name}).one_or_none()
    fits, fresh = passwords.verify(password, found.password_hash if found else None)
    if found is None or not fits:
        for who in whos:
            db.execute(text("select doimoi.try_failed(:who)"), {"who": who})
        return WrongPassword()
    db.execute(text("select doimoi.try_cleared(:who)"), {"who": whos[0]})
    if fresh is not None:
        db.execute(text("select doimoi.rehash(:id, :hash)"), {"id": found.id, "hash": fresh})
    return _sign_in(db, found.id, found.name, agent, hours)


def _wait(db: Session, who: bytes, allowance: int) -> int:
    """Seconds still to wait for this name or address; many people behind one address have an allowance."""
    tried = db.execute(text("select * from doimoi.tries(:who)"), {"who": who}).one_or_none()
    if tried is None:
        return 0
    return rules.wait_after(tried.failures - allowance) - int(tried.seconds_ago)


def _sign_in(db: Session, account_id: uuid.UUID, name: str, agent: str, hours: int) -> Signed:
    sign_in, refresh = uuid7(), tokens.make_secret()
    db.execute(
        text("select doimoi.open_sign_in(:id, :account, :refresh, :agent, :hours)"),
        {"id": sign_in, "account": account_id, "refresh": tokens.digest(refresh), "agent": agent[:300], "hours": hours},
    )
    return Signed(sign_in, account_id, name, refresh, hours * 3600)


def refresh(db: Session, secret: str) -> Signed | DomainError:
    """A new access token for a refresh token, which is spent by it.

    A token that comes back after it was spent means that it was copied: the whole sign-in ends. Two tabs that
    refresh at the same moment are told apart by ten seconds of grace for the one generation before.
    """
    fresh = tokens.make_secret()
    found = db.execute(
        text("select * from doimoi.rotate_refresh(:old, :new)"),
        {"old": tokens.digest(secret), "new": tokens.digest(fresh)},
    ).one_or_none()
    if found is None or found.outcome == "reused":
        return Unauthenticated()
    kept = fresh if found.outcome == "rotated" else None
    return Signed(found.sign_in_id, found.account_id, found.name, kept, found.seconds_left)


def log_out(db: Session, secret: str) -> None:
    """End the sign-in that this refresh token belongs to."""
    db.execute(text("select doimoi.end_sign_in(:hash)"), {"hash": tokens.digest(secret)})


def set_up(db: Session, token: str, username: str, name: str, password: str, agent: str, hours: int) -> Signed:
    """Make the ward's first administrator through the printed link. `LinkSpent` when there is one already."""
    passwords.check(password, username, name)
    account = uuid7()
    done = db.execute(
        text("select doimoi.claim_setup(:token, :account, :membership, :username, :name, :search, :hash)"),
        {
            "token": tokens.digest(token),
            "account": account,
            "membership": uuid7(),
            "username": username,
            "name": name,
            "search": fold(f"{name} {username}"),
            "hash": passwords.hashed(password),
        },
    ).scalar_one()
    if not done:
        raise LinkSpent
    return _sign_in(db, account, name, agent, hours)


def link_of(db: Session, token: str) -> dict[str, object]:
    """Whom a one-time link is for; `LinkSpent` when it is no longer good."""
    found = db.execute(text("select * from doimoi.link_of(:hash)"), {"hash": tokens.digest(token)}).one_or_none()
    if found is None or found.kind == "setup":
        raise LinkSpent
    return dict(found._mapping)


def claim_device(db: Session, token: str, address: str, agent: str) -> Signed | DomainError:
    """Let a contributor's phone in by its card, for `DEVICE_DAYS` days and without a password.

    The database refuses an account that holds any other role. A refusal is returned, not raised, so that the failed
    try counts against the address as a wrong password does.
    """
    who = tokens.digest(f"address:{address}")
    wait = _wait(db, who, 15)
    if wait > 0:
        return TooManyRequests(seconds=wait)
    sign_in, refresh = uuid7(), tokens.make_secret()
    found = db.execute(
        text("select * from doimoi.claim_device(:token, :id, :refresh, :agent, :days)"),
        {
            "token": tokens.digest(token),
            "id": sign_in,
            "refresh": tokens.digest(refresh),
            "agent": agent[:300],
            "days": rules.DEVICE_DAYS,
        },
    ).one_or_none()
    if found is None:
        db.execute(text("select doimoi.try_failed(:who)"), {"who": who})
        return LinkSpent()
    return Signed(sign_in, found.account_id, found.name, refresh, rules.DEVICE_DAYS * 86_400)


def claim_link(db: Session, token: str, password: str, agent: str, hours: int) -> Signed:
    """Choose a password through a one-time link; every other sign-in of the account ends."""
    whom = link_of(db, token)
    if whom["kind"] == "device":
        raise LinkSpent
    passwords.check(password, str(whom["username"]), str(whom["display_name"]))
    account = db.execute(
        text("select doimoi.claim_link(:token, :hash)"),
        {"token": tokens.digest(token), "hash": passwords.hashed(password)},
    ).scalar_one()
    if account is None:
        raise LinkSpent
    return _sign_in(db, account, str(whom["display_name"]), agent, hours)


def sign_ins(db: Session, actor: Actor) -> list[SignIn]:
    """The caller's own sign-ins that still hold, newest first."""
    query = select(SignIn).where(
        SignIn.account_id == actor.id, SignIn.ended_at.is_(None), SignIn.expires_at > func.now()
    )
    return list(db.scalars(query.order_by(SignIn.started_at.desc()).limit(100)))


def end_sign_in(db: Session, actor: Actor, ident: uuid.UUID) -> None:
    """End one of the caller's own sign-ins; its next call is refused."""
    sign_in = db.get(SignIn, ident)
    if sign_in is None or sign_in.account_id != actor.id:
        raise NotFound
    sign_in.ended_at = clock.now()


def memberships_of(db: Session, actor: Actor) -> tuple[Account | None, list[Membership], Unit | None]:
    """The caller's account, their roles in force today with their units, and the ward that these lie in."""
    today = clock.today()
    query = (
        select(Membership)
        .where(Membership.account_id == actor.id, Membership.valid_from <= today)
        .where((Membership.valid_to.is_(None)) | (Membership.valid_to > today))
        .options(joinedload(Membership.unit))
        .order_by(Membership.id)
    )
    held = list(db.scalars(query))
    ward = _ward(db, held[0].unit_key) if held else None
    return db.get(Account, actor.id), held, ward


def _ward(db: Session, key: int) -> Unit | None:
    """The ward in which a unit key lies, if any."""
    return db.scalars(select(Unit).where(Unit.level == "ward", Unit.key <= key, Unit.key_to > key)).one_or_none()


def instance(db: Session) -> tuple[bool, bool]:
    """Whether this installation still waits for its first administrator, and whether its data are a demonstration."""
    waiting = bool(db.execute(text("select doimoi.setup_open()")).scalar_one())
    return waiting, bool(db.scalar(select(Instance.demo)))
