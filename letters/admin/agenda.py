"""The agenda book of an office and year, read on the page or downloaded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Agency, User
from accounts.shared.current_user import current_user
from common.admin.export import sheet_pieces
from common.admin.page import backoffice_page
from common.dates import clock
from common.dates.clock import local_date
from common.errors import InvalidInput
from common.files.export_formats import ExportFormat
from common.files.tables import Cell, csv_chunks
from common.lists.counting import CAP, capped_count, counted
from common.lists.paging import keyset_page
from common.web.downloads import as_download
from common.web.primary_keys import parse_pk
from letters.admin.labels import title_of
from letters.models import Letter, LetterNumber
from letters.permissions import AGENDA_EXPORT_ROLES, has_role_for
from letters.selectors.agenda import (
    agenda,
    agenda_offices,
    agenda_years,
    latest_office,
    may_read_agenda,
)

PAGE: Final = 50
_BATCH: Final = 500


@dataclass(frozen=True)
class Line:
    """One number of the book; `url` leads to its letter."""

    number: str
    day: date
    title: str
    given_to: str
    about: str
    signer: str
    status: str
    cancelled: str
    url: str = ""


@dataclass(frozen=True)
class Book:
    """Whose book of which year the address names; `office` None where the person has none."""

    office: Agency | None
    year: int
    offices: list[Agency]


@require_safe
def agenda_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the book a page at a time, the latest number first."""
    user = current_user(request)
    book = _book(user, request)
    numbers = agenda(book.office, book.year) if book.office else LetterNumber.objects.none()
    try:
        page = keyset_page(numbers, order=("-id",), cursor=request.GET.get("hal"), size=PAGE)
    except InvalidInput:
        return redirect("admin:letters_agenda")
    may_export = bool(book.office and has_role_for(user, AGENDA_EXPORT_ROLES, book.office))
    shown = {
        "title": _("Buku agenda surat keluar"),
        "book": book,
        "years": agenda_years(book.office) if book.office else [book.year],
        "rows": [_line(each) for each in page.items],
        "count": counted(capped_count(numbers)),
        "files": _files(book) if may_export else [],
        "next_url": _address(book, page.next) if page.next else "",
        "previous_url": _address(book, page.previous) if page.previous else "",
    }
    return backoffice_page(request, "admin/letters/agenda.html", {**context, **shown})


@require_safe
def agenda_file(
    request: HttpRequest, context: dict[str, Any], file_format: str
) -> HttpResponseBase:
    """Send the book of an office and year as a table; one with too many rows is refused."""
    user = current_user(request)
    book = _book(user, request)
    if file_format not in set(ExportFormat):
        raise Http404
    if book.office is None or not has_role_for(user, AGENDA_EXPORT_ROLES, book.office):
        raise PermissionDenied
    numbers = agenda(book.office, book.year)
    if capped_count(numbers) > CAP:
        text = _("Buku ini lebih dari %(most)s baris; mintalah kepada administrator portal.")
        messages.error(request, text % {"most": counted(CAP)})
        return HttpResponseRedirect(f"{reverse('admin:letters_agenda')}{_address(book)}")
    headings = [
        _("Nomor"), _("Tanggal"), _("Surat"), _("Kepada"), _("Tentang"), _("Penanda tangan"),
        _("Keadaan"), _("Keterangan batal"),
    ]  # fmt: skip
    rows = _cells(numbers, get_language() or "id")
    format_ = ExportFormat(file_format)
    pieces = (
        csv_chunks(headings, rows)
        if format_ == ExportFormat.CSV
        else sheet_pieces(headings, rows, title=_("Buku agenda %(year)s") % {"year": book.year})
    )
    name = f"buku-agenda-{book.office.code}-{book.year}"
    return as_download(StreamingHttpResponse(pieces), name, format_, cache_control="no-store")


def _book(user: User, request: HttpRequest) -> Book:
    """Read office and year from the address; Http404 for an office out of scope."""
    if not may_read_agenda(user):
        raise PermissionDenied
    offices = agenda_offices(user)
    named = request.GET.get("dinas", "")
    office = next((each for each in offices if str(each.pk) == named), None)
    if named and office is None:
        raise Http404
    year = parse_pk(request.GET.get("tahun", ""))
    if year is None or not 2000 <= year <= clock.today().year + 1:
        year = clock.today().year
    return Book(office or latest_office(offices, year), year, list(offices))


def _cells(numbers: QuerySet[LetterNumber], language: str) -> Iterator[list[Cell]]:
    """Yield the rows of the file, which is written when the request's language is over."""
    rows: Iterable[LetterNumber] = numbers.iterator(chunk_size=_BATCH)
    found = iter(rows)
    while batch := list(islice(found, _BATCH)):
        with override(language):
            lines = [_line(each) for each in batch]
        for each in lines:
            about: list[Cell] = [each.number, each.day, each.title, each.given_to, each.about]
            yield [*about, each.signer, each.status, each.cancelled]


def _line(number: LetterNumber) -> Line:
    letter: Letter | None = getattr(number, "letter", None)
    cancelled = ""
    if number.cancelled_at is not None:
        by = number.cancelled_by
        cancelled = _("%(reason)s (%(name)s, %(day)s)") % {
            "reason": number.cancel_reason,
            "name": by.get_full_name() if by is not None else _("sistem"),
            "day": f"{local_date(number.cancelled_at):%d/%m/%Y}",
        }
    if letter is None:
        return Line(number.written, number.given_on, "", "", "", "", "", cancelled)
    return Line(
        number=number.written,
        day=number.given_on,
        title=title_of(letter),
        given_to=letter.holder,
        about=letter.label,
        signer=_signer(letter),
        status=str(letter.get_status_display()),
        cancelled=cancelled,
        url=reverse("admin:letters_letter", args=[letter.pk]),
    )


def _signer(letter: Letter) -> str:
    if letter.signed_at is None or not letter.content:
        return str(letter.get_position_kind_display())
    signed = letter.content["signer"]
    return f"{signed['name']}, {signed['position']}"


def _files(book: Book) -> list[tuple[str, str]]:
    return [
        (str(label), f"{reverse('admin:letters_agenda_file', args=[value])}{_address(book)}")
        for value, label in ExportFormat.choices
    ]


def _address(book: Book, cursor: str | None = None) -> str:
    known = {"dinas": book.office.pk if book.office else "", "tahun": book.year}
    return "?" + urlencode({**known, **({"hal": cursor} if cursor else {})})
