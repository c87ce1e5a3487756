"""Rows that are not verified yet, least certain first, with links to their lists."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from programs.selectors.unverified import Unverified, unverified


@require_safe
def unverified_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show counts per table; the lists themselves are paged."""
    if not is_official(current_user(request)):
        raise PermissionDenied
    lines = unverified()
    context = {
        **context,
        "title": _("Belum diverifikasi"),
        "lines": [
            (line, line.model._meta.verbose_name_plural, _url(request, line)) for line in lines
        ],
        "total": sum(line.total for line in lines),
    }
    return backoffice_page(request, "admin/backoffice/unverified.html", context)


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
