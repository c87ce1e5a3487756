"""The filters of the officials' lists of applications, as codes in an address, and what they do."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from django.db.models import Count, Q, QuerySet

from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.selectors.application_search import SearchIn, search_applications
from applications.selectors.state_labels import LAPSED
from common.dates import clock
from common.lists.counting import CAP, capped_count
from common.lists.days import DaySpan, read_day
from programs.enums import State, Turn
from programs.models import Stage

# Longer than the code of any filter.
_MAX_CODE = 40
MAX_SEARCH = 300
_CODES = ("state", "stage", "scheme", "regency")
_DAYS = ("submitted_from", "submitted_to")


class Order(StrEnum):
    """The orders in which an index gives the applications."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"


ORDER_COLUMNS: Mapping[Order, tuple[str, ...]] = {
    Order.DUE: ("due_on", "id"),
    Order.NEWEST: ("-id",),
    Order.OLDEST: ("id",),
}


@dataclass(frozen=True)
class QueueFilters:
    """Filters of a list by code and day, and a search; empty means any, both days are included."""

    state: str = ""
    stage: str = ""
    scheme: str = ""
    regency: str = ""
    overdue: bool = False
    submitted_from: date | None = None
    submitted_to: date | None = None
    q: str = ""
    search_in: SearchIn = SearchIn.ENTERPRISE

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read the filters from a query string, ignoring what cannot be a code or a day."""
        codes = {
            name: value
            for name in _CODES
            if (value := query.get(name, "")) and len(value) <= _MAX_CODE and "\x00" not in value
        }
        days = {name: day for name in _DAYS if (day := read_day(query.get(name, "")))}
        text = query.get("q", "").replace("\x00", "").strip()[:MAX_SEARCH]
        known = text and query.get("search_in", "") in set(SearchIn)
        where = SearchIn(query["search_in"]) if known else SearchIn.ENTERPRISE
        late = query.get("overdue") == "1"
        return cls(**codes, **days, overdue=late, q=text, search_in=where)  # type: ignore[arg-type]

    @property
    def params(self) -> dict[str, str]:
        """The set filters as query parameters."""
        return {
            each.name: _text(value)
            for each in fields(self)
            if (value := getattr(self, each.name)) and value != SearchIn.ENTERPRISE
        }

    def __bool__(self) -> bool:
        return bool(self.params)


def apply_filters(
    applications: QuerySet[Application], filters: QueueFilters
) -> QuerySet[Application]:
    """Return those that match the filters; a submitted one counts as in its first stage."""
    if DaySpan(filters.submitted_from, filters.submitted_to).is_reversed:
        return applications.none()
    if filters.state:
        applications = applications.filter(in_state(filters.state))
    if filters.stage:
        applications = applications.filter(
            Q(stage__code=filters.stage)
            | Q(state=State.SUBMITTED, edition__in=_editions_beginning_with(filters.stage))
        )
    if filters.scheme:
        applications = applications.filter(scheme__code=filters.scheme)
    if filters.regency:
        applications = applications.filter(regency=filters.regency)
    if filters.overdue:
        waiting = [str(s) for s in QUEUE_STATES]
        applications = applications.filter(is_late(), state__in=waiting)
    applications = _submitted_within(applications, filters.submitted_from, filters.submitted_to)
    if filters.q:
        applications = search_applications(applications, filters.q, filters.search_in)
    return applications


def in_state(code: str) -> Q:
    """Match a state as lists name it: what lapsed is not among what was withdrawn."""
    if code == LAPSED:
        return Q(state=State.WITHDRAWN, lapsed_at__isnull=False)
    if code == State.WITHDRAWN:
        return Q(state=State.WITHDRAWN, lapsed_at__isnull=True)
    return Q(state=code)


def is_late() -> Q:
    """Match what is beyond its due date; that of an outside party does not make the office late,
    until the owner has reported what was done there.

    By keys of stages, which are read here, rather than a join, for the reason given at
    `applications.selectors.queue.queue_of`.
    """
    outside = list(Stage.objects.filter(is_outside=True).values_list("pk", flat=True))
    return Q(due_on__lt=clock.today()) & (~Q(stage__in=outside) | Q(reported_turn=Turn.OFFICE))


def _submitted_within(
    applications: QuerySet[Application], first: date | None, last: date | None
) -> QuerySet[Application]:
    """Bound by times, not days, so that the index on the time of submission is used."""
    if first:
        applications = applications.filter(submitted_at__gte=clock.midnight(first))
    if last:
        applications = applications.filter(
            submitted_at__lt=clock.midnight(last + timedelta(days=1))
        )
    return applications


def counts_by_state(
    applications: QuerySet[Application], states: tuple[str, ...], *, of_any_length: bool
) -> dict[str, int]:
    """Return how many are in each of `states`, up to CAP each.

    One query while there are at most CAP altogether. A longer list gives none at all, or with
    `of_any_length` takes one more query for each state, which may read the whole scope.
    """
    some = applications.order_by()[: CAP + 1]
    counts = some.aggregate(**{str(state): Count("pk", filter=in_state(state)) for state in states})
    if sum(counts.values()) <= CAP:
        return {state: counts[str(state)] for state in states}
    if not of_any_length:
        return {}
    return {state: capped_count(applications.filter(in_state(state))) for state in states}


def _editions_beginning_with(code: str) -> list[int]:
    first = Stage.objects.exclude(exit="").order_by("edition_id", "position").distinct("edition_id")
    return [stage.edition_id for stage in first if stage.code == code]


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "1" if value is True else str(value)
