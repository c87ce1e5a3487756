"""Who sent an answer and when, in words."""

from applications.selectors.status import HistoryRow
from common.dates import clock
from enterprises.messages.statements import said_words


def answer_source(sent: HistoryRow | None) -> str:
    """Return by whom an answer was sent and on which day; empty where it was not sent yet."""
    if sent is None:
        return ""
    on = clock.local_date(sent.at)
    return said_words(sent.actor_role, on, own_since=on if sent.is_own else None)
