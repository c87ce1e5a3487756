"""The portal's only source of the present time: tests freeze it in one place."""

from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

JAKARTA: Final = ZoneInfo("Asia/Jakarta")


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in Jakarta, which is the day that counts in law."""
    return local_date(now())


def local_date(at: datetime) -> date:
    """Return the day in Jakarta of an aware time; a naive time raises ValueError."""
    if at.tzinfo is None:
        raise ValueError("a time without offset has no day in Jakarta")
    return at.astimezone(JAKARTA).date()


def midnight(day: date | None = None) -> datetime:
    """Return the beginning of `day` (default today) in Jakarta as an aware time."""
    return datetime.combine(day or today(), time.min, tzinfo=JAKARTA)
