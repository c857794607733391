"""Keyset pages: a list is walked by the last row seen, so rows that come and go never repeat or hide another."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from sqlalchemy import Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from doimoi.core.errors import CursorMismatch
from doimoi.core.sheets import ROWS, SheetForm

Item = TypeVar("Item")
MAX_LIMIT = 500


class Page(BaseModel):
    """How much a page holds."""

    limit: int


class Listed(BaseModel, Generic[Item]):
    """A page of a list. `next` is the address of the following page, null on the last one."""

    data: list[Item]
    next: str | None = None
    page: Page


class Paging:
    """The page that a caller asked for: `limit` and an opaque signed `cursor` bound to address and filter.

    `fields` and `format` are seen to by the door (`core/doors.py`), on the finished answer.
    """

    def __init__(
        self,
        request: Request,
        limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
        cursor: Annotated[str | None, Query(max_length=2000)] = None,
        fields: Annotated[
            str | None,
            Query(max_length=500, description="Only these fields of each row, with commas between; not nested."),
        ] = None,
        format: Annotated[
            SheetForm, Query(description=f"A page of JSON, or the whole list (at most {ROWS} rows) as a sheet.")
        ] = SheetForm.JSON,
    ) -> None:
        self.limit = limit if format is SheetForm.JSON else ROWS
        self._key: bytes = request.app.state.secrets.cursor_key
        kept = [(k, v) for k, v in sorted(request.query_params.multi_items()) if k not in ("cursor", "limit", "format")]
        self._address = request.url.path
        self._filter = kept
        self.after = self._read(cursor) if cursor and format is SheetForm.JSON else None

    def page(
        self, db: Session, query: Select[Any], *keys: InstrumentedAttribute[Any], newest_first: bool = False
    ) -> tuple[Sequence[Any], str | None]:
        """Rows after the cursor in the order of `keys` (the last one unique), and the next page's address.

        `newest_first` walks the keys downwards.
        """
        if self.after is not None:
            if len(self.after) != len(keys):
                raise CursorMismatch
            values = [literal(v, key.type) for v, key in zip(self.after, keys, strict=True)]
            here, there = tuple_(*keys), tuple_(*values)
            query = query.where(here < there if newest_first else here > there)
        order = [key.desc() for key in keys] if newest_first else keys
        rows = db.scalars(query.order_by(*order).limit(self.limit + 1)).all()
        if len(rows) <= self.limit:
            return rows, None
        last = rows[self.limit - 1]
        return rows[: self.limit], self._next([getattr(last, key.key) for key in keys])

    def _next(self, values: list[Any]) -> str:
        raw = json.dumps([str(v) if not isinstance(v, int) else v for v in values]).encode()
        token = base64.urlsafe_b64encode(self._sign(raw) + raw).decode().rstrip("=")
        return f"{self._address}?{urlencode([*self._filter, ('limit', self.limit), ('cursor', token)])}"

    def _read(self, token: str) -> list[Any]:
        try:
            blob = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            signature, raw = blob[:16], blob[16:]
            if not hmac.compare_digest(signature, self._sign(raw)):
                raise CursorMismatch
            values = json.loads(raw)
        except ValueError:
            raise CursorMismatch from None
        return list(values)

    def _sign(self, raw: bytes) -> bytes:
        bound = json.dumps([self._address, self._filter]).encode()
        return hmac.new(self._key, bound + b"\0" + raw, hashlib.sha256).digest()[:16]


Paged = Annotated[Paging, Depends()]
