"""The one place that asks what time it is, so that tests can travel."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WARD_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in the ward (UTC+7, no daylight saving): deadlines are whole days there."""
    return datetime.now(WARD_ZONE).date()
