"""Tables to fill in for the check of potential debtors: a template per scheme."""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.selectors.scope import is_official
from accounts.shared.current_user import current_user
from common.dates import clock
from common.errors import NotFound
from common.files.export_formats import ExportFormat
from common.files.tables import Cell, csv_chunks, write_sheet
from common.web.downloads import as_download
from programs.kinds.registry import kind_of
from programs.models import Edition
from programs.selectors.catalogue import edition_today, editions_in_force
from programs.services.bulk_check.vocabulary import FactColumn, Vocabulary


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


def template_choice(wanted: str) -> dict[str, Any]:
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


def _table_file(
    headings: list[str], rows: Sequence[Sequence[Cell]], name: str, file_format: ExportFormat
) -> HttpResponse:
    if file_format == ExportFormat.CSV:
        content = b"".join(csv_chunks(headings, rows))
    else:
        with tempfile.TemporaryDirectory(prefix="bulk_table") as folder:
            path = Path(folder) / "table.xlsx"
            write_sheet(path, headings, rows, title=_("Kelayakan"))
            content = path.read_bytes()
    return as_download(HttpResponse(content), name, file_format, cache_control="no-store")
