"""The list of objections in scope, in the order of their due date, and of undelivered refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from applications.admin.queue.place import application_url
from applications.messages.objection_labels import objection_label
from applications.models import DecisionNotice, Objection
from applications.selectors.objections import (
    answered_in_scope,
    may_work_on_objections,
    open_in_scope,
    undelivered,
)
from common.admin.page import backoffice_page
from common.admin.tabs import Listing, listing_shown, tab_address
from common.dates import clock
from common.dates.clock import local_date
from common.errors import InvalidInput
from common.text.formats import date_short


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
    try:
        shown = listing_shown(request, LISTINGS, user, _row)
    except InvalidInput:
        return redirect("admin:applications_objections")
    page = {**context, "title": _("Keberatan"), **shown}
    return backoffice_page(request, "admin/backoffice/objections.html", page)


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
        standing=objection_label(each) if isinstance(each, Objection) else "",
    )


def back_url(name: str) -> str:
    """Return the address of one tab."""
    return reverse("admin:applications_objections") + tab_address(name)


def file_address(pk: int) -> str:
    """Return the address of the file that an objection is about."""
    return application_url(pk, "")
