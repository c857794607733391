"""Bounded input types: text is NFC without control characters, numbers are finite, dates are of this age."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

_ALLOWED_CONTROLS = "\n\t"


def _clean(text: str) -> str:
    """NFC, no NUL or other controls, no lone surrogates; pasted no-break spaces and zero-width marks go."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise PydanticCustomError("text_surrogate", "text holds half of a character")
    text = text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "").replace("\r\n", "\n")
    if any(unicodedata.category(c) == "Cc" and c not in _ALLOWED_CONTROLS for c in text):
        raise PydanticCustomError("text_control", "text holds a control character")
    return unicodedata.normalize("NFC", text).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


Line = Annotated[str, AfterValidator(_clean), AfterValidator(_one_line), Field(min_length=1, max_length=200)]
Prose = Annotated[str, AfterValidator(_clean), Field(min_length=1, max_length=4000)]
Code = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z:._-]+$")]
Secret = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
Amount = Annotated[
    Decimal,
    Field(allow_inf_nan=False, max_digits=18, decimal_places=6),
    PlainSerializer(lambda d: format(d, "f"), return_type=str, when_used="json-unless-none"),
]


class In(BaseModel):
    """What a caller sends, whole: unknown fields are refused, nothing is guessed."""

    model_config = ConfigDict(extra="forbid", str_max_length=20_000)


class Out(BaseModel):
    """What a page shows: every field is always there."""

    model_config = ConfigDict(from_attributes=True)
