"""Display formats of figures and dates in the active language.

Grouping is Indonesian in both languages, because rupiah amounts appear beside every other number.
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
# The length that is easily read in a narrow column; a longer text is shortened to it.
_GLANCE_LETTERS: Final = 280
_GLANCE_LINES: Final = 4


def beginning(text: str) -> str:
    """Return the beginning of a long text; "" for one that is short enough.

    It ends with a whole word, unless an endless word would leave little.
    """
    lines = text.splitlines()
    start = "\n".join(lines[:_GLANCE_LINES])
    if len(start) > _GLANCE_LETTERS:
        cut = start[:_GLANCE_LETTERS]
        whole = cut.rpartition(" ")[0]
        return whole if 2 * len(whole) > _GLANCE_LETTERS else cut
    return start if len(lines) > _GLANCE_LINES else ""


def rupiah(amount: int) -> str:
    """Format rupiah: 40000000 -> "Rp40.000.000"."""
    return f"-Rp{number(-amount)}" if amount < 0 else f"Rp{number(amount)}"


def number(value: int) -> str:
    """Format a whole number: 10000 -> "10.000"."""
    return f"{value:,}".replace(",", ".")


def percent(share: Decimal) -> str:
    """Format a fraction: Decimal("0.065") -> "6,5 %", in English "6.5 %"."""
    text = f"{(share * 100).normalize():f}"
    return f"{text if _locale() == 'en_GB' else text.replace('.', ',')} %"


def file_size(size: int) -> str:
    """Format bytes as "1,2 MB" or "340 KB", powers of 1,000; never less than "1 KB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    text = f"{size / 1_000_000:.1f}"
    return f"{text if _locale() == 'en_GB' else text.replace('.', ',')} MB"


def date_long(day: date) -> str:
    """Format a day as "Senin, 23 November 2026"; a time as its day in Jakarta."""
    return _formatted(_day(day), "EEEE, d MMMM y", _locale())


def date_short(day: date) -> str:
    """Format a day as "23 Nov 2026"; a time as its day in Jakarta."""
    return _formatted(_day(day), "d MMM y", _locale())


def time_wib(at: datetime) -> str:
    """Format an aware time as "14.05 WIB", in English "14:05 WIB"."""
    separator = ":" if _locale() == "en_GB" else "."
    return f"{at.astimezone(JAKARTA):%H{separator}%M} WIB"


def datetime_wib(at: datetime) -> str:
    """Format an aware time as "23 Nov 2026, 14.05 WIB"."""
    return f"{date_short(at)}, {time_wib(at)}"


def working_days_left(days: int, *, has_passed: bool = False) -> str:
    """Format days left as "3 hari kerja lagi", 0 as "hari ini", -2 as "terlambat 2 hari kerja".

    `has_passed` when the due date is in the past: on a Saturday no working day has passed since a
    Friday, and yet it is not today.
    """
    if days == 0:
        return _("batas waktu lewat") if has_passed else _("hari ini")
    if days > 0:
        text = ngettext("%(days)s hari kerja lagi", "%(days)s hari kerja lagi", days)
    else:
        text = ngettext("terlambat %(days)s hari kerja", "terlambat %(days)s hari kerja", -days)
    return text % {"days": number(abs(days))}


def in_sentence(text: str) -> str:
    """Return a label as part of a sentence: "Verifikasi" in lower case, "OSS" and "P-IRT" kept."""
    is_abbreviation = len(text) > 1 and not text[1].islower() and text[1] != " "
    return text if is_abbreviation else text[:1].lower() + text[1:]


def mask_tail(value: str, keep: int = 4) -> str:
    """Hide all but the last `keep` characters; a value no longer than `keep` is hidden whole."""
    tail = value[-keep:] if 0 < keep < len(value) else ""
    return _MASK * (len(value) - len(tail)) + tail


def mask_email(address: str) -> str:
    """Return `siti.aminah@contoh.id` as `s…@contoh.id`: recognisable, but not a usable address."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}…{at}{domain}" if at else ""


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: str, locale: str) -> str:
    """Format a day; cached, since a list shows the same days over and over."""
    return str(format_date(day, pattern, locale=locale))


def _locale() -> str:
    return _LOCALES.get((get_language() or "id")[:2], "id_ID")


def _day(day: date) -> date:
    return day.astimezone(JAKARTA).date() if isinstance(day, datetime) else day
