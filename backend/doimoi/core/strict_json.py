"""Strict JSON of request bodies: UTF-8, bounded depth and size, no duplicate keys, no NaN, no giant numbers."""

import json
from decimal import Decimal
from typing import Any, Final, Never

from fastapi import Request

from doimoi.core.errors import BadJson

MAX_DEPTH = 32
MAX_KEYS = 10_000
MAX_NUMBER = 40


class StrictRequest(Request):
    """A request whose `json()` refuses what a careless parser would let through."""

    async def json(self) -> Any:
        """The body as Python values; `BadJson` says in `reason` what is wrong with it."""
        if not hasattr(self, "_json"):
            self._json = parse(await self.body())
        return self._json


def parse(body: bytes) -> Any:
    """Read strict JSON. `reason` of the refusal: encoding, depth, keys, duplicate_key, number or syntax."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadJson(reason="encoding") from None
    # With fewer brackets than that it cannot nest deeper, and nearly every body has fewer.
    if text.count("[") + text.count("{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise BadJson(reason="depth")
    try:
        return _STRICT.decode(text)
    except json.JSONDecodeError:
        raise BadJson(reason="syntax") from None


def _depth(text: str) -> int:
    """How deep brackets nest outside strings: counted before parsing, since the parser recurses."""
    deepest = depth = 0
    in_string = escaped = False
    for char in text:
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == '"':
            in_string = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_KEYS:
        raise BadJson(reason="keys")
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson(reason="duplicate_key")
    return found


def _no_constant(_: str) -> Never:
    raise BadJson(reason="number")


def _number(text: str) -> Decimal:
    """Exact decimals: a float would have lost digits before anyone looked."""
    if len(text) > MAX_NUMBER:
        raise BadJson(reason="number")
    return Decimal(text)


def _whole(text: str) -> int:
    if len(text) > MAX_NUMBER:
        raise BadJson(reason="number")
    return int(text)


_STRICT: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_number, parse_int=_whole
)
