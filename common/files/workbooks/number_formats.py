"""What a number of a cell means by its format: a day, a time, digits with zeros. Pure."""

import re
from datetime import datetime, timedelta
from typing import Final

from common.files.cell_faults import LONG_NUMBER, marked

DAY: Final = "day"
TIME: Final = "time"
PLAIN: Final = ""
_BUILT_IN: Final = {
    **dict.fromkeys((14, 15, 16, 17, 22), DAY),
    **dict.fromkeys((*range(27, 37), *range(50, 59)), DAY),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), TIME),
}
# What a format shows literally: quoted or escaped text, space for a sign, filling, colours.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_NO_FORMAT: Final = frozenset({"", "general", "standard", "@"})
_SIGNIFICANT: Final = 15
_ZERO_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
_ZERO_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
# Excel counts a 29 February 1900, so earlier days are off by one.
_FALSE_LEAP_DAY: Final = 60
_LAST_SERIAL: Final = 2_958_466


def meaning_of(identifier: int, code: str | None) -> str:
    """Return DAY, TIME, PLAIN, or the number of digits that are shown at least, as "13"."""
    if code is None:
        return _BUILT_IN.get(identifier, PLAIN)
    shown = _LITERAL.sub("", code.split(";")[0]).strip().casefold()
    if shown in _NO_FORMAT:
        return PLAIN
    if re.search(r"[yd]|mmm", shown):
        return DAY
    if re.search(r"[hs]", shown):
        return TIME
    if re.fullmatch(r"[0 ,.\-/]*", shown) and re.fullmatch(r"0{2,}", re.sub(r"[ \-/]", "", shown)):
        return str(shown.count("0"))
    return PLAIN


def number_text(value: str, meaning: str, *, cell: str, is_1904: bool) -> str:
    """Return a stored number as a person would type it; days in ISO, zeros that are shown.

    A number of more than 15 digits is marked as lost. Text that is not a number stays unchanged.
    """
    try:
        number = float(value)
    except ValueError:
        return value
    if meaning in (DAY, TIME):
        return _moment(number, meaning, is_1904=is_1904) or value
    # As Excel shows it: 15 digits, so that 59999999.999999993 is 60000000.
    if abs(number) >= 10**_SIGNIFICANT:
        digits = value if value.isdigit() else f"{number:.0f}"
        return marked(LONG_NUMBER, cell, digits)
    rounded = float(f"{number:.{_SIGNIFICANT}g}")
    if not rounded.is_integer():
        return f"{rounded:.{_SIGNIFICANT}g}" if abs(rounded) >= 1e-4 else f"{rounded:f}"
    return str(int(rounded)).zfill(int(meaning)) if meaning else str(int(rounded))


def _moment(serial: float, meaning: str, *, is_1904: bool) -> str:
    """Return a day, a day with its time, or a time; '' beyond the calendar of Excel."""
    if not 0 <= serial < _LAST_SERIAL:
        return ""
    seconds = round(serial % 1 * 86_400)
    if (meaning == TIME and serial < 1) or serial == 0:
        hours, seconds = divmod(seconds, 3_600)
        return f"{hours:02}:{seconds // 60:02}:{seconds % 60:02}"
    zero = _ZERO_1904 if is_1904 else _ZERO_1900
    days = int(serial) + (1 if serial < _FALSE_LEAP_DAY and not is_1904 else 0)
    at = zero + timedelta(days=days, seconds=seconds)
    return at.isoformat(" ") if seconds else at.date().isoformat()
