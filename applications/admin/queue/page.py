"""The officials' home page: files by due date, in saved views, with filters kept in the address."""

from collections.abc import Sequence
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
from accounts.selectors.scope import is_official, roles_of
from accounts.shared.current_user import current_user
from applications.admin.queue.filters import postings_in_words, regencies_in_scope, stage_choices
from applications.admin.queue.rows import FileRow, rows_of
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.selectors.queue import (
    QueueFilters,
    View,
    apply_filters,
    is_reviewer,
    resembling,
    view_of,
    why_nothing,
)
from applications.services.claims import take
from common.admin.base import NIK_IS_NOT_SEARCHED
from common.admin.page import backoffice_page
from common.errors import DomainError, InvalidInput
from common.lists.counting import capped_count, counted
from common.lists.paging import Page, keyset_page
from common.lists.word_search import holds_nik
from programs.enums import State
from programs.models import Scheme
from programs.selectors.labels import general_word

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
    """One saved view with the number of its files."""

    title: str
    url: str
    count: str
    is_current: bool
    is_alarming: bool


@dataclass(frozen=True)
class Choice:
    """One filter: its name in the address, its label and what can be chosen."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str


def queue_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The home page of the admin; `context` is what the admin site gives every page."""
    user = current_user(request)
    if not is_official(current_user(request)):
        return _nothing_to_do(request, context)
    if request.method == "POST":
        return _take_many(request, user)
    if holds_nik(request.GET.get("q", "")):
        return _without_nik(request, reverse("admin:index"))
    view = _view_asked(request, user)
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
            "states": [] if is_reviewer(user) else _states(user),
            "scope": postings_in_words(user),
        },
    )


def all_files_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Every file in scope, newest first, with filters and a search."""
    user = current_user(request)
    address = reverse("admin:applications_application_changelist")
    if holds_nik(request.GET.get("q", "")):
        return _without_nik(request, address)
    return backoffice_page(
        request,
        "admin/backoffice/queue.html",
        {
            **context,
            **_listing(request, user, View.ALL, address),
            "title": _("Semua pengajuan"),
            "page": Application._meta.label_lower,
            "scope": postings_in_words(user),
        },
    )


def _without_nik(request: HttpRequest, address: str) -> HttpResponse:
    """What looks like a NIK is not searched: it would stay in the address of every link."""
    messages.warning(request, NIK_IS_NOT_SEARCHED)
    return HttpResponseRedirect(address)


def _listing(request: HttpRequest, user: User, view: View, base: str) -> dict[str, Any]:
    """One page of a view under the filters of the address, and the ways onward."""
    by = QueueFilters.read(request.GET)
    files = apply_filters(view_of(user, view), by)
    page = _page(request, files, view)
    note = why_nothing(by.q) if by.q and not page.items else ""
    similar: list[Application] = []
    if by.q and not (page.items or note or "cursor" in request.GET):
        similar = _spelled_nearly(user, view, by)
        page = Page(similar, None, None)
    return {
        "view": view,
        "filters": _filters(user, view, by),
        "narrowing": by,
        "clear_url": _address(base, view),
        "rows": _rows(user, page, by),
        "found": counted(capped_count(files)) if by else "",
        "note": note,
        "is_similar": bool(similar),
        "next_url": _address(base, view, by, page.next) if page.next else "",
        "previous_url": _address(base, view, by, page.previous) if page.previous else "",
    }


def _view_asked(request: HttpRequest, user: User) -> View:
    usual = View.MINE if is_reviewer(user) else View.ALL
    try:
        view = View(request.GET.get("tab", usual))
    except ValueError:
        return usual
    return view if view != View.MINE or is_reviewer(user) else usual


def _page(request: HttpRequest, files: QuerySet[Application], view: View) -> Page[Application]:
    found = files.prefetch_related("edition__stages", "edition__outcome_words")
    cursor = request.GET.get("cursor")
    try:
        return keyset_page(found, order=_ORDERS[view], cursor=cursor, size=PAGE_SIZE)
    except InvalidInput as error:
        messages.warning(request, error.message)
        return keyset_page(found, order=_ORDERS[view], cursor=None, size=PAGE_SIZE)


def _spelled_nearly(user: User, view: View, by: QueueFilters) -> list[Application]:
    """What the other filters leave, searched once more for names that were spelled wrongly."""
    files = apply_filters(view_of(user, view), replace(by, q=""))
    return resembling(files.prefetch_related("edition__stages", "edition__outcome_words"), by.q)


def _rows(user: User, page: Page[Application], by: QueueFilters) -> list[FileRow]:
    return rows_of(page.items, user, urlencode(by.params))


def _tabs(user: User, current: View) -> list[Tab]:
    views = list(View) if is_reviewer(user) else [View.LATE, View.ALL]
    tabs = []
    for view in views:
        found = capped_count(view_of(user, view))
        tabs.append(
            Tab(
                title=str(_TITLES[view]),
                url=_address(reverse("admin:index"), view),
                count=counted(found),
                is_current=view == current,
                is_alarming=view == View.LATE and found > 0,
            )
        )
    return tabs


def _filters(user: User, view: View, by: QueueFilters) -> list[Choice]:
    states = [s for s in State if s != State.DRAFT] if view == View.ALL else QUEUE_STATES
    choices = [
        Choice("state", _("Keadaan"), [(s, general_word(s)) for s in states], by.state),
        Choice("stage", _("Tahap"), stage_choices(), by.stage),
        Choice("scheme", _("Skema"), [(s.code, s.name) for s in Scheme.objects.all()], by.scheme),
    ]
    regencies = regencies_in_scope(user)
    if len(regencies) > 1:
        choices.append(Choice("regency", _("Kabupaten/kota"), regencies, by.regency))
    return choices


def _states(user: User) -> list[tuple[str, str, str]]:
    """Word, number and address of each state, for people who oversee rather than review."""
    return [
        (
            general_word(state),
            counted(capped_count(apply_filters(view_of(user, View.ALL), by))),
            _address(reverse("admin:index"), View.ALL, by),
        )
        for state in State
        if state != State.DRAFT
        for by in [QueueFilters(state=state)]
    ]


def _address(base: str, view: View, by: QueueFilters | None = None, cursor: str = "") -> str:
    params = {"tab": str(view), **(by.params if by else {})}
    if cursor:
        params["cursor"] = cursor
    return f"{base}?{urlencode(params)}"


def _take_many(request: HttpRequest, user: User) -> HttpResponse:
    """Takes the ticked files; what could not be taken is said once per cause."""
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


def _nothing_to_do(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return backoffice_page(
        request,
        "admin/backoffice/no_posting.html",
        {
            **context,
            "title": _("Halaman petugas"),
            "is_partner": Role.PARTNER in roles_of(current_user(request)),
        },
    )
