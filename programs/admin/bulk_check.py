"""The page that checks a spreadsheet of potential debtors row by row; nothing is stored."""

import csv
import tempfile
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.dates import clock
from common.errors import InvalidInput, NotFound
from common.files.export_formats import ExportFormat
from common.files.tables import Cell, csv_chunks, write_sheet
from common.formats import file_size
from common.web.downloads import as_download
from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.selectors.catalogue import edition_today, editions_in_force
from programs.services.bulk_check import BulkReport, check_file, result_words, words_added
from programs.services.bulk_words import FactColumn, Vocabulary

# Checked in a few seconds within a request; larger files are for the command. A small workbook may
# hold very many rows, so both are limited.
MAX_BYTES = 2 * 1024 * 1024
MOST_ROWS = 20_000
_PREVIEW_ROWS = 100
_CHIPS: Final = {"eligible": "done", "refused": "refused", "open": "closed", "bad": "turn"}


class BulkCheckForm(forms.Form):
    """The spreadsheet to check."""

    file = forms.FileField(
        label=gettext_lazy("Berkas Excel atau CSV"),
        help_text=gettext_lazy(
            "Lembar pertama berkas .xlsx, atau CSV. Paling besar 2 MB dan 20.000 baris."
        ),
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
    """Ask for a table and show the first verdicts, or return the whole result as a file."""
    if not is_official(current_user(request)):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = BulkCheckForm(request.POST, request.FILES) if is_sent else BulkCheckForm()
    context = {
        **context,
        **_template_choice(request.GET.get("skema", "")),
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
                    return _as_file(out, request.POST["download"])
                context |= _preview(report, out)
    status = 400 if form.errors else 200
    return backoffice_page(request, "admin/backoffice/bulk_check.html", context, status)


@require_safe
def template_file(
    request: HttpRequest, context: dict[str, Any], code: str, file_format: str
) -> HttpResponse:
    """Return a table with the columns that a scheme reads today, and one example row."""
    if not is_official(current_user(request)):
        raise PermissionDenied
    if file_format not in set(ExportFormat):
        raise Http404
    try:
        edition = edition_today(code)
    except NotFound as error:
        raise Http404 from error
    headings, example = template_table(edition)
    wanted = ExportFormat(file_format)
    cells = in_text(example) if wanted == ExportFormat.CSV else example
    return _table_file(headings, [cells], f"kelayakan-{code}", wanted)


def template_table(edition: Edition) -> tuple[list[str], list[Cell]]:
    """Return the headings of a scheme's template, and a row that meets its rules today."""
    vocabulary = Vocabulary(edition)
    first = [capfirst(word) for word in (_("nama"), _("skema"), _("per tanggal"))]
    headings = [*first, *(each.heading for each in vocabulary.columns())]
    example: list[Cell] = [_("Contoh: Siti Aminah"), edition.scheme.name, clock.today()]
    return headings, [*example, *vocabulary.example()]


def in_text(cells: list[Cell]) -> list[Cell]:
    """Return the cells for a text file, with days as people write them.

    A sheet shows days as its reader is used to.
    """
    return [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in cells]


def _template_choice(wanted: str) -> dict[str, Any]:
    """Return the schemes of today, and the columns of the chosen one, else of the first loan."""
    editions = list(editions_in_force(clock.today()))
    loans = [each for each in editions if kind_of(each.scheme.kind).rate is not None]
    first = next(iter(loans or editions), None)
    chosen: Edition | None = next((each for each in editions if each.scheme.code == wanted), first)
    columns: list[FactColumn] = Vocabulary(chosen).columns() if chosen else []
    return {
        "schemes": [edition.scheme for edition in editions],
        "scheme": chosen.scheme if chosen else None,
        "columns": columns,
        "formats": ExportFormat.choices,
    }


def _judge(upload: "File[bytes]", source: Path, out: Path) -> BulkReport:
    with source.open("wb") as copy:
        for piece in upload.chunks():
            copy.write(piece)
    return check_file(source, out, in_words=True, most_rows=MOST_ROWS)


def _preview(report: BulkReport, out: Path) -> dict[str, Any]:
    width = len(words_added())
    with out.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        headings = next(rows)
        first = list(islice(rows, _PREVIEW_ROWS))
    chips = {word: _CHIPS[name] for name, word in result_words().items()}
    return {
        "report": report,
        "headings": headings[width:],
        "rows": [(chips[row[0]], *row[:width], row[width:]) for row in first],
    }


def _as_file(out: Path, wanted: str) -> HttpResponse:
    """Return the result in the wanted format; CSV unless XLSX was asked for."""
    if wanted != ExportFormat.XLSX:
        return as_download(
            HttpResponse(out.read_bytes()), "kelayakan", ExportFormat.CSV, cache_control="no-store"
        )
    with out.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        return _table_file(next(rows), rows, "kelayakan", ExportFormat.XLSX)


def _table_file(
    headings: list[str], rows: Any, name: str, file_format: ExportFormat
) -> HttpResponse:
    if file_format == ExportFormat.CSV:
        content = b"".join(csv_chunks(headings, rows))
    else:
        with tempfile.TemporaryDirectory(prefix="bulk_table") as folder:
            path = Path(folder) / "table.xlsx"
            write_sheet(path, headings, rows, title=_("Kelayakan"))
            content = path.read_bytes()
    return as_download(HttpResponse(content), name, file_format, cache_control="no-store")
