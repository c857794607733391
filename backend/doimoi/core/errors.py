"""Errors that a caller can act on. Each class is one stable code; its sentences live in `doimoi.words`."""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """A refusal with an HTTP status and a stable code.

    `pointer` is a JSON pointer into the request body (`/numerator`), so that the page can show the sentence
    at its input. `params` fill the placeholders of the sentence and are sent to the caller as they are.
    """

    status: ClassVar[int] = 409
    code: ClassVar[str] = "conflict"

    def __init__(self, *, pointer: str | None = None, **params: object) -> None:
        super().__init__(self.code)
        self.pointer = pointer
        self.params = params

    def headers(self) -> Mapping[str, str]:
        """Extra response headers; `Retry-After` where waiting helps."""
        return {}


class NotFound(DomainError):
    """The thing is missing or beyond the caller's reach: which of the two is not told."""

    status, code = 404, "not_found"


class NotAllowed(DomainError):
    """The caller sees the thing but may not do this to it."""

    status, code = 403, "not_allowed"


class Unauthenticated(DomainError):
    """No credential, or one that is forged, expired or revoked."""

    status, code = 401, "unauthenticated"

    def headers(self) -> Mapping[str, str]:
        """The scheme the product speaks (RFC 9110, 11.6.1)."""
        return {"WWW-Authenticate": "Bearer"}


class StaleVersion(DomainError):
    """Someone changed the thing since the caller read it (RFC 9110, 13.1.1)."""

    status, code = 412, "version_conflict"


class VersionMissing(DomainError):
    """A change must say which version it was made from (RFC 6585, 3)."""

    status, code = 428, "version_missing"


class AlreadyExists(DomainError):
    """A thing with this code or name stands already."""

    status, code = 409, "already_exists"


class Referenced(DomainError):
    """The change would leave something pointing at nothing."""

    status, code = 409, "still_referenced"


class AmbiguousCode(DomainError):
    """A bare code was given where the caller reaches more than one ward."""

    status, code = 422, "ambiguous_code"


class BadRequest(DomainError):
    """The request itself cannot be read."""

    status, code = 400, "bad_request"


class BadJson(DomainError):
    """The body is not strict JSON in UTF-8."""

    status, code = 400, "json_invalid"


class UnknownParameter(DomainError):
    """A query parameter that this address does not know."""

    status, code = 400, "unknown_parameter"


class RepeatedParameter(DomainError):
    """A query parameter came twice: which of the two was meant cannot be known."""

    status, code = 400, "repeated_parameter"


class UnsupportedMediaType(DomainError):
    """The body is of another kind than JSON."""

    status, code = 415, "unsupported_media_type"


class HeadTooLarge(DomainError):
    """The address or the headers are too long."""

    status, code = 431, "head_too_large"


class BodyTooLarge(DomainError):
    """The body has more bytes than the product takes. Params: limit."""

    status, code = 413, "body_too_large"


class FieldUnknown(DomainError):
    """`fields=` names a field that the rows of this list do not have."""

    status, code = 400, "field_unknown"


class SheetTooLong(DomainError):
    """The list has more rows than a sheet takes. Params: limit."""

    status, code = 422, "sheet_too_long"


class NoSheet(DomainError):
    """This list is not offered as a sheet."""

    status, code = 406, "not_acceptable"


class CursorMismatch(DomainError):
    """A page cursor was used with another filter or order, or was changed by hand."""

    status, code = 400, "cursor_mismatch"


class TooManyRequests(DomainError):
    """Too many tries; `seconds` says how long to wait."""

    status, code = 429, "too_many_requests"

    def headers(self) -> Mapping[str, str]:
        """How long to wait, in seconds."""
        return {"Retry-After": str(self.params.get("seconds", 1))}


class Busy(DomainError):
    """The database is away or every connection is taken; nothing was written."""

    status, code = 503, "busy"

    def headers(self) -> Mapping[str, str]:
        """Worth another try soon."""
        return {"Retry-After": "2"}


class DiskFull(DomainError):
    """There is no room left to write."""

    status, code = 507, "disk_full"
