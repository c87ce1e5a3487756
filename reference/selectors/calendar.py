"""Days on which offices are closed: national holidays, cuti bersama, and the admin's corrections.

The published calendar contains cuti bersama for 2024-2027 only; beyond that it has estimated
holidays, and where it has none only weekends are closed.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils import translation
from django.utils.translation import get_language

from common.dates.working_days import add_working_days
from reference.models import HolidayOverride

# The library has no gettext name for plain English.
_LIBRARY_LANGUAGES = {"id": "id", "en": "en_US"}
_MAX_CORRECTIONS = 200
_CATEGORIES = ("public", "government")
_IDUL_FITRI = re.compile(r"^(?!cuti bersama).*idul ?fitri", re.IGNORECASE)


def closed_days(first: date, last: date) -> Mapping[date, str]:
    """Return closed days from `first` to `last`, both included, in order, with their names.

    Names are in the active language. Weekends are not listed unless they are holidays. One query,
    for the corrections; a caller with many rows calls it once for the whole span.
    """
    language = _LIBRARY_LANGUAGES.get((get_language() or "id")[:2], "id")
    days = {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _published(year, language).items()
        if first <= day <= last
    }
    for override in HolidayOverride.objects.filter(date__range=(first, last)):
        if override.is_working:
            days.pop(override.date, None)
        else:
            days[override.date] = override.name
    return dict(sorted(days.items()))


def due_date(start: date, days: int) -> date:
    """Return the day `days` working days after `start`, counting from the day after `start`."""
    return add_working_days(start, days, closed_days(start, horizon(start, days)))


def corrections_since(day: date) -> list[HolidayOverride]:
    """Return the corrections of the calendar in the year of `day` and later, at most 200."""
    overrides = HolidayOverride.objects.filter(date__gte=day.replace(month=1, day=1))
    return list(overrides.order_by("date")[:_MAX_CORRECTIONS])


def horizon(start: date, days: int) -> date:
    """Return a day certainly beyond `days` working days from `start`, for `closed_days`."""
    return start + min(timedelta(days=2 * days + 30), date.max - start)


@lru_cache(maxsize=64)
def _published(year: int, language: str) -> dict[date, str]:
    days = holidays.country_holidays("ID", years=year, categories=_CATEGORIES, language=language)
    return dict(days.items())


def idul_fitri_days(first: date, last: date) -> list[date]:
    """Return the days of Idul Fitri itself, without cuti bersama, from `first` to `last`.

    One query. Corrections in the admin count by their name.
    """
    with translation.override("id"):
        closed = closed_days(first, last)
    return [day for day, name in closed.items() if _IDUL_FITRI.search(name)]
