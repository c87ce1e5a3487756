"""The officials' home page: applications by due date, in tabs, with the filters in the URL."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import active_postings, is_official, may_export_reports, roles_of
from accounts.shared.current_user import current_user
from applications.admin.queue.bulk import handle_selection, outcomes_shown
from applications.admin.queue.filters import (
    chips_of,
    filter_choices,
    order_choice,
    search_choice,
    state_counts,
)
from applications.admin.queue.place import VIEW_TITLES, ListPlace
from applications.admin.queue.rows import rows_of
from applications.models import Application
from applications.selectors.application_search import search_problem, with_similar_names
from applications.selectors.colleagues import colleagues_of
from applications.selectors.queue import (
    View,
    is_reviewer,
    listed,
    may_export_all_listed,
    orders_of,
    view_of,
)
from applications.selectors.queue_filters import ORDER_COLUMNS, QueueFilters
from common.admin.base import NIK_IS_NOT_SEARCHED
from common.admin.date_range import DayFields
from common.admin.page import backoffice_page
from common.errors import InvalidInput
from common.lists.counting import capped_count, counted
from common.lists.days import read_span
from common.lists.paging import Page, keyset_page
from common.lists.word_search import contains_nik

PAGE_SIZE = 50
_DAYS = ("submitted_from", "submitted_to")


@dataclass(frozen=True)
class Tab:
    """One view with the number of its applications."""

    title: str
    url: str
    count: str
    is_current: bool
    is_alarming: bool


def queue_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the home page of the admin; `context` is the admin site's context for every page."""
    user = current_user(request)
    if not is_official(user):
        return _no_posting(request, context)
    if request.method == "POST":
        return handle_selection(request, user)
    if contains_nik(request.GET.get("q", "")):
        return _without_nik(request, reverse("admin:index"))
    place = ListPlace.read(request.GET, user)
    acts = place.view == View.MINE
    return backoffice_page(
        request,
        "admin/backoffice/queue.html",
        {
            **context,
            **_listing(request, user, place),
            "title": _("Antrean") if is_reviewer(user) else _("Pengajuan dalam wilayah"),
            "tabs": _tabs(user, place.view),
            "may_take": acts,
            "colleagues": colleagues_of(user) if acts else (),
            "outcomes": outcomes_shown(request),
            "page": "queue",
            "scope": _postings(user),
        },
    )


def all_applications_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List every application in scope, newest first, with filters and a search."""
    user = current_user(request)
    if contains_nik(request.GET.get("q", "")):
        return _without_nik(request, reverse("admin:applications_application_changelist"))
    return backoffice_page(
        request,
        "admin/backoffice/queue.html",
        {
            **context,
            **_listing(request, user, ListPlace.read(request.GET, user, whole=True)),
            "title": _("Semua pengajuan"),
            "page": Application._meta.label_lower,
            "scope": _postings(user),
        },
    )


def _without_nik(request: HttpRequest, address: str) -> HttpResponse:
    """Reject a search for a likely NIK: it would end up in the URL of every link."""
    messages.warning(request, NIK_IS_NOT_SEARCHED)
    return HttpResponseRedirect(address)


def _listing(request: HttpRequest, user: User, place: ListPlace) -> dict[str, Any]:
    """Return one page of a view, filtered by the query string, with its pagination links."""
    filters = place.filters
    applications = listed(user, place.view, filters)
    page = _page(request, applications, place)
    days = read_span(*(request.GET.get(name, "") for name in _DAYS))
    note = search_problem(filters.q, filters.search_in) if filters.q and not page.items else ""
    similar: list[Application] = []
    if filters.q and not (page.items or note or days.is_reversed or place.cursor):
        similar = _with_similar_names(user, place)
        page = Page(similar, None, None)
    choices = filter_choices(user, place)
    return {
        "view": place.view,
        "whole": place.whole,
        "filters": choices,
        "days": DayFields(_("Dikirim"), *_DAYS, days),
        "order": order_choice(place),
        "search_in": search_choice(place),
        "states": state_counts(user, place),
        "chips": chips_of(place, choices),
        "queue_filters": filters,
        "clear_url": place.url(QueueFilters()),
        "rows": rows_of(page.items, user, place.urls_of_files(page.items)),
        "found": counted(capped_count(applications)) if filters else "",
        "note": note,
        "is_similar": bool(similar),
        # Similar results are no list that an address could ask for again.
        "export_url": "" if similar else _export_url(user, place),
        "exports_all": may_export_all_listed(user),
        "next_url": place.url(cursor=page.next) if page.next else "",
        "previous_url": place.url(cursor=page.previous) if page.previous else "",
    }


def _page(
    request: HttpRequest, applications: QuerySet[Application], place: ListPlace
) -> Page[Application]:
    applications = applications.prefetch_related("edition__stages", "edition__outcome_words")
    order = ORDER_COLUMNS[place.order]
    try:
        return keyset_page(applications, order=order, cursor=place.cursor, size=PAGE_SIZE)
    except InvalidInput as error:
        messages.warning(request, error.message)
        return keyset_page(applications, order=order, cursor=None, size=PAGE_SIZE)


def _with_similar_names(user: User, place: ListPlace) -> list[Application]:
    """Return those under the other filters whose enterprise's name resembles the search text."""
    filters = place.filters
    applications = listed(user, place.view, replace(filters, q=""))
    return with_similar_names(
        applications.prefetch_related("edition__stages", "edition__outcome_words"),
        filters.q,
        filters.search_in,
    )


def _tabs(user: User, current: View) -> list[Tab]:
    views = list(View) if is_reviewer(user) else [View.LATE, View.ALL]
    tabs = []
    for view in views:
        count = capped_count(view_of(user, view))
        tabs.append(
            Tab(
                title=str(VIEW_TITLES[view]),
                url=ListPlace(view, QueueFilters(), orders_of(view)[0]).url(),
                count=counted(count),
                is_current=view == current,
                is_alarming=view == View.LATE and count > 0,
            )
        )
    return tabs


def _export_url(user: User, place: ListPlace) -> str:
    """Return the address of the report of this list, for those who may export."""
    if not may_export_reports(user):
        return ""
    params = {"view": str(place.view), **place.filters.params}
    return f"{reverse('admin:reports_applications')}?{urlencode(params)}"


def _postings(user: User) -> str:
    """Return the labels of roles and agencies of the active postings."""
    return " · ".join(
        f"{Role(p.role).label.capitalize()}, {p.agency.name}" for p in active_postings(user)
    )


def _no_posting(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return backoffice_page(
        request,
        "admin/backoffice/no_posting.html",
        {
            **context,
            "title": _("Halaman petugas"),
            "is_partner": Role.PARTNER in roles_of(current_user(request)),
        },
    )
