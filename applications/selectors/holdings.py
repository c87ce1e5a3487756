"""Who held an application, one after the other."""

from typing import Final

from applications.models import Application, Holding

# An application that changed hands more often has no readable history anyway.
MOST_SHOWN: Final = 100


def latest_holdings(application: Application) -> list[Holding]:
    """Return the latest holdings, the oldest of them first: one query."""
    rows = application.holdings.select_related("holder", "taken_from").order_by("-id")
    return list(rows[:MOST_SHOWN])[::-1]
