"""Download of exactly the rows that a list shows: same filters, search and order, all pages."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import (
    IS_POPUP_VAR,
    TO_FIELD_VAR,
    IncorrectLookupParameters,
)
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from common.admin.changelist import CURSOR_VAR, KeysetChangeList
from common.dates import clock
from common.files.export_formats import ExportFormat
from common.files.tables import Cell, csv_chunks, write_sheet
from common.lists.counting import CAP, capped_count, counted
from common.lists.word_search import contains_nik
from common.web.downloads import as_download

if TYPE_CHECKING:
    from common.admin.base import ModelAdmin as _Base
else:
    _Base = object

_BATCH: Final = 500
_READ: Final = 256 * 1024
# Parameters of a link that name a page of the list or a window around it, not the list.
_PAGE_VARS: Final = (CURSOR_VAR, "p", "e", IS_POPUP_VAR, TO_FIELD_VAR)


@dataclass(frozen=True)
class ExportColumn:
    """A column of the file: its heading, and the cell of a row."""

    heading: str | Promise
    cell: Callable[[Any], Cell]


class ExportsList(_Base):
    """A list that may be downloaded by everyone who may read it, at most CAP rows.

    `export_columns` says what the file contains: never a NIK, and only the last digits of a phone
    number. `export_name` is the beginning of the file's name, in letters and dashes.
    """

    export_columns: ClassVar[Sequence[ExportColumn]] = ()
    export_name: ClassVar[str] = ""

    def get_urls(self) -> list[URLPattern]:
        download = self.admin_site.admin_view(self.export_view)
        return [
            path("unduh/<str:file_format>/", download, name=self._export_url_name),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        links = {"export_links": self._export_links(request)}
        return super().changelist_view(request, {**links, **(extra_context or {})})

    def export_batch(self, request: HttpRequest, rows: list[Any]) -> None:
        """Attach to some rows what their cells need beyond the list's query."""

    def export_view(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """Return the list as a file; one with too many rows is refused, not cut."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if file_format not in set(ExportFormat):
            raise Http404
        back = HttpResponseRedirect(f"{self._list_url}?{_query(request)}")
        if contains_nik(request.GET.get(SEARCH_VAR, "")):
            return HttpResponseRedirect(self._list_url)
        try:
            cl = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return back
        if any(getattr(spec, "problem", "") for spec in cl.filter_specs):
            # The list says at its field what is wrong.
            return back
        if capped_count(cl.queryset) > CAP:
            text = _("Daftar ini lebih dari %(most)s baris. Persempit saringan, lalu unduh lagi.")
            messages.error(request, text % {"most": counted(CAP)})
            return back
        return self._file(request, cl, ExportFormat(file_format))  # type: ignore[arg-type]

    def _file(
        self, request: HttpRequest, cl: KeysetChangeList, file_format: ExportFormat
    ) -> HttpResponseBase:
        headings = [capfirst(str(column.heading)) for column in self.export_columns]
        rows = self._cells(request, cl, get_language() or settings.LANGUAGE_CODE)
        pieces = (
            csv_chunks(headings, rows)
            if file_format == ExportFormat.CSV
            else sheet_pieces(headings, rows, title=str(self.opts.verbose_name_plural))
        )
        name = f"{self.export_name}-{clock.today().isoformat()}"
        return as_download(
            StreamingHttpResponse(pieces), name, file_format, cache_control="no-store"
        )

    def _cells(
        self, request: HttpRequest, cl: KeysetChangeList, language: str
    ) -> Iterator[list[Cell]]:
        """Yield the cells of every row of the list, all pages in order.

        The file is written while it is sent, when the request's language is no longer the active
        one.
        """
        rows = iter(cl.result_list) if cl.is_similar else cl.queryset.iterator(chunk_size=_BATCH)
        while batch := list(islice(rows, _BATCH)):
            with override(language):
                self.export_batch(request, batch)
                cells = [[column.cell(row) for column in self.export_columns] for row in batch]
            yield from cells

    def _export_links(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Return label and address of each format, with the list's filters."""
        query = _query(request)
        return [
            (str(label), f"{reverse(f'admin:{self._export_url_name}', args=[value])}?{query}")
            for value, label in ExportFormat.choices
        ]

    @property
    def _export_url_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_export"

    @property
    def _list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


def _query(request: HttpRequest) -> str:
    """Return the query string without what names a page of the list."""
    pairs = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in _PAGE_VARS and (value or name == ORDER_VAR)
    ]
    return urlencode(pairs)


def sheet_pieces(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str
) -> Iterator[bytes]:
    """Yield the XLSX file; it is complete on disk before the first piece is sent."""
    with tempfile.TemporaryDirectory(prefix="list") as folder:
        file = Path(folder) / "list.xlsx"
        write_sheet(file, headings, rows, title=title)
        with file.open("rb") as source:
            while piece := source.read(_READ):
                yield piece
