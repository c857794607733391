"""The database: one engine, one declarative base, and the two ways to fetch a row through the caller's reach."""

import uuid
from typing import Any, TypeVar, cast

from sqlalchemy import BigInteger, ColumnElement, Engine, MetaData, create_engine, literal_column, make_url, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from uuid_utils.compat import uuid7

from doimoi.core.errors import NotAllowed, NotFound, StaleVersion

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=_NAMES)


class Keyed:
    """A row with a time-ordered UUID made by the product (RFC 9562, version 7)."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid7)


class OfUnit:
    """A row that belongs to a unit. `unit_key` is set by the database from `unit_id` and is what policies read."""

    unit_id: Mapped[uuid.UUID]
    unit_key: Mapped[int] = mapped_column(BigInteger, server_default="0")


class Versioned:
    """A row that two people may change: the version travels as ETag and comes back as If-Match."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it with the class
        """Let every UPDATE check and raise the version."""
        return {"version_id_col": cls.version}


ACTS_ON = "(select nullif(current_setting('doimoi.act', true), '')::int8multirange)"

T = TypeVar("T", bound=Base)


def make_engine(url: str, pool_size: int = 10) -> Engine:
    """An engine whose waiting and running are bounded: a frozen database becomes a 503, never a hang."""
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 3,
            "options": "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
            "application_name": "doimoi",
        },
    )


def libpq_address(url: str) -> str:
    """The same database for psycopg itself, where SQLAlchemy's engine would only be in the way."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def find(db: Session, kind: type[T], ident: uuid.UUID) -> T:
    """The row with this id within the caller's sight; `NotFound` when missing or beyond it."""
    row = db.get(kind, ident)
    if row is None:
        raise NotFound
    return row


def find_to_change(db: Session, kind: type[T], ident: uuid.UUID, version: int | None = None) -> T:
    """The row, when the caller may act on it and nobody changed it since `version`.

    One query answers all three, so that a lost update at flush can only be a race.
    `NotFound` beyond sight, `NotAllowed` beyond act, `StaleVersion` when `version` is not the row's.
    """
    versioned: Any = kind  # a class with `id`, `version` and `unit_key` (a unit itself has its own `key`)
    place = f"{versioned.__tablename__}.{'unit_key' if hasattr(kind, 'unit_key') else 'key'}"
    acts: ColumnElement[bool] = literal_column(f"coalesce({place} <@ {ACTS_ON}, false)")
    found = db.execute(select(versioned, acts).where(versioned.id == ident)).one_or_none()
    if found is None:
        raise NotFound
    row, may_act = found
    if not may_act:
        raise NotAllowed
    if version is not None and row.version != version:
        raise StaleVersion(current=row.version, given=version)
    return cast(T, row)
