"""A place in a list of applications, and how a file's page leads back to it.

An address of a file carries the place in the parameter `antrean` (tab, filters, order, page) and in
`batas` the due date that placed it there: a file that has left the list has another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User
from applications.models import Application
from applications.selectors.list_position import position_in
from applications.selectors.queue import View, is_reviewer, listed, next_to_do, orders_of
from applications.selectors.queue_filters import (
    ORDER_COLUMNS,
    Order,
    QueueFilters,
)
from common.lists.days import read_day
from common.lists.paging import MAX_CURSOR

PARAMETER = "antrean"
STOOD_BY = "batas"
VIEW_TITLES: Mapping[View, str | Promise] = {
    View.MINE: gettext_lazy("Untuk saya"),
    View.LATE: gettext_lazy("Terlambat"),
    View.ALL: gettext_lazy("Semua dalam wilayah"),
}
_LIST = "applications_application_changelist"


@dataclass(frozen=True)
class ListPlace:
    """One page of one view under filters, in an order; `whole` is the list of all on its own."""

    view: View
    filters: QueueFilters
    order: Order
    cursor: str = ""
    whole: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str], user: User, *, whole: bool = False) -> Self:
        """Read a place from the query string of a list; what is unknown gets its default."""
        view = View.ALL if whole else _view(query.get("tab", ""), user)
        orders = orders_of(view)
        known = query.get("order", "") in orders
        cursor = query.get("cursor", "")
        return cls(
            view=view,
            filters=QueueFilters.read(query),
            order=Order(query["order"]) if known else orders[0],
            cursor=cursor if len(cursor) <= MAX_CURSOR else "",
            whole=whole,
        )

    @classmethod
    def of_file(cls, query: Mapping[str, str], user: User) -> Self:
        """Read the place that the address of a file carries."""
        carried = QueryDict(query.get(PARAMETER, ""))
        return cls.read(carried, user, whole="whole" in carried)

    def params(self, filters: QueueFilters | None = None) -> dict[str, str]:
        """Return tab, filters (or those given instead) and order as query parameters."""
        params = {} if self.whole else {"tab": str(self.view)}
        params |= (self.filters if filters is None else filters).params
        if self.order != orders_of(self.view)[0]:
            params["order"] = str(self.order)
        return params

    def url(self, filters: QueueFilters | None = None, *, cursor: str = "") -> str:
        """Return the address of the list, under other filters if given, at a page if given."""
        params = self.params(filters)
        if cursor:
            params["cursor"] = cursor
        base = reverse(f"admin:{_LIST}") if self.whole else reverse("admin:index")
        return f"{base}?{urlencode(params)}" if params else base

    def url_of_row(self, application_id: int) -> str:
        """Return the address of this very page of the list, at the row of the application."""
        return f"{self.url(cursor=self.cursor)}#berkas-{application_id}"

    def urls_of_files(self, applications: Sequence[Application]) -> dict[int, str]:
        """Return the address of each file by key, which carries the place and its position."""
        # Computed once for all: each costs a lookup.
        base, query = reverse(f"admin:{_LIST}"), self._carried
        by_due_date = self.order == Order.DUE
        return {
            each.pk: f"{base}{each.pk}/change/{query}"
            + (f"&{STOOD_BY}={each.due_on.isoformat()}" if by_due_date and each.due_on else "")
            for each in applications
        }

    @property
    def _carried(self) -> str:
        params = self.params()
        if self.cursor:
            params["cursor"] = self.cursor
        if self.whole:
            params["whole"] = "1"
        return "?" + urlencode({PARAMETER: urlencode(params)})


@dataclass(frozen=True)
class BackLink:
    """The links from a file's page to its list and its neighbours there.

    A file that `has_left` the list has no position in it, but the neighbours that it had.
    """

    url: str
    title: str
    previous_url: str = ""
    next_url: str = ""
    position: int | None = None
    total: int | None = None
    has_left: bool = False


def back_link(user: User, application: Application, query: Mapping[str, str]) -> BackLink:
    """Return the way back from a file; its neighbours only where its address carries the list."""
    place = ListPlace.of_file(query, user)
    title = str(VIEW_TITLES[place.view])
    if PARAMETER not in query:
        return BackLink(url=reverse("admin:index"), title=title)
    standing = position_in(
        listed(user, place.view, place.filters),
        application,
        ORDER_COLUMNS[place.order],
        stood_by=read_day(query.get(STOOD_BY, "")),
    )
    return BackLink(
        url=place.url(cursor=place.cursor)
        if standing.has_left
        else place.url_of_row(application.pk),
        title=title,
        previous_url=_url(standing.previous, place),
        next_url=_url(standing.next, place),
        position=standing.position,
        total=standing.total,
        has_left=standing.has_left,
    )


def url_after(user: User, done: Application, query: Mapping[str, str]) -> str:
    """Return where to go after a file: to the most urgent one of its list, else to the list."""
    place = ListPlace.of_file(query, user)
    following = next_to_do(
        user, after=done, view=place.view, filters=place.filters, order=place.order
    )
    return _url(following, place) or place.url()


def application_url(application_id: int, query: str = "") -> str:
    """Return the address of a file's page; `query` begins with its question mark."""
    return reverse("admin:applications_application_change", args=[application_id]) + query


def _url(application: Application | None, place: ListPlace) -> str:
    return place.urls_of_files([application])[application.pk] if application else ""


def _view(name: str, user: User) -> View:
    default = View.MINE if is_reviewer(user) else View.ALL
    if name not in set(View):
        return default
    return default if name == View.MINE and not is_reviewer(user) else View(name)
