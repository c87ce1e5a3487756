"""Verified loan candidates: what SIKP would refuse, the file for SIKP, and the export log."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import DomainError, InvalidInput, NotPermitted
from common.files.export_formats import ExportFormat
from common.lists.paging import keyset_page
from common.web.downloads import as_download
from financing.channels.sikp import sikp
from financing.messages.sikp import answer_message, finding_message, missing_row_message
from financing.models import SikpExport
from financing.selectors.sikp import Candidate, candidates, verified_applications
from financing.services.sikp import MAX_ROWS, authorise, make_file

PAGE = 50
_LOG = 10


@require_http_methods(["GET", "HEAD", "POST"])
def sikp_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show how SIKP would respond to a page of applications.

    POST returns the file for SIKP (`format`), or queries the channel, a simulator by default
    (`try`).
    """
    user = current_user(request)
    try:
        authorise(user)
    except NotPermitted as error:
        raise PermissionDenied(str(error.message)) from error
    if request.method == "POST" and "format" in request.POST:
        return _download(request, user)
    try:
        page = keyset_page(
            verified_applications(user), order=("-id",), cursor=request.GET.get("hal"), size=PAGE
        )
    except InvalidInput:
        return redirect("admin:financing_sikp")
    is_trial = request.method == "POST" and "try" in request.POST
    context = {
        **context,
        "title": _("Berkas SIKP"),
        "lines": _lines(candidates(page.items), is_trial=is_trial),
        "asked": is_trial,
        "next": page.next,
        "previous": page.previous,
        "limit": MAX_ROWS,
        "log": SikpExport.objects.filter(by=user).order_by("-id")[:_LOG],
    }
    return backoffice_page(request, "financing/admin/sikp_page.html", context)


def _lines(rows: list[Candidate], *, is_trial: bool) -> list[dict[str, Any]]:
    channel = sikp() if is_trial else None
    return [
        {
            "application": each.application,
            "is_ready": each.is_ready,
            "refused": _refused(each),
            "doubts": [finding_message(item) for item in each.findings if not item.blocks],
            "answer": answer_message(channel.submit(each.row)) if channel and each.row else "",
        }
        for each in rows
    ]


def _refused(candidate: Candidate) -> list[str]:
    if candidate.row is None:
        return [missing_row_message(candidate.missing_reason)]
    return [finding_message(each) for each in candidate.findings if each.blocks]


def _download(request: HttpRequest, user: User) -> HttpResponse:
    try:
        file = make_file(user, request.POST["format"], again="again" in request.POST)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("admin:financing_sikp")
    return as_download(
        HttpResponse(file.content),
        f"sikp-{file.export.pk}",
        ExportFormat(file.export.format),
        cache_control="no-store",
    )
