"""The owner's turn outside the portal: its days, its reminders, whose turn follows. Pure."""

import re
import unicodedata
from datetime import date
from typing import Final

from applications.policies.clock import Closed
from applications.policies.lapsing import planned_reminders as _planned
from common.dates.working_days import add_working_days
from common.text.typed import plain_marks
from programs.enums import Turn

MAX_NUMBER: Final = 60
MAX_NOTE: Final = 1000
_NUMBER: Final = re.compile(r"[0-9A-Z][0-9A-Z ./_-]{2,59}", re.ASCII)
_NIK: Final = re.compile(r"[0-9]{16}", re.ASCII)
# Also within a longer text: a NIK after a word, an NPWP as it is printed.
_PERSONAL: Final = re.compile(
    r"(?<![0-9])(?:[0-9]{16}|[0-9]{2}\.[0-9]{3}\.[0-9]{3}\.[0-9][-.][0-9]{3}\.[0-9]{3})(?![0-9])",
    re.ASCII,
)


def clean_number(text: str) -> str:
    """Return a number as it is stored: in capitals, its spaces single, a hyphen for every dash."""
    return plain_marks(unicodedata.normalize("NFKC", plain_marks(text))).upper()


def number_fault(number: str) -> str:
    """Return `number_looks_personal`, `number_unreadable`, or "" for a cleaned number.

    Sixteen digits are those of an identity card or a tax number, which have no place here.
    """
    if _NIK.fullmatch(re.sub(r"[ ./_-]", "", number)) or _PERSONAL.search(number):
        return "number_looks_personal"
    if not _NUMBER.fullmatch(number) or not any(sign.isdigit() for sign in number):
        return "number_unreadable"
    return ""


def planned_reminders(opened: date, days: int, closed: Closed) -> tuple[date, date]:
    """Return the days of both reminders; never two on one day."""
    first, last = _planned(opened, days, closed)
    return first, max(last, add_working_days(first, 1, closed))


def turn_after(following: Turn | None, *, is_done: bool) -> Turn:
    """Return whose turn follows a report: the next outside, or the office's to close or continue.

    `following` is the turn of the next stage outside the office after a decision.
    """
    return following if is_done and following is not None else Turn.OFFICE
