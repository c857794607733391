"""Units, people, their roles and sessions, keys of tools, and the audit trail."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, INT8MULTIRANGE, INT8RANGE, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from doimoi.access.rules import Role
from doimoi.core.db import Base, Keyed, OfUnit, Versioned

_ROLES = ", ".join(f"'{role.value}'" for role in Role)


def unit_reference() -> ForeignKeyConstraint:
    """The link of a row to its unit: the key follows a unit that moves, and can be no other than the unit's."""
    return ForeignKeyConstraint(["unit_id", "unit_key"], ["unit.id", "unit.key"], onupdate="CASCADE")


class Unit(Keyed, Versioned, Base):
    """A body of the state or one below it, for as long as it is in force.

    `key` is a fixed-radix number (province x 10^13 + commune x 10^8 + unit x 10^3 + team), made by the database and
    never used again; everything below the unit has its key in [key, key_to).
    """

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("id", "key"),
        UniqueConstraint("key"),
        UniqueConstraint("full_code"),
        CheckConstraint("level in ('city', 'agency', 'ward', 'unit', 'team')", name="level"),
        CheckConstraint("valid_to is null or valid_to > valid_from", name="dates"),
    )

    code: Mapped[str] = mapped_column(Text)
    full_code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("unit.id"))
    key: Mapped[int] = mapped_column(BigInteger, server_default="0")
    key_to: Mapped[int] = mapped_column(BigInteger, server_default="0")
    next_slot: Mapped[int] = mapped_column(server_default="1")
    search_key: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Account(Keyed, OfUnit, Versioned, Base):
    """A person who can sign in. The unit is where the account is looked after; what it may do stands in memberships."""

    __tablename__ = "account"
    __table_args__ = (unit_reference(), UniqueConstraint("username"))

    username: Mapped[str] = mapped_column(Text)
    display_name: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    memberships: Mapped[list["Membership"]] = relationship(back_populates="account", order_by="Membership.id")


class Credential(Base):
    """The password hash of an account, apart from it: only log-in itself reads this table."""

    __tablename__ = "credential"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Membership(Keyed, OfUnit, Base):
    """A role in a unit from one day to another. What it sees and acts on is computed by the database."""

    __tablename__ = "membership"
    __table_args__ = (
        unit_reference(),
        CheckConstraint(f"role in ({_ROLES})", name="role"),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="dates"),
        Index(None, "account_id"),
        # The same role is not held twice in a unit at one time.
        Index(
            "uq_membership_open",
            "account_id",
            "unit_id",
            "role",
            unique=True,
            postgresql_where=text("valid_to is null"),
        ),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    see: Mapped[object] = mapped_column(INT8RANGE, server_default="empty")
    act: Mapped[object] = mapped_column(INT8RANGE, server_default="empty")
    open: Mapped[object] = mapped_column(INT8MULTIRANGE, server_default="{}")
    account: Mapped[Account] = relationship(back_populates="memberships")
    unit: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="Membership.unit_id == Unit.id", foreign_keys="Membership.unit_id"
    )


class SignIn(Base):
    """A signed-in browser. Read on every request, so that ending it takes effect at once.

    `kind` is `device` for a contributor's phone that came in by a card, without a password.
    """

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint("kind in ('browser', 'device')", name="kind"), Index(None, "account_id"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(Text, server_default="browser")
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    last_used_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    user_agent: Mapped[str] = mapped_column(Text)
    refresh_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    refresh_before: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    refreshed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class SpentRefresh(Base):
    """A refresh token that was used: seen again, it ends the whole sign-in."""

    __tablename__ = "spent_refresh"

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    sign_in_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sign_in.id", ondelete="CASCADE"))


class OneTimeLink(Base):
    """A link that is used once: to set the ward up, to choose a first or a new password, to let a phone in."""

    __tablename__ = "one_time_link"
    __table_args__ = (CheckConstraint("kind in ('setup', 'invitation', 'reset', 'device')", name="kind"),)

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("unit.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class LoginTry(Base):
    """Failed log-ins of a name or an address (hashed), for the growing delay."""

    __tablename__ = "login_try"

    who: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ApiKey(Keyed, OfUnit, Base):
    """A key by which a tool of a unit, or an integrator, calls the API. Only its hash is kept."""

    __tablename__ = "api_key"
    __table_args__ = (unit_reference(), UniqueConstraint("hash"))

    name: Mapped[str] = mapped_column(Text)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    last4: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    created_by: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    replaced_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("api_key.id"))
    unit: Mapped[Unit] = relationship(
        viewonly=True, primaryjoin="ApiKey.unit_id == Unit.id", foreign_keys="ApiKey.unit_id"
    )


class Audit(Base):
    """What changed, by whom and why: written by the database in the transaction of the change, never altered."""

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "tab", "row_id"),
        Index(None, "actor", "id"),
        Index("ix_audit_at", "at", postgresql_using="brin"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.clock_timestamp())
    actor: Mapped[str | None] = mapped_column(Text)
    request: Mapped[str | None] = mapped_column(Text)
    tab: Mapped[str] = mapped_column(Text)
    row_id: Mapped[str] = mapped_column(Text)
    op: Mapped[str] = mapped_column(Text)
    unit_key: Mapped[int] = mapped_column(BigInteger)
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str | None] = mapped_column(Text)


class Idempotency(Base):
    """The first answer to an Idempotency-Key, kept for a day."""

    __tablename__ = "idempotency"
    __table_args__ = (Index(None, "at"),)

    owner: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    status: Mapped[int | None]
    headers: Mapped[object | None] = mapped_column(JSONB)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)


class Instance(Base):
    """Which installation this database belongs to; the data folder carries the same id."""

    __tablename__ = "instance"
    __table_args__ = (CheckConstraint("one", name="one"),)

    one: Mapped[bool] = mapped_column(primary_key=True, server_default="true")
    id: Mapped[uuid.UUID]
    demo: Mapped[bool] = mapped_column(server_default="false")
