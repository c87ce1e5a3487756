"""The past of the demo: services run as on an earlier working day, so that their dates are right.

A history cannot be backdated: it is append-only, and due dates are computed from it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from unittest import mock

from django.utils import timezone

from common.dates import clock
from common.dates.working_days import is_working
from reference.selectors.calendar import closed_days

_SPAN = timedelta(days=180)
_OPENS = time(8, 0, tzinfo=clock.JAKARTA)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Set the portal's clock, and Django's, to `moment` in this process.

    Only for a process with one thread that does nothing else, as `load_demo` is.
    """
    with (
        mock.patch.object(clock, "now", return_value=moment),
        mock.patch.object(timezone, "now", return_value=moment),
    ):
        yield


@dataclass(frozen=True)
class PastDays:
    """Today, and the working days before it, the latest first."""

    today: date
    days: tuple[date, ...]

    @classmethod
    def until_today(cls) -> "PastDays":
        """Return the working days of about half a year, from the calendar of the offices."""
        today = clock.today()
        closed = closed_days(today - _SPAN, today)
        before = (today - timedelta(days=distance) for distance in range(1, _SPAN.days + 1))
        return cls(today, tuple(day for day in before if is_working(day, closed)))

    def moment(self, ago: int, minutes: int) -> datetime:
        """Return a time `ago` working days before today (1: the last one), after 08.00 WIB."""
        return datetime.combine(self.days[ago - 1], _OPENS) + timedelta(minutes=minutes)
