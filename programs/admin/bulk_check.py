"""Checks of spreadsheets of potential debtors: send a file, follow its check, take the result."""

import csv
from itertools import islice
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import Conflict, DomainError, NotFound
from common.files.export_formats import ExportFormat
from common.files.growing import first_bytes
from common.text.formats import file_size, number
from common.web.downloads import as_download
from programs.admin.bulk_template import template_choice
from programs.enums import BulkCheckState
from programs.models import BulkCheck
from programs.selectors.bulk_checks import bulk_check_for, bulk_checks_of
from programs.services.bulk_check.files import result_path, sheet_path
from programs.services.bulk_check.jobs import discard_bulk_check, start_bulk_check
from programs.services.bulk_check.rows import result_words, words_added

_PREVIEW_ROWS: Final = 100
_MEBIBYTE: Final = 1024 * 1024
_CHIPS: Final = {"eligible": "done", "refused": "refused", "open": "closed", "bad": "turn"}
_STATE_CHIPS: Final = {BulkCheckState.DONE: "done", BulkCheckState.REFUSED: "refused"}


class BulkCheckForm(forms.Form):
    """The spreadsheet to check."""

    file = forms.FileField(
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,text/csv,text/plain"})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].label = _("Berkas Excel atau CSV")
        self.fields["file"].help_text = _(
            "Lembar pertama berkas .xlsx, atau CSV. Paling besar %(limit)s MB dan %(rows)s baris."
        ) % {
            "limit": number(settings.BULK_CHECK_MAX_BYTES // _MEBIBYTE),
            "rows": number(settings.BULK_CHECK_MAX_ROWS),
        }


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_check_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Ask for a table and show the person's earlier checks; a table that is sent gets its own."""
    user = _official(request)
    is_sent = request.method == "POST"
    form = BulkCheckForm(request.POST, request.FILES) if is_sent else BulkCheckForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            check = start_bulk_check(user, file.chunks(), filename=file.name or "")
        except Conflict as error:
            messages.error(request, error.message)
            running = error.params.get("check")
            return HttpResponseRedirect(_address(int(str(running))) if running else request.path)
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            return HttpResponseRedirect(_address(check.pk))
    page_context = {
        **context,
        **template_choice(request.GET.get("skema", "")),
        "title": _("Kelayakan calon debitur"),
        "form": form,
        "checks": [(check, _chip(check), _state_words(check)) for check in bulk_checks_of(user)],
        "most": settings.BULK_CHECK_MOST_KEPT,
        "days": settings.BULK_CHECK_RETENTION.days,
    }
    status_code = 400 if form.errors else 200
    return backoffice_page(request, "admin/backoffice/bulk_check.html", page_context, status_code)


@require_http_methods(["GET", "HEAD", "POST"])
def run_page(request: HttpRequest, context: dict[str, Any], check_id: int) -> HttpResponse:
    """Show one check: its progress, then its first rows and the files; POST discards it."""
    user = _official(request)
    check = _check_of(user, check_id)
    if request.method == "POST":
        return _discard(request, user, check)
    is_done = check.state == BulkCheckState.DONE
    page_context = {
        **context,
        "title": check.filename,
        "check": check,
        "chip": _chip(check),
        "state": _state_words(check),
        "size": file_size(check.size),
        "is_active": check.state == BulkCheckState.RUNNING,
        "is_done": is_done,
        "limit": _PREVIEW_ROWS,
        "told": _progress_text(check),
        "formats": ExportFormat.choices,
        **(_preview(check) if is_done else {}),
    }
    return backoffice_page(request, "admin/backoffice/bulk_check_run.html", page_context)


@require_safe
def status(request: HttpRequest, context: dict[str, Any], check_id: int) -> HttpResponse:
    """Return the progress of a check as JSON, for the page that polls it."""
    check = _check_of(_official(request), check_id)
    told = {"state": check.state, "percent": check.percent, "text": _progress_text(check)}
    return JsonResponse({**told, **check.counts})


@require_safe
def result(
    request: HttpRequest, context: dict[str, Any], check_id: int, file_format: str
) -> StreamingHttpResponse:
    """Return the whole result as a file; the download is in the security log."""
    check = _check_of(_official(request), check_id)
    if check.state != BulkCheckState.DONE or file_format not in set(ExportFormat):
        raise Http404
    wanted = ExportFormat(file_format)
    is_text = wanted == ExportFormat.CSV
    path = result_path(check) if is_text else sheet_path(check)
    if not path.exists():
        raise Http404
    content = first_bytes(path, size=check.result_bytes if is_text else path.stat().st_size)
    response = StreamingHttpResponse(content)
    return as_download(response, f"kelayakan-{check.pk}", wanted, cache_control="no-store")


def _discard(request: HttpRequest, user: User, check: BulkCheck) -> HttpResponse:
    if request.POST.get("action") != "discard":
        raise Http404
    try:
        discard_bulk_check(user, check.pk)
    except NotFound as error:
        raise Http404 from error
    messages.success(request, _("Berkas dan hasilnya dihapus."))
    return HttpResponseRedirect(reverse("admin:programs_bulk_check"))


def _official(request: HttpRequest) -> User:
    user = current_user(request)
    if not is_official(user):
        raise PermissionDenied
    return user


def _check_of(user: User, check_id: int) -> BulkCheck:
    try:
        return bulk_check_for(user, check_id)
    except NotFound as error:
        raise Http404 from error


def _address(check_id: int) -> str:
    return reverse("admin:programs_bulk_run", args=[check_id])


def _chip(check: BulkCheck) -> str:
    return _STATE_CHIPS.get(BulkCheckState(check.state), "office")


def _state_words(check: BulkCheck) -> str:
    return {
        BulkCheckState.RUNNING: _("sedang diperiksa"),
        BulkCheckState.DONE: _("selesai diperiksa"),
        BulkCheckState.REFUSED: _("tidak dapat diperiksa"),
    }[BulkCheckState(check.state)]


def _progress_text(check: BulkCheck) -> str:
    return _("%(percent)s %% · %(rows)s baris diperiksa") % {
        "percent": check.percent,
        "rows": number(check.read),
    }


def _preview(check: BulkCheck) -> dict[str, Any]:
    """Return the first rows of the result; nothing where the files are gone."""
    lines = _first_lines(check)
    if not lines:
        return {}
    width = len(words_added())
    # The result is in the language in which it was asked for.
    with translation.override(check.language):
        chips = {word: _CHIPS[name] for name, word in result_words().items()}
    return {
        "headings": lines[0][width:],
        "rows": [(chips.get(row[0], ""), *row[:width], row[width:]) for row in lines[1:]],
    }


def _first_lines(check: BulkCheck) -> list[list[str]]:
    try:
        with result_path(check).open(encoding="utf-8", newline="") as stream:
            return list(islice(csv.reader(stream), _PREVIEW_ROWS + 1))
    except FileNotFoundError:
        return []
