"""The list of what owners reported of steps outside the portal, and of those without a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from applications.admin.queue.place import application_url
from applications.models import OutsideStep
from applications.selectors.outside_steps import may_follow_reports, to_close, without_report
from common.admin.page import backoffice_page
from common.admin.tabs import Listing, listing_shown
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
    stage: str
    said: str


@dataclass(frozen=True)
class ReportListing(Listing):
    """One tab of steps, and whether there is news of them."""

    has_said: bool


LISTINGS: Mapping[str, ReportListing] = {
    "sudah": ReportListing(
        gettext_lazy("Sudah berkabar"),
        gettext_lazy(
            "Berkas yang disetujui dan langkah di luar portalnya sudah dikabarkan pelaku "
            "usaha. Pejabat dari tahap keputusan menutup berkasnya."
        ),
        gettext_lazy("Kabar diterima"),
        to_close,
        ("reported_at", "id"),
        has_said=True,
    ),
    "belum": ReportListing(
        gettext_lazy("Belum berkabar"),
        gettext_lazy(
            "Langkah di luar portal yang perkiraan selesainya sudah lewat tanpa kabar. Pelaku "
            "usaha sudah diingatkan paling banyak dua kali dan tidak diingatkan lagi; hubungi bila "
            "perlu. Berkasnya tetap terbuka."
        ),
        gettext_lazy("Perkiraan selesai"),
        without_report,
        ("application__due_on", "id"),
        has_said=False,
    ),
}


@require_safe
def reports_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List the steps of one tab, a page at a time."""
    user = current_user(request)
    if not may_follow_reports(user):
        raise PermissionDenied
    try:
        shown = listing_shown(request, LISTINGS, user, _row)
    except InvalidInput:
        return redirect("admin:applications_reports")
    page = {**context, "title": _("Kabar dari luar portal"), **shown}
    return backoffice_page(request, "admin/backoffice/reports.html", page)


def _row(step: OutsideStep) -> Row:
    application = step.application
    day = local_date(step.reported_at) if step.reported_at else application.due_on
    said = [str(step.get_result_display()), step.number] if step.result else []
    return Row(
        url=application_url(application.pk, ""),
        number=application.number,
        enterprise=application.enterprise.name,
        regency=str(application.regency),
        day=date_short(day) if day else "",
        stage=step.stage.name,
        said=" · ".join(part for part in said if part),
    )
