"""Imports of registers in the officials' site: upload, check, confirm, monitor, undo."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import DomainError, InvalidInput, NotFound, NotPermitted
from common.files.export_formats import ExportFormat
from common.files.growing import first_bytes
from common.lists.paging import keyset_page
from common.text.formats import number
from common.web.downloads import as_download
from enterprises.messages.refusals import LABELS
from enterprises.services.cleaning import FIELDS, OPTIONAL
from reference.selectors.regions import regency
from registers.enums import WHOLE_PROVINCE, WORKER_STATES, RunState
from registers.messages import REASONS, ROUNDED_NIKS
from registers.models import RegisterRun
from registers.permissions import import_regions, require_import
from registers.selectors.dependents import CHANGED
from registers.selectors.runs import run_for, runs_of
from registers.services.error_report import read_first_faults
from registers.services.reading import SHEET_LIMITS
from registers.services.runs import (
    confirm,
    discard,
    may_still_undo,
    request_undo,
    resume,
    upload,
)
from registers.services.storage import errors_path, table_path
from registers.services.template import template_content

_FAULTS_SHOWN = 100
_PAGE = 20
_MEBIBYTE = 1024 * 1024
_CHIPS = {
    RunState.CHECKED: "turn",
    RunState.STOPPED: "turn",
    RunState.IMPORTED: "done",
    RunState.REFUSED: "refused",
    RunState.DISCARDED: "closed",
    RunState.UNDONE: "closed",
}
_ACTIONS: dict[str, Callable[[User, int], RegisterRun]] = {
    "confirm": confirm,
    "resume": resume,
    "discard": discard,
    "undo": request_undo,
}


def list_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the upload form and the results of earlier imports; accept an upload."""
    user = _importer(request)
    if request.method == "POST":
        return _upload(request, user)
    try:
        page = keyset_page(
            runs_of(user), order=("-id",), cursor=request.GET.get("cursor"), size=_PAGE
        )
    except InvalidInput as error:
        raise Http404 from error
    page_context = {
        **context,
        "title": _("Impor daftar usaha"),
        "page": page,
        "runs": [(run, _chip(run)) for run in page.items],
        "region": _region_text(import_regions(user)),
        "rows": number(SHEET_LIMITS.rows),
        "limit": number(settings.REGISTER_MAX_BYTES // _MEBIBYTE),
        "days": settings.REGISTER_RETENTION.days,
        "columns": [(name, LABELS[name], name in OPTIONAL) for name in FIELDS],
    }
    return backoffice_page(request, "admin/register/list.html", page_context)


def run_page(request: HttpRequest, context: dict[str, Any], run_id: int) -> HttpResponse:
    """Show one import: its progress, the faults of its rows, and the actions it allows."""
    user = _importer(request)
    run = _run_of(user, run_id)
    if request.method == "POST":
        return _act(request, user, run)
    faults = (
        read_first_faults(errors_path(run), size=run.errors_bytes, most=_FAULTS_SHOWN)
        if run.bad
        else []
    )
    page_context = {
        **context,
        "title": run.filename,
        "warning": ROUNDED_NIKS if run.has_rounded_niks else "",
        "run": run,
        "chip": _chip(run),
        "region": _region_text(run.regions),
        "size": number(max(1, run.size // 1024)),
        "percent": _percent(run),
        "is_active": run.state in WORKER_STATES,
        "may_confirm": run.state == RunState.CHECKED and bool(run.created + run.updated),
        "may_resume": run.state == RunState.STOPPED and bool(run.stored_name),
        "may_discard": run.state in (RunState.CHECKED, RunState.REFUSED, RunState.CHECKING),
        "may_undo": run.state in (RunState.IMPORTED, RunState.STOPPED) and may_still_undo(run),
        "reason": REASONS.get(run.reason, ""),
        "dependents": [(entry, _why(entry["why"])) for entry in run.dependents],
        "more_dependents": number(run.dependents_count - len(run.dependents)),
        "faults": [(fault, LABELS.get(fault.column, "")) for fault in faults],
    }
    return backoffice_page(request, "admin/register/run.html", page_context)


def status(request: HttpRequest, context: dict[str, Any], run_id: int) -> HttpResponse:
    """Return the progress of an import as JSON, for the page that polls it."""
    run = _run_of(_importer(request), run_id)
    percent = _percent(run)
    return JsonResponse(
        {"state": run.state, "percent": percent, "text": _progress_text(run, percent), **run.counts}
    )


def errors(request: HttpRequest, context: dict[str, Any], run_id: int) -> StreamingHttpResponse:
    """Return all faults as `line,column,reason` CSV, for correcting the register."""
    run = _run_of(_importer(request), run_id)
    if not run.stored_name or not run.errors_bytes or not errors_path(run).exists():
        raise Http404
    return as_download(
        StreamingHttpResponse(first_bytes(errors_path(run), size=run.errors_bytes)),
        f"kesalahan-impor-{run.pk}",
        ExportFormat.CSV,
    )


@require_safe
def template(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Return an empty register as a workbook, in which long numbers stay as they are typed."""
    _importer(request)
    return as_download(
        HttpResponse(template_content()),
        "daftar-usaha",
        ExportFormat.XLSX,
        cache_control="no-store",
    )


def _upload(request: HttpRequest, user: User) -> HttpResponse:
    file = request.FILES.get("file")
    here = reverse("admin:registers_import")
    if not isinstance(file, UploadedFile):
        messages.error(request, _("Pilih berkas Excel atau CSV dahulu."))
        return HttpResponseRedirect(here)
    try:
        run = upload(user, _chunks_of(file), filename=file.name or "")
    except DomainError as error:
        messages.error(request, str(error.message))
        earlier = error.params.get("run")
        return HttpResponseRedirect(_url(int(str(earlier))) if earlier else here)
    return HttpResponseRedirect(_url(run.pk))


def _chunks_of(file: "UploadedFile[bytes]") -> Iterator[bytes]:
    for chunk in file.chunks():
        yield chunk if isinstance(chunk, bytes) else chunk.encode()


def _act(request: HttpRequest, user: User, run: RegisterRun) -> HttpResponse:
    action = _ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        raise Http404
    try:
        action(user, run.pk)
    except NotFound as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, str(error.message))
    return HttpResponseRedirect(_url(run.pk))


def _importer(request: HttpRequest) -> User:
    user = current_user(request)
    try:
        require_import(user)
    except NotPermitted as error:
        raise PermissionDenied(str(error.message)) from error
    return user


def _run_of(user: User, run_id: int) -> RegisterRun:
    try:
        return run_for(user, run_id)
    except NotFound as error:
        raise Http404 from error


def _url(run_id: int) -> str:
    return reverse("admin:registers_import_run", args=[run_id])


def _chip(run: RegisterRun) -> str:
    return _CHIPS.get(RunState(run.state), "office")


def _percent(run: RegisterRun) -> int:
    # For a workbook the text is read, which is longer than the file.
    table = table_path(run)
    size = table.stat().st_size if run.stored_name and table.exists() else run.size
    return min(100, run.offset * 100 // size) if size else 0


def _progress_text(run: RegisterRun, percent: int) -> str:
    return _("%(percent)s %% · %(rows)s baris dibaca") % {
        "percent": percent,
        "rows": number(run.read),
    }


def _region_text(regions: list[str]) -> str:
    if WHOLE_PROVINCE in regions:
        return _("seluruh Jawa Timur")
    return ", ".join(str(regency(code) or code) for code in regions)


def _why(codes: list[str]) -> str:
    words = [
        _("diubah setelah diimpor")
        if code == CHANGED
        else _("sudah memiliki %(what)s") % {"what": apps.get_model(code)._meta.verbose_name}
        for code in codes
    ]
    return ", ".join(words)
