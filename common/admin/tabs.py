"""Lists in tabs on a back-office page: the one that is open, a page at a time, and their counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from common.lists.counting import capped_count, counted
from common.lists.paging import Page, keyset_page

PAGE: Final = 50
TAB_VAR: Final = "daftar"
PAGE_VAR: Final = "hal"


class Tab(Protocol):
    """What is on every tab: its title, and the rows that a person sees."""

    @property
    def title(self) -> str | Promise: ...

    @property
    def rows(self) -> Callable[[Any], QuerySet[Any]]: ...


@dataclass(frozen=True)
class Listing:
    """One tab: what it lists, in which order, and what its day means."""

    title: str | Promise
    explanation: str | Promise
    day: str | Promise
    rows: Callable[[Any], QuerySet[Any]]
    order: tuple[str, str]


def listing_shown(
    request: HttpRequest,
    listings: Mapping[str, Listing],
    reader: Any,
    line: Callable[[Any], object],
) -> dict[str, Any]:
    """Return what `admin/backoffice/listing.html` shows of the open tab, a line of each row.

    Raises InvalidInput for a cursor that is none of this list.
    """
    chosen = chosen_tab(request, listings)
    listing = listings[chosen]
    rows = listing.rows(reader)
    page = keyset_page(rows, order=listing.order, cursor=request.GET.get(PAGE_VAR), size=PAGE)
    return {
        "listing": listing,
        "rows": [line(each) for each in page.items],
        **tabs_shown(listings, reader, chosen, page),
    }


def tabs_shown(
    tabs: Mapping[str, Tab], reader: Any, chosen: str, page: Page[Any]
) -> dict[str, Any]:
    """Return the tabs with their counts, and the addresses of the pages beside this one."""
    return {
        "tabs": [
            (
                each.title,
                tab_address(name),
                name == chosen,
                counted(capped_count(each.rows(reader))),
            )
            for name, each in tabs.items()
        ],
        "next_url": tab_address(chosen, page.next) if page.next else "",
        "previous_url": tab_address(chosen, page.previous) if page.previous else "",
    }


def chosen_tab(request: HttpRequest, tabs: Mapping[str, Any]) -> str:
    """Return the name of the open tab: the first one unless the address names another."""
    chosen = request.GET.get(TAB_VAR, "")
    return chosen if chosen in tabs else next(iter(tabs))


def tab_address(name: str, cursor: str | None = None) -> str:
    """Return the address of one tab, or of one page of it, on the same page."""
    return "?" + urlencode({TAB_VAR: name, **({PAGE_VAR: cursor} if cursor else {})})
