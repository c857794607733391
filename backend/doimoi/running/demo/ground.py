"""The ground of the sample data: sessions of people, entered and committed as requests are."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session, sessionmaker

from doimoi.access import gate, service
from doimoi.access.rules import Act, Actor
from doimoi.access.tokens import Access
from doimoi.core import clock
from doimoi.core.errors import DomainError
from doimoi.core.files import Files
from doimoi.core.settings import Settings
from doimoi.running.database import Database

AGENT: Final = "Dữ liệu mẫu"
ADDRESS: Final = "demo"
_WORDS: Final = [
    "sen",
    "lua",
    "tre",
    "dua",
    "cau",
    "chanh",
    "buoi",
    "mit",
    "xoai",
    "nhan",
    "vai",
    "oi",
    "hoi",
    "que",
    "gung",
    "nghe",
    "rieng",
    "sa",
    "ngo",
    "khoai",
    "san",
    "dau",
    "me",
    "lac",
    "cam",
    "quyt",
    "bong",
    "tam",
    "rong",
    "ho",
    "thuyen",
    "luoi",
    "chai",
    "muoi",
    "song",
    "bien",
    "nang",
    "mua",
    "gio",
    "may",
    "sao",
    "trang",
    "suoi",
    "doi",
    "nui",
    "dong",
    "ruong",
    "vuon",
    "cong",
    "cau",
    "duong",
    "ben",
    "pho",
    "cho",
    "dinh",
    "chua",
    "lang",
    "xom",
    "ngo",
    "nha",
]


@dataclass
class Demo:
    """Whoever acts in the sample ward, and how."""

    sessions: sessionmaker[Session]
    base: Database
    key: bytes
    settings: Settings
    files: Files
    _signed: dict[str, Access] = field(default_factory=dict)

    def password(self, username: str) -> str:
        """The password of a sample person: the same at each start, another in each installation."""
        raw = hmac.new(self.key, f"demo:{username}".encode(), hashlib.sha256).digest()
        words = [_WORDS[byte % len(_WORDS)] for byte in raw[:4]]
        return f"{'-'.join(words)}-{int.from_bytes(raw[4:6], 'big') % 9000 + 1000}"

    @contextmanager
    def nobody(self) -> Iterator[Session]:
        """A transaction before log-in."""
        with self.sessions() as db, db.begin():
            yield db

    @contextmanager
    def acting(self, username: str, act: Act) -> Iterator[tuple[Session, Actor]]:
        """One transaction as this person, for this act, as a request of theirs would be."""
        sign_in = self._sign_in(username)
        with self.sessions() as db, db.begin():
            yield db, gate.enter_as(db, sign_in, act)

    def _sign_in(self, username: str) -> Access:
        if username not in self._signed:
            with self.nobody() as db:
                signed = service.log_in(db, username, self.password(username), ADDRESS, AGENT, 1)
            if isinstance(signed, DomainError):
                raise signed
            self._signed[username] = Access(signed.account_id, signed.session_id)
        return self._signed[username]

    def came_in(self, username: str, signed: service.Signed) -> None:
        """Go on with the sign-in that a link opened."""
        self._signed[username] = Access(signed.account_id, signed.session_id)

    def leave(self) -> None:
        """End the sign-ins that were only made to make data."""
        for sign_in in self._signed.values():
            with self.sessions() as db, db.begin():
                service.end_sign_in(db, gate.enter_as(db, sign_in, Act.SELF), sign_in.sign_in_id)
        self._signed.clear()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """As if it were that moment, or now when that is yet to come."""
    with clock.as_if(min(moment, clock.now())):
        yield
