"""When exporters are reminded of the end of a standing, and what an exporter must have. Pure.

Days are calendar days; a standing is valid through its last day.
"""

from datetime import date
from typing import Final

# Days before the end on which the exporter is reminded, the earliest first.
REMINDED: Final = (30, 7)
# For the notice of the end itself, instead of days before it.
ENDED: Final = 0
# A koperasi meets once a year (UU 25/1992 art 26); six months after the end of the book year.
RAT_GOOD_DAYS: Final = 548


def is_rat_recent(held_on: date, today: date) -> bool:
    """Tell whether the last RAT is in the past and at most RAT_GOOD_DAYS old."""
    return 0 <= (today - held_on).days <= RAT_GOOD_DAYS
