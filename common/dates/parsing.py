"""Dates as people write them. Pure."""

import re
from datetime import date
from typing import Final

from common.coded_error import CodedError

_ISO: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_LOCAL: Final = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
)
_MARKS: Final = " \t\r\n\u00a0'\"`\u2018\u2019\u201c\u201d"


class NotADate(CodedError):
    """The text is not a date. `code` is date_empty, date_format or date_impossible."""


def parse_date(text: str) -> date:
    """Read a day written as 2026-11-23, 23/11/2026, 23-11-2026 or 23.11.2026; raises NotADate.

    The day always comes before the month, as is usual in Indonesia.
    """
    stripped = text.strip(_MARKS)
    if not stripped:
        raise NotADate("date_empty")
    match = _ISO.fullmatch(stripped) or _LOCAL.fullmatch(stripped)
    if match is None:
        raise NotADate("date_format")
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise NotADate("date_impossible") from None
