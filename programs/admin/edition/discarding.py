"""Deleting a draft as a whole: what would be lost is shown first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import DomainError
from programs.admin.edition.access import edition_of, turn_away
from programs.admin.edition.frame import SUMMARY, draft_context
from programs.admin.edition.row_view import VERSION
from programs.selectors.edition_rows import version_of_all, with_rows
from programs.services.edition_deletion import delete_draft


@require_http_methods(["GET", "HEAD", "POST"])
def discard_page(request: HttpRequest, context: dict[str, Any], edition_id: int) -> HttpResponse:
    """Ask, naming how much each section holds; delete on POST."""
    edition = edition_of(request, edition_id)
    if away := turn_away(request, edition):
        return away
    shared = draft_context(with_rows(edition), SUMMARY)
    name = shared["edition_title"]
    if request.method == "POST":
        version = request.POST.get(VERSION, "")
        try:
            scheme = delete_draft(current_user(request), edition.pk, version=version)
        except DomainError as error:
            messages.error(request, error.message)
            if error.code == "draft_gone":
                return redirect("admin:programs_edition_changelist")
            return redirect(request.path)
        messages.success(request, _("Rancangan “%(draft)s” dihapus.") % {"draft": name})
        if scheme is not None:
            text = _("Skema “%(scheme)s” ikut dihapus, karena tidak mempunyai versi lain.")
            messages.info(request, text % {"scheme": scheme.name})
        return redirect("admin:programs_edition_changelist")
    page = {
        **shared,
        "title": _("Hapus rancangan: %(draft)s") % {"draft": name},
        "counts": [(tab.title, tab.count) for tab in shared["tabs"] if tab.count],
        "version": version_of_all(edition),
        "is_only_edition": not edition.scheme.editions.exclude(pk=edition.pk).exists(),
    }
    template = "admin/backoffice/edition_discard.html"
    return backoffice_page(request, template, {**context, **page})
