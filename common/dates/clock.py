"""The portal's only source of the present: tests freeze it in one place."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

JAKARTA: Final = ZoneInfo("Asia/Jakarta")


def now() -> datetime:
    """The present as an aware time in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Jakarta, which is the day the law counts by."""
    return local_date(now())


def local_date(at: datetime) -> date:
    """The Jakarta day of an aware time; a naive time raises ValueError."""
    if at.tzinfo is None:
        raise ValueError("a time without offset has no day in Jakarta")
    return at.astimezone(JAKARTA).date()
