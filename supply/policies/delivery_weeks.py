"""From the buyer's dates back to the weeks in which an order is made. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True)
class Margins:
    """Calendar days between goods that are ready at the hub and the buyer's date."""

    inspection: int
    rework: int
    stuffing: int
    port_closing: int

    @property
    def days(self) -> int:
        return self.inspection + self.rework + self.stuffing + self.port_closing


def ready_on(due_on: date, margins: Margins) -> date:
    """Return the last day on which good pieces have to be at the hub for the buyer's date."""
    return due_on - timedelta(days=margins.days)


def ready_week(due_on: date, margins: Margins) -> date:
    """Return the Monday of the last week that ends, on its Sunday, by that day."""
    after = ready_on(due_on, margins) + timedelta(days=1)
    return after - timedelta(days=after.weekday()) - _WEEK


def first_making_week(begins_on: date, material_on: date, first_article_days: int) -> date:
    """Return the Monday of the first week that makes pieces for sale.

    That is the first whole week after the material has come and the first article is approved,
    and no earlier than the week of the beginning.
    """
    approved_on = material_on + timedelta(days=first_article_days)
    monday = approved_on - timedelta(days=approved_on.weekday())
    whole = monday if monday == approved_on else monday + _WEEK
    return max(whole, begins_on - timedelta(days=begins_on.weekday()))


def weeks_between(first: date, last: date) -> list[date]:
    """Return the Mondays from one week to another, both included; empty where it is too late."""
    count = (last - first).days // 7 + 1
    return [first + _WEEK * step for step in range(max(count, 0))]
