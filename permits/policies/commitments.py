"""What a holder promised with a document and does afterwards, and when to remind of it. Pure.

Days are calendar days; a commitment is in time through its last day.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from common.dates.reminders import reminder_due

# Days before the due date on which the holder is reminded, the earliest first.
COMMITMENT_REMINDED: Final = (30, 7)
# The last of them is the notice to the office that the due date has passed.
OVERDUE: Final = 0
COMMITMENT_MONTHS_RULE: Final = "commitment_months"

# What is promised, by the code of the scheme (PB-UMKU SPP-IRT: course, inspection, label).
COMMITTED: Final[Mapping[str, tuple[str, ...]]] = {"spp-irt": ("training", "inspection", "label")}


def commitment_notice_due(due_on: date, today: date) -> int | None:
    """Return what is due today: the reminder 30 or 7 days before, 0 once it has passed, or None."""
    return OVERDUE if due_on < today else reminder_due(due_on, today, COMMITMENT_REMINDED)
