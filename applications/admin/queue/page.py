"""The officials' home page: applications by due date, in tabs, with the filters in the URL."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import active_postings, is_official, roles_of
from accounts.shared.current_user import current_user
from applications.admin.queue.filters import filter_choices
from applications.admin.queue.rows import ApplicationRow, rows_of
from applications.models import Application
from applications.selectors.queue import (
    QueueFilters,
    View,
    apply_filters,
    is_reviewer,
    search_problem,
    view_of,
    with_similar_names,
)
from applications.services.claims import take
from common.admin.base import NIK_IS_NOT_SEARCHED
from common.admin.page import backoffice_page
from common.errors import DomainError, InvalidInput
from common.lists.counting import capped_count, counted
from common.lists.paging import Page, keyset_page
from common.lists.word_search import contains_nik
from programs.enums import State
from programs.selectors.labels import general_state_label

PAGE_SIZE = 50
MAX_TAKEN_AT_ONCE = 50
_ORDERS = {View.MINE: ("due_on", "id"), View.LATE: ("due_on", "id"), View.ALL: ("-id",)}
_TITLES: dict[View, str | Promise] = {
    View.MINE: gettext_lazy("Untuk saya"),
    View.LATE: gettext_lazy("Terlambat"),
    View.ALL: gettext_lazy("Semua dalam wilayah"),
}


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
        return _take_many(request, user)
    if contains_nik(request.GET.get("q", "")):
        return _without_nik(request, reverse("admin:index"))
    view = _requested_view(request, user)
    return backoffice_page(
        request,
        "admin/backoffice/queue.html",
        {
            **context,
            **_listing(request, user, view, reverse("admin:index")),
            "title": _("Antrean") if is_reviewer(user) else _("Pengajuan dalam wilayah"),
            "tabs": _tabs(user, view),
            "may_take": view == View.MINE,
            "page": "queue",
            "states": [] if is_reviewer(user) else _totals(user),
            "scope": _postings(user),
        },
    )


def all_applications_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List every application in scope, newest first, with filters and a search."""
    user = current_user(request)
    address = reverse("admin:applications_application_changelist")
    if contains_nik(request.GET.get("q", "")):
        return _without_nik(request, address)
    return backoffice_page(
        request,
        "admin/backoffice/queue.html",
        {
            **context,
            **_listing(request, user, View.ALL, address),
            "title": _("Semua pengajuan"),
            "page": Application._meta.label_lower,
            "scope": _postings(user),
        },
    )


def _without_nik(request: HttpRequest, address: str) -> HttpResponse:
    """Reject a search for a likely NIK: it would end up in the URL of every link."""
    messages.warning(request, NIK_IS_NOT_SEARCHED)
    return HttpResponseRedirect(address)


def _listing(request: HttpRequest, user: User, view: View, base: str) -> dict[str, Any]:
    """Return one page of a view, filtered by the query string, with its pagination links."""
    filters = QueueFilters.read(request.GET)
    applications = apply_filters(view_of(user, view), filters)
    page = _page(request, applications, view)
    note = search_problem(filters.q) if filters.q and not page.items else ""
    similar: list[Application] = []
    if filters.q and not (page.items or note or "cursor" in request.GET):
        similar = _with_similar_names(user, view, filters)
        page = Page(similar, None, None)
    return {
        "view": view,
        "filters": filter_choices(user, view, filters),
        "queue_filters": filters,
        "clear_url": _url(base, view),
        "rows": _rows(user, page, filters),
        "found": counted(capped_count(applications)) if filters else "",
        "note": note,
        "is_similar": bool(similar),
        "next_url": _url(base, view, filters, page.next) if page.next else "",
        "previous_url": _url(base, view, filters, page.previous) if page.previous else "",
    }


def _requested_view(request: HttpRequest, user: User) -> View:
    default = View.MINE if is_reviewer(user) else View.ALL
    try:
        view = View(request.GET.get("tab", default))
    except ValueError:
        return default
    return view if view != View.MINE or is_reviewer(user) else default


def _page(
    request: HttpRequest, applications: QuerySet[Application], view: View
) -> Page[Application]:
    applications = applications.prefetch_related("edition__stages", "edition__outcome_words")
    cursor = request.GET.get("cursor")
    try:
        return keyset_page(applications, order=_ORDERS[view], cursor=cursor, size=PAGE_SIZE)
    except InvalidInput as error:
        messages.warning(request, error.message)
        return keyset_page(applications, order=_ORDERS[view], cursor=None, size=PAGE_SIZE)


def _with_similar_names(user: User, view: View, filters: QueueFilters) -> list[Application]:
    """Return those under the other filters whose enterprise's name resembles the search text."""
    applications = apply_filters(view_of(user, view), replace(filters, q=""))
    return with_similar_names(
        applications.prefetch_related("edition__stages", "edition__outcome_words"), filters.q
    )


def _rows(user: User, page: Page[Application], filters: QueueFilters) -> list[ApplicationRow]:
    return rows_of(page.items, user, urlencode(filters.params))


def _tabs(user: User, current: View) -> list[Tab]:
    views = list(View) if is_reviewer(user) else [View.LATE, View.ALL]
    tabs = []
    for view in views:
        count = capped_count(view_of(user, view))
        tabs.append(
            Tab(
                title=str(_TITLES[view]),
                url=_url(reverse("admin:index"), view),
                count=counted(count),
                is_current=view == current,
                is_alarming=view == View.LATE and count > 0,
            )
        )
    return tabs


def _totals(user: User) -> list[tuple[str, str, str]]:
    """Return label, count and URL of each state, for officials who oversee but do not review."""
    return [
        (
            general_state_label(state),
            counted(capped_count(apply_filters(view_of(user, View.ALL), filters))),
            _url(reverse("admin:index"), View.ALL, filters),
        )
        for state in State
        if state != State.DRAFT
        for filters in [QueueFilters(state=state)]
    ]


def _postings(user: User) -> str:
    """Return the labels of roles and agencies of the active postings."""
    return " · ".join(
        f"{Role(p.role).label.capitalize()}, {p.agency.name}" for p in active_postings(user)
    )


def _url(base: str, view: View, filters: QueueFilters | None = None, cursor: str = "") -> str:
    params = {"tab": str(view), **(filters.params if filters else {})}
    if cursor:
        params["cursor"] = cursor
    return f"{base}?{urlencode(params)}"


def _take_many(request: HttpRequest, user: User) -> HttpResponse:
    """Claim the selected applications; each distinct reason for a refusal is shown once."""
    taken, refusals = 0, list[str]()
    for text in request.POST.getlist("file")[:MAX_TAKEN_AT_ONCE]:
        try:
            take(user, int(text))
            taken += 1
        except DomainError as error:
            refusals.append(error.message)
        except ValueError:
            continue
    if taken:
        words = ngettext("%(n)s berkas Anda ambil.", "%(n)s berkas Anda ambil.", taken)
        messages.success(request, words % {"n": taken})
    for refusal in dict.fromkeys(refusals):
        words = ngettext(
            "%(n)s berkas tidak diambil: %(why)s",
            "%(n)s berkas tidak diambil: %(why)s",
            refusals.count(refusal),
        )
        messages.error(request, words % {"n": refusals.count(refusal), "why": refusal})
    if not taken and not refusals:
        messages.warning(request, _("Centang dulu berkas yang ingin Anda ambil."))
    return HttpResponseRedirect(request.get_full_path())


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
