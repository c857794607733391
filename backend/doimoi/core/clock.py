"""The one place that asks what time it is, so that tests and the making of sample data can travel."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WARD_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_as_if: ContextVar[datetime | None] = ContextVar("as_if", default=None)


def now() -> datetime:
    """This moment in UTC."""
    return _as_if.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day in the ward (UTC+7, no daylight saving): deadlines are whole days there."""
    return now().astimezone(WARD_ZONE).date()


@contextmanager
def as_if(moment: datetime) -> Iterator[None]:
    """Let the product believe that it is another moment: only sample data are made so, before anybody is served."""
    token = _as_if.set(moment)
    try:
        yield
    finally:
        _as_if.reset(token)
