"""Telling somebody, in the transaction of what happened; and the caller's own notices."""

import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, func, select, text, update
from sqlalchemy.orm import Session

from doimoi.access.rules import Act, Actor, Role, roles_granting
from doimoi.core import clock
from doimoi.core.errors import NotFound
from doimoi.notices.models import Notice
from doimoi.notices.rules import NoticeKind, NoticeSubject

_TELL: Final = text(
    "select doimoi.tell(:kind, :subject, :ident, cast(:facts as jsonb), :bundle, cast(:day as date),"
    " :at, cast(:accounts as uuid[]),"
    " cast(:roles as text[]), cast(:homes as bigint[]), cast(:directors as text[]), cast(:over as bigint[]),"
    " cast(:but as uuid[]),"
    " cast(:readers as text[]), cast(:keys as bigint[]), :open)"
)
COUNTED_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What is told. `facts` fill its sentence. Unread ones of one kind and `bundle` become one that counts them."""

    kind: NoticeKind
    subject: NoticeSubject
    subject_id: uuid.UUID | None
    facts: dict[str, Any]
    bundle: str | None = None


@dataclass(frozen=True, slots=True)
class Readable:
    """By what somebody could read it: an act, on one of these units; `opened`: also where it is open to them."""

    act: Act
    keys: Collection[int]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class To:
    """Who is told: these accounts, who holds one of `roles` in a unit of `homes`, and who as one of `directors` acts
    on a unit of `over` from within the ward."""

    accounts: Iterable[uuid.UUID | None] = ()
    roles: Collection[Role] = ()
    homes: Collection[int] = ()
    directors: Collection[Role] = ()
    over: Collection[int] = ()
    but: Iterable[uuid.UUID | None] = ()


def tell(db: Session, what: Told, to: To, readable: Readable) -> int:
    """Tell them, kept or undone with the transaction; how many were told.

    Never the one who acts, nobody whose account is shut, and nobody who could not read what it is about.
    """
    return _told(db, what, to, roles_granting(readable.act), readable.keys, opened=readable.opened)


def tell_day(db: Session, account: uuid.UUID, day: date, facts: dict[str, Any]) -> bool:
    """Give somebody the digest of a day, once however often it is tried; whether it was new."""
    what = Told(NoticeKind.DIGEST, NoticeSubject.DAY, None, facts)
    return _told(db, what, To(accounts=[account]), [], [], day=day) > 0


def _told(
    db: Session,
    what: Told,
    to: To,
    readers: list[str],
    keys: Collection[int],
    *,
    opened: bool = False,
    day: date | None = None,
) -> int:
    return int(
        db.execute(
            _TELL,
            {
                "kind": what.kind.value,
                "subject": what.subject.value,
                "ident": what.subject_id,
                "facts": json.dumps({k: v for k, v in what.facts.items() if v is not None}, default=str),
                "bundle": what.bundle,
                "day": day,
                "at": clock.now(),
                "accounts": [a for a in to.accounts if a is not None],
                "roles": [role.value for role in to.roles],
                "homes": list(to.homes),
                "directors": [role.value for role in to.directors],
                "over": list(to.over),
                "but": [a for a in to.but if a is not None],
                "readers": readers,
                "keys": list(keys),
                "open": opened,
            },
        ).scalar_one()
    )


def notices_query(actor: Actor, *, unread: bool) -> Select[Notice]:
    """The caller's own notices."""
    query = select(Notice).where(Notice.account_id == actor.id)
    return query.where(Notice.read_at.is_(None)) if unread else query


def unread(db: Session, actor: Actor) -> int:
    """How many of the caller's notices were not read, counted up to a thousand."""
    some = notices_query(actor, unread=True).with_only_columns(Notice.id).limit(COUNTED_MOST).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def read_one(db: Session, actor: Actor, ident: int) -> Notice:
    """Mark one of the caller's notices as read; it keeps the moment at which it first was."""
    notice = db.scalars(select(Notice).where(Notice.id == ident, Notice.account_id == actor.id)).one_or_none()
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        notice.read_at = clock.now()
        db.flush()
    return notice


def read_all(db: Session, actor: Actor) -> None:
    """Mark all of the caller's notices as read."""
    mine = update(Notice).where(Notice.account_id == actor.id, Notice.read_at.is_(None))
    db.execute(mine.values(read_at=clock.now()).execution_options(synchronize_session=False))
