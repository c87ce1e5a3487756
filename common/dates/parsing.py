"""Dates as people and spreadsheets write them. Pure."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final

from common.coded_error import CodedError
from common.text.typed import plain_marks

_YEAR_FIRST: Final = re.compile(
    r"(?P<year>[0-9]{4})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
)
_DAY_FIRST: Final = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})"
)
_NAMED: Final = re.compile(
    r"(?:[a-z']+, ?)?(?P<day>[0-9]{1,2})[ /.-](?P<name>[a-z]{3,9})[. /-]{1,2}"
    r"(?P<year>[0-9]{4}|[0-9]{2})"
)
# A clock after the day, as databases and spreadsheets add it; only the day is read.
_CLOCK: Final = re.compile(r"(?:T| )[0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9](?:\.0+)?)?$")
# With its zone a moment is another day here than there: midnight in Java is 17:00 Z the day before.
_WITH_ZONE: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
)
_JAVA: Final = timezone(timedelta(hours=7))
_WEEKDAY: Final = re.compile(
    r"^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)(?:\.?,? +|, ?)"
)
# Days since 30 December 1899, as a spreadsheet stores them: years 1927 to 2064.
_SERIAL: Final = re.compile(r"(?P<days>[1-5][0-9]{4})(?:[.,]0+)?")
_SERIAL_ZERO: Final = date(1899, 12, 30)
# As Excel reads two digits: 30 and later are of the last century.
_LAST_CENTURY: Final = 30
_MONTHS: Final = (
    ("jan", "januari", "january"),
    ("feb", "peb", "februari", "pebruari", "february"),
    ("mar", "mrt", "maret", "march"),
    ("apr", "april"),
    ("mei", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("agu", "agt", "ags", "aug", "agust", "agustus", "august"),
    ("sep", "sept", "september"),
    ("okt", "oct", "oktober", "october"),
    ("nov", "nop", "november", "nopember"),
    ("des", "dec", "desember", "december"),
)
_MONTHS_OF_YEAR: Final = len(_MONTHS)
_MONTH_OF: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MARKS: Final = " '\"`\u201c\u201d"


class NotADate(CodedError):
    """The text is not a date. `code` is date_empty, date_format or date_impossible."""


def parse_date(text: str) -> date:
    """Read a day as it is written in Indonesia; raises NotADate.

    For example 2026-11-23, 2026/11/23, 23/11/2026, 23.11.26, 23-Nov-26, 23 November 2026,
    2026-11-23 00:00:00, 2026-11-22T17:00:00Z (midnight in Java), or 46349, the number that a
    spreadsheet stores. The day always comes before the month, which may be in English.
    """
    typed = plain_marks(text).strip(_MARKS)
    if not typed:
        raise NotADate("date_empty")
    if _WITH_ZONE.fullmatch(typed):
        return _day_in_java(typed)
    typed = _WEEKDAY.sub("", _CLOCK.sub("", typed).casefold())
    typed = re.sub(r" ?([/.-]) ?", r"\1", typed)
    serial = _SERIAL.fullmatch(typed)
    if serial is not None:
        return _SERIAL_ZERO + timedelta(days=int(serial["days"]))
    match = _YEAR_FIRST.fullmatch(typed) or _DAY_FIRST.fullmatch(typed) or _NAMED.fullmatch(typed)
    if match is None:
        raise NotADate("date_format")
    parts = match.groupdict()
    month = int(parts["month"]) if "month" in parts else _MONTH_OF.get(parts["name"])
    if month is None:
        raise NotADate("date_format")
    if month > _MONTHS_OF_YEAR >= int(parts["day"]):
        # The month before the day: a form that we do not read, of a day that exists.
        raise NotADate("date_format")
    try:
        return date(_year(parts["year"]), month, int(parts["day"]))
    except ValueError:
        raise NotADate("date_impossible") from None


def _day_in_java(typed: str) -> date:
    try:
        return datetime.fromisoformat(typed).astimezone(_JAVA).date()
    except (ValueError, OverflowError):
        raise NotADate("date_impossible") from None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= _LAST_CENTURY else 2000)
