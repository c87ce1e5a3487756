"""Rows that are not verified yet: by list, and by source, which leads from row to row."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from programs.selectors.editions import sourced_tables
from programs.selectors.unverified import (
    Place,
    Unverified,
    place_after,
    rows_to_verify,
    unverified,
    unverified_sources,
)

SOURCE = "sumber"


@require_safe
def unverified_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show counts per list and per source; with `?sumber=` lead to a row of that source."""
    if not is_official(current_user(request)):
        raise PermissionDenied
    source = request.GET.get(SOURCE, "")
    if source:
        return _first_row(request, source)
    lines = unverified()
    context = {
        **context,
        "title": _("Belum diverifikasi"),
        "lines": [
            (line, line.model._meta.verbose_name_plural, _url(request, line)) for line in lines
        ],
        "sources": [(each, source_url(each.legal_basis)) for each in unverified_sources()],
        "total": sum(line.total for line in lines),
    }
    return backoffice_page(request, "admin/backoffice/unverified.html", context)


def source_url(legal_basis: str) -> str:
    """Return the address that leads to the first unverified row of a source."""
    return f"{reverse('admin:programs_unverified')}?{urlencode({SOURCE: legal_basis})}"


def place_url(place: Place) -> str:
    """Return the address of the page that verifies a row."""
    model = sourced_tables()[place.table]
    return reverse(f"admin:programs_{model._meta.model_name}_change", args=[place.pk])


def _first_row(request: HttpRequest, source: str) -> HttpResponse:
    """Redirect to the first row of the source; back to the counts where none is left."""
    place = place_after(rows_to_verify(source.replace("\0", "")), None)
    if place is None:
        messages.success(request, _("Tidak ada lagi yang belum diverifikasi dari sumber itu."))
        return redirect("admin:programs_unverified")
    return redirect(place_url(place))


def _url(request: HttpRequest, line: Unverified) -> str:
    """Return the URL of the list, or '' for a person who may not open it.

    Reference data is for superusers.
    """
    if not admin.site.get_model_admin(line.model).has_view_permission(request):
        return ""
    meta = line.model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    # The lists of an edition's rows can filter by verification, the others only by confidence.
    query = "verified=no" if meta.app_label == "programs" else "confidence__exact=L"
    return f"{address}?{query}"
