"""The reports page of the officials' site: filter, preview, download."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.shared.current_user import current_user
from applications.selectors.state_labels import LAPSED, listed_state_label
from common.admin.date_range import DayFields
from common.errors import DomainError, NotPermitted
from common.files.export_formats import ExportFormat
from common.lists.days import read_span
from programs.enums import State
from programs.models import Scheme, Stage
from reference.selectors.regions import all_regencies
from reports.admin.whole_reports import links_to_small_reports
from reports.enums import ExportState
from reports.models import ExportJob
from reports.selectors.rows import Report
from reports.services import exports

_PREVIEW = 20
_OWN_JOBS = 20
FORMATS = tuple((str(value), str(label)) for value, label in ExportFormat.choices)
_DAYS = ("submitted_from", "submitted_to")
FILTERS = ("state", "scheme", "regency", *_DAYS, "overdue")
# Set only by a list of applications whose rows are to be exported; the page shows and keeps them.
_OF_LIST: Mapping[str, str | Promise] = {
    "view": gettext_lazy("Tampilan"),
    "stage": gettext_lazy("Tahap"),
    "q": gettext_lazy("Cari"),
    "search_in": gettext_lazy("Cari di"),
}
_LABELS: Mapping[str, str | Promise] = {
    "state": gettext_lazy("Keadaan"),
    "scheme": gettext_lazy("Skema"),
    "regency": gettext_lazy("Kabupaten/kota"),
    "overdue": gettext_lazy("Hanya yang terlambat"),
    **_OF_LIST,
}
_WORDS: Mapping[str, str | Promise] = {
    "mine": gettext_lazy("Untuk saya"),
    "late": gettext_lazy("Terlambat"),
    "all": gettext_lazy("Semua dalam wilayah"),
    "enterprise": gettext_lazy("nomor, NIB, nama usaha"),
    "applicant": gettext_lazy("nama atau email pemohon"),
    "answers": gettext_lazy("kata dalam jawaban"),
}


def applications_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the report of applications under the address's filters; POST requests a large file."""
    user = current_user(request)
    raw = {name: request.GET.get(name, "") for name in (*FILTERS, *_OF_LIST)}
    try:
        exports.authorise(user)
    except NotPermitted as error:
        raise PermissionDenied(str(error.message)) from error
    if request.method == "POST":
        return _request_export(request, user, raw)
    errors: list[tuple[str, str]] = []
    preview: list[list[tuple[str, Any]]] = []
    count = 0
    try:
        report, filters, count = exports.prepare(user, "applications", raw)
        preview = _typed(report, report.selection(user, filters)[:_PREVIEW])
        context["headings"] = [(c.type, str(c.heading)) for c in report.columns]
    except DomainError as error:
        errors = [(str(e.field), str(e.message)) for e in getattr(error, "errors", [])]
    query = urlencode({name: value for name, value in raw.items() if value})
    address = reverse("api-report", args=["applications"])
    return render(
        request,
        "admin/laporan.html",
        {
            **context,
            "title": _("Laporan pengajuan"),
            "raw": raw,
            "kept": _kept(raw),
            "query": query,
            "errors": errors,
            # Errors of the days are shown beside them.
            "other_errors": [(_LABELS[name], said) for name, said in errors if name not in _DAYS],
            "days": DayFields(_("Dikirim"), *_DAYS, read_span(*(raw[name] for name in _DAYS))),
            "preview": preview,
            "count": count,
            "is_large": count > exports.STREAM_LIMIT,
            "files": [(label, f"{address}?{query}&format={key}") for key, label in FORMATS],
            "formats": FORMATS,
            "states": [(s, listed_state_label(s)) for s in (*State, LAPSED) if s != State.DRAFT],
            "schemes": Scheme.objects.order_by("code"),
            "regencies": all_regencies(),
            "small_reports": links_to_small_reports(user),
            "jobs": [(job, _why_failed(job)) for job in _own_jobs(user)],
        },
    )


def _own_jobs(user: User) -> Iterable[ExportJob]:
    return ExportJob.objects.filter(requested_by=user).order_by("-id")[:_OWN_JOBS]


def _why_failed(job: ExportJob) -> str:
    """Return in words why a file was not made; the job keeps the name of the error."""
    if job.state != ExportState.FAILED:
        return ""
    if job.reason == NotPermitted.__name__:
        return _("hak Anda atas laporan ini sudah berakhir")
    return _("terjadi kesalahan; mintalah sekali lagi")


@dataclass(frozen=True)
class Kept:
    """A filter that came from a list: as text, and the address of the report without it."""

    name: str
    value: str
    label: str
    text: str
    url: str


def _kept(raw: Mapping[str, str]) -> list[Kept]:
    code = raw["stage"].replace("\x00", "")
    words = {**_WORDS, **{stage.code: stage.name for stage in Stage.objects.filter(code=code)}}
    return [
        Kept(
            name=name,
            value=raw[name],
            label=str(label),
            text=raw[name] if name == "q" else str(words.get(raw[name], raw[name])),
            url="?" + urlencode({k: v for k, v in raw.items() if v and k != name}),
        )
        for name, label in _OF_LIST.items()
        if raw[name]
    ]


def _typed(report: Report, rows: Iterable[tuple[Any, ...]]) -> list[list[tuple[str, Any]]]:
    """Pair each cell with its type, so that the page can align and format it."""
    types = [column.type for column in report.columns]
    return [list(zip(types, row, strict=True)) for row in rows]


def _request_export(request: HttpRequest, user: User, raw: dict[str, str]) -> HttpResponse:
    try:
        exports.request_export(user, "applications", raw, request.POST.get("format", ""))
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Laporan sedang dibuat. Anda diberi tahu bila siap."))
    return HttpResponseRedirect(request.get_full_path())
