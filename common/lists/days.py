"""A range of two days as people type it into a filter: both included, both optional."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from common.dates.parsing import NotADate, parse_date

# Beyond them a day is out of range in some time zone, or meaningless here.
_YEARS: Final = range(1900, 2200)
# Longer than any day.
_LONGEST: Final = 20


@dataclass(frozen=True)
class DaySpan:
    """The days that were read; for each that cannot be used, a sentence that says why."""

    first: date | None = None
    last: date | None = None
    first_problem: str = ""
    last_problem: str = ""

    @property
    def is_reversed(self) -> bool:
        """Whether no day is within it."""
        return self.first is not None and self.last is not None and self.last < self.first

    @property
    def problem(self) -> str:
        """The first of the problems, '' when there is none."""
        return self.first_problem or self.last_problem


def read_span(first: str, last: str) -> DaySpan:
    """Read both days; one that cannot be read is left out and reported."""
    days = DaySpan(read_day(first), read_day(last))
    return DaySpan(
        days.first,
        days.last,
        first_problem=_problem(first, days.first),
        last_problem=reversed_days() if days.is_reversed else _problem(last, days.last),
    )


def read_day(text: str) -> date | None:
    """Return the day that was typed, as 2026-11-23 or 23/11/2026; None for anything else."""
    try:
        day = parse_date(text) if len(text) <= _LONGEST else None
    except NotADate:
        return None
    return day if day is not None and day.year in _YEARS else None


def reversed_days() -> str:
    """Return the sentence for a range that ends before it begins."""
    return _("“Sampai” lebih awal daripada “dari”. Tukar kedua tanggalnya.")


def _problem(text: str, day: date | None) -> str:
    if day is not None or not text.strip():
        return ""
    return _("Tanggal ini tidak terbaca. Contoh: 23/11/2026.")
