"""The list of objections in scope, in the order of their due date, and of undelivered refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.shared.current_user import current_user
from applications.admin.queue.place import file_url
from applications.messages.objection_words import objection_word
from applications.models import DecisionNotice, Objection
from applications.selectors.objections import (
    answered_in_scope,
    may_work_on_objections,
    open_in_scope,
    undelivered,
)
from common.admin.page import backoffice_page
from common.dates import clock
from common.dates.clock import local_date
from common.errors import InvalidInput
from common.formats import date_short
from common.lists.counting import capped_count, counted
from common.lists.paging import keyset_page

PAGE: Final = 50


@dataclass(frozen=True)
class Row:
    """One line of either list."""

    url: str
    number: str
    enterprise: str
    regency: str
    day: str
    is_late: bool
    standing: str


@dataclass(frozen=True)
class Listing:
    """One tab: what it lists, in which order, and what its day means."""

    title: str | Promise
    explanation: str | Promise
    day: str | Promise
    rows: Callable[[User], QuerySet[Any]]
    order: tuple[str, str]


LISTINGS: Mapping[str, Listing] = {
    "terbuka": Listing(
        gettext_lazy("Belum dijawab"),
        gettext_lazy(
            "Ditelaah petugas yang tidak pernah mengerjakan berkasnya, lalu dijawab pejabat "
            "berwenang. Yang tidak dijawab sampai batas waktunya dibuka kembali oleh sistem."
        ),
        gettext_lazy("Dijawab paling lambat"),
        open_in_scope,
        ("due_on", "id"),
    ),
    "belum-sampai": Listing(
        gettext_lazy("Pemberitahuan belum sampai"),
        gettext_lazy(
            "Penolakan yang pemberitahuannya belum tercatat sampai kepada pelaku usaha. Serahkan "
            "di loket atau kirim lewat pos, lalu catat harinya: sejak hari sesudah pencatatan itu "
            "waktu keberatan berjalan."
        ),
        gettext_lazy("Diputuskan"),
        undelivered,
        ("decided_at", "id"),
    ),
    "dijawab": Listing(
        gettext_lazy("Sudah dijawab"),
        gettext_lazy("Keberatan yang diterima, ditolak, atau tidak dijawab pada waktunya."),
        gettext_lazy("Dijawab"),
        answered_in_scope,
        ("-answered_at", "-id"),
    ),
}


@require_safe
def objections_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List the objections of one tab, a page at a time."""
    user = current_user(request)
    if not may_work_on_objections(user):
        raise PermissionDenied
    chosen = request.GET.get("daftar", "")
    chosen = chosen if chosen in LISTINGS else next(iter(LISTINGS))
    listing = LISTINGS[chosen]
    try:
        page = keyset_page(
            listing.rows(user), order=listing.order, cursor=request.GET.get("hal"), size=PAGE
        )
    except InvalidInput:
        return redirect("admin:applications_objections")
    shown = {
        "title": _("Keberatan"),
        "tabs": [
            (each.title, _address(name), name == chosen, counted(capped_count(each.rows(user))))
            for name, each in LISTINGS.items()
        ],
        "listing": listing,
        "rows": [_row(each) for each in page.items],
        "next_url": _address(chosen, page.next) if page.next else "",
        "previous_url": _address(chosen, page.previous) if page.previous else "",
    }
    return backoffice_page(request, "admin/backoffice/objections.html", {**context, **shown})


def _row(each: Objection | DecisionNotice) -> Row:
    application = each.application
    day = local_date(each.decided_at) if isinstance(each, DecisionNotice) else each.due_on
    is_open = isinstance(each, Objection) and each.answered_at is None
    if isinstance(each, Objection) and each.answered_at is not None:
        day = local_date(each.answered_at)
    url = reverse("admin:applications_delivery", args=[application.pk])
    if isinstance(each, Objection):
        url = reverse("admin:applications_objection", args=[each.pk])
    return Row(
        url=url,
        number=application.number,
        enterprise=application.enterprise.name,
        regency=str(application.regency),
        day=date_short(day),
        is_late=is_open and day < clock.today(),
        standing=objection_word(each) if isinstance(each, Objection) else "",
    )


def _address(name: str, cursor: str | None = None) -> str:
    return "?" + urlencode({"daftar": name, **({"hal": cursor} if cursor else {})})


def back_url(name: str) -> str:
    """Return the address of one tab."""
    return reverse("admin:applications_objections") + _address(name)


def file_address(pk: int) -> str:
    """Return the address of the file that an objection is about."""
    return file_url(pk, "")
