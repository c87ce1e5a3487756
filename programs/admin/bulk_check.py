"""The page that checks a spreadsheet of potential debtors row by row; nothing is stored."""

import csv
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import InvalidInput
from common.files.export_formats import ExportFormat
from common.formats import file_size
from common.web.downloads import as_download
from programs.services.bulk_check import ADDED, BulkReport, check_file

# About twenty thousand rows, checked in a few seconds within a request; larger files are for the
# command.
MAX_BYTES = 2 * 1024 * 1024
_PREVIEW_ROWS = 100


class BulkCheckForm(forms.Form):
    """The spreadsheet to check."""

    file = forms.FileField(
        label=gettext_lazy("Berkas Excel atau CSV"),
        help_text=gettext_lazy("Lembar pertama berkas .xlsx, atau CSV. Paling besar 2 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )

    def clean_file(self) -> "File[bytes]":
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            limit = file_size(MAX_BYTES)
            raise ValidationError(
                _("Berkas lebih besar dari %(limit)s. Bagi menjadi beberapa berkas.")
                % {"limit": limit},
                code="too_large",
            )
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_check_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Ask for a table and show the first verdicts, or return the whole result as CSV."""
    if not is_official(current_user(request)):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = BulkCheckForm(request.POST, request.FILES) if is_sent else BulkCheckForm()
    context = {
        **context,
        "title": _("Kelayakan calon debitur"),
        "form": form,
        "limit": _PREVIEW_ROWS,
    }
    if is_sent and form.is_valid():
        with tempfile.TemporaryDirectory(prefix="bulk_check") as folder:
            out = Path(folder) / "out.csv"
            try:
                report = _judge(form.cleaned_data["file"], Path(folder) / "in.csv", out)
            except InvalidInput as error:
                form.add_error("file", error.message)
            else:
                if "download" in request.POST:
                    return _as_file(out)
                context |= _preview(report, out)
    status = 400 if form.errors else 200
    return backoffice_page(request, "admin/backoffice/bulk_check.html", context, status)


def _judge(upload: "File[bytes]", source: Path, out: Path) -> BulkReport:
    with source.open("wb") as copy:
        for piece in upload.chunks():
            copy.write(piece)
    return check_file(source, out)


def _preview(report: BulkReport, out: Path) -> dict[str, Any]:
    with out.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        head = next(rows)
        first = list(islice(rows, _PREVIEW_ROWS))
    width = len(head) - len(ADDED)
    return {
        "report": report,
        "headings": head[:width],
        "rows": [(row[:width], row[width], row[width + 1], row[width + 2]) for row in first],
    }


def _as_file(out: Path) -> HttpResponse:
    return as_download(
        HttpResponse(out.read_bytes()), "kelayakan", ExportFormat.CSV, cache_control="no-store"
    )
