"""Days as numbers: what a due date asks of the calendar, looked up instead of counted."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from common.dates.working_days import is_working


@dataclass(frozen=True)
class Calendar:
    """Working days between two days, both included; days are ordinals (`date.toordinal`).

    `through[day - first]` is the number of working days up to and including that day.
    """

    first: int
    working: list[int]
    through: list[int]
    text: list[str]

    @classmethod
    def over(cls, first: date, last: date, closed: Mapping[date, str]) -> "Calendar":
        """The table from `first` to `last`; `closed` as `reference.selectors.calendar` gives it."""
        days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        working = [day.toordinal() for day in days if is_working(day, closed)]
        return cls(
            first=first.toordinal(),
            working=working,
            through=[bisect_right(working, day.toordinal()) for day in days],
            text=[day.isoformat() for day in days],
        )

    def add(self, day: int, count: int) -> int:
        """The last of `count` working days counted from the day after `day`; 0 gives `day`."""
        return self.working[self.through[day - self.first] + count - 1] if count else day

    def between(self, after: int, until: int) -> int:
        """Working days in (after, until]."""
        return self.through[until - self.first] - self.through[after - self.first]

    def iso(self, day: int) -> str:
        """2026-11-23."""
        return self.text[day - self.first]

    def stage_due(self, entered: int, days: int, pauses: list[tuple[int, int]]) -> int:
        """`applications.policies.clock.stage_due` for pauses that have ended."""
        due, allowance = self.add(entered, days), days
        for since, until in pauses:
            if since <= due:
                allowance += self.between(since, until)
                due = self.add(entered, allowance)
        return due
