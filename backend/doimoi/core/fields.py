"""Bounded input types: text is NFC without control characters, numbers are finite, dates are of this age."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

_ALLOWED_CONTROLS = "\n\t"
MAX_AMOUNT = 40


def _clean(text: str) -> str:
    """NFC, no NUL or other controls, no lone surrogates; pasted no-break spaces and zero-width marks go."""
    if text.isprintable():  # holds none of what is looked for below, and nearly every text is
        return unicodedata.normalize("NFC", text).strip()
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise PydanticCustomError("text_surrogate", "text holds half of a character")
    text = text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "").replace("\r\n", "\n")
    if any(unicodedata.category(c) == "Cc" and c not in _ALLOWED_CONTROLS for c in text):
        raise PydanticCustomError("text_control", "text holds a control character")
    return unicodedata.normalize("NFC", text).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _no_number(value: object) -> object:
    """A number would be read as seconds since 1970."""
    if isinstance(value, int | float | Decimal):
        raise PydanticCustomError("date_type", "a day is text")
    return value


def _no_boolean(value: object) -> object:
    """True would be read as 1; and text longer than any amount is not even looked at."""
    if isinstance(value, bool) or (isinstance(value, str) and len(value) > MAX_AMOUNT):
        raise PydanticCustomError("decimal_type", "an amount is a number or text")
    return value


Line = Annotated[str, AfterValidator(_clean), AfterValidator(_one_line), Field(min_length=1, max_length=200)]
Prose = Annotated[str, AfterValidator(_clean), Field(min_length=1, max_length=4000)]
Code = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z:._-]+$")]
Secret = Annotated[str, Field(min_length=1, max_length=200)]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, BeforeValidator(_no_number), Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
Amount = Annotated[
    Decimal,
    BeforeValidator(_no_boolean),
    Field(allow_inf_nan=False, max_digits=18, decimal_places=6),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": -(10**12), "maximum": 10**12},
                {"type": "string", "maxLength": 40, "pattern": r"^[+-]?\d{0,12}(\.\d{0,6})?$"},
            ]
        },
        mode="validation",
    ),
    PlainSerializer(lambda d: format(d, "f"), return_type=str, when_used="json-unless-none"),
]


class In(BaseModel):
    """What a caller sends, whole: unknown fields are refused, nothing is guessed."""

    model_config = ConfigDict(extra="forbid", str_max_length=20_000)


class Out(BaseModel):
    """What a page shows: every field is always there."""

    model_config = ConfigDict(from_attributes=True)
