"""How figures and dates look to a person, in the language that is active.

Grouping is Indonesian in both languages, because rupiah amounts stand beside every other number.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel.dates import format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.dates.clock import JAKARTA

_LOCALES: Final = {"id": "id_ID", "en": "en_GB"}
_MASK: Final = "•"


def rupiah(amount: int) -> str:
    """40000000 -> "Rp40.000.000"."""
    return f"-Rp{number(-amount)}" if amount < 0 else f"Rp{number(amount)}"


def number(value: int) -> str:
    """10000 -> "10.000"."""
    return f"{value:,}".replace(",", ".")


def percent(share: Decimal) -> str:
    """Decimal("0.065") -> "6,5 %", in English "6.5 %"."""
    text = f"{(share * 100).normalize():f}"
    return f"{text if _locale() == 'en_GB' else text.replace('.', ',')} %"


def file_size(size: int) -> str:
    """Bytes -> "1,2 MB" or "340 KB" of 1,000 each; never less than "1 KB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    text = f"{size / 1_000_000:.1f}"
    return f"{text if _locale() == 'en_GB' else text.replace('.', ',')} MB"


def date_long(day: date) -> str:
    """Day -> "Senin, 23 November 2026"; a time is shown by its day in Jakarta."""
    return _formatted(_day(day), "EEEE, d MMMM y", _locale())


def date_short(day: date) -> str:
    """Day -> "23 Nov 2026"; a time is shown by its day in Jakarta."""
    return _formatted(_day(day), "d MMM y", _locale())


def time_wib(at: datetime) -> str:
    """Aware time -> "14.05 WIB", in English "14:05 WIB"."""
    separator = ":" if _locale() == "en_GB" else "."
    return f"{at.astimezone(JAKARTA):%H{separator}%M} WIB"


def datetime_wib(at: datetime) -> str:
    """Aware time -> "23 Nov 2026, 14.05 WIB"."""
    return f"{date_short(at)}, {time_wib(at)}"


def working_days_left(days: int) -> str:
    """3 -> "3 hari kerja lagi", 0 -> "hari ini", -2 -> "terlambat 2 hari kerja"."""
    if days == 0:
        return _("hari ini")
    if days > 0:
        text = ngettext("%(days)s hari kerja lagi", "%(days)s hari kerja lagi", days)
    else:
        text = ngettext("terlambat %(days)s hari kerja", "terlambat %(days)s hari kerja", -days)
    return text % {"days": number(abs(days))}


def mask_tail(value: str, keep: int = 4) -> str:
    """All but the last `keep` characters hidden; a value no longer than `keep` is hidden whole."""
    shown = value[-keep:] if 0 < keep < len(value) else ""
    return _MASK * (len(value) - len(shown)) + shown


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: str, locale: str) -> str:
    """Remembered, since a list shows the same days over and over."""
    return str(format_date(day, pattern, locale=locale))


def _locale() -> str:
    return _LOCALES.get((get_language() or "id")[:2], "id_ID")


def _day(day: date) -> date:
    return day.astimezone(JAKARTA).date() if isinstance(day, datetime) else day
