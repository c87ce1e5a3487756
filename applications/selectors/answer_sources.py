"""Who sent an answer, as what, and when, by the history of its application."""

from collections.abc import Collection, Sequence

from applications.selectors.status import HistoryRow
from programs.enums import Transition


def sent_with(
    history: Sequence[HistoryRow], field: str, *, unsent: Collection[str] = ()
) -> HistoryRow | None:
    """Return the submission by which the answer got its value; None where it was not sent yet.

    `field` is named as the office names it, such as `answers.purpose`; `unsent` are those that
    changed since the latest request for correction and wait to be sent.
    """
    if field in unsent:
        return None
    found = None
    for row in history:
        if row.transition == Transition.SUBMIT and (found is None or field in row.changed):
            found = row
    return found
