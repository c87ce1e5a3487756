"""The empty register that an office fills in: a workbook that keeps long numbers as typed."""

import io
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from enterprises.enums import LegalForm
from enterprises.messages.refusals import LABELS
from enterprises.services.cleaning import AMOUNTS, FIELDS, OPTIONAL
from reference.enums import KbliVersion, Sector

# As numbers, Excel keeps 15 digits of these, drops a zero they begin with, or shortens 35.10.
_AS_TEXT: Final = frozenset(
    {"nib", "sku_number", "nik", "npwp", "regency", "kbli", "kbli_version", "phone"}
)
_TEXT_FORMAT: Final = "@"
_AMOUNT_FORMAT: Final = "#,##0"
_DAY_FORMAT: Final = "dd/mm/yyyy"
# Rows whose cells have the format themselves, for programs that ignore that of a column.
_PREPARED_ROWS: Final = 200
_WIDTH: Final = 20
_WIDE: Final = 60


def template_content() -> bytes:
    """Return the workbook: a sheet with the names of the columns, and one that explains them."""
    book = Workbook()
    _fill_register(book)
    _fill_guide(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill_register(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.title = _("Daftar usaha")
    sheet.freeze_panes = "A2"
    for column, name in enumerate(FIELDS, 1):
        sheet.cell(1, column, name).font = Font(bold=True)
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = _WIDTH
        form = _format_of(name)
        if form:
            dimension.number_format = form
            for row in range(2, _PREPARED_ROWS + 2):
                sheet.cell(row, column).number_format = form


def _fill_guide(book: Workbook) -> None:
    guide = book.create_sheet(_("Petunjuk"))
    for name, width in zip("ABCD", (_WIDTH, _WIDTH, _WIDTH, _WIDE), strict=True):
        guide.column_dimensions[name].width = width
    guide.append([_("Kolom"), _("Artinya"), _("Wajib"), _("Cara mengisi")])
    for cell in guide[1]:
        cell.font = Font(bold=True)
    hints = _hints()
    for name in FIELDS:
        is_needed = _("tidak") if name in OPTIONAL else _("ya")
        guide.append([name, str(LABELS[name]), is_needed, hints.get(name, "")])


def _format_of(name: str) -> str:
    if name in _AS_TEXT:
        return _TEXT_FORMAT
    if name in AMOUNTS:
        return _AMOUNT_FORMAT
    return _DAY_FORMAT if name == "founded_on" else ""


def _hints() -> dict[str, str]:
    rupiah = _("rupiah, misalnya 60.000.000")
    return {
        "legal_form": ", ".join(LegalForm.values),
        "nib": _(
            "13 angka, sebagai teks; kosong bila belum ada, lalu isi sku_number atau candidate"
        ),
        "sku_number": _("nomor surat dari kelurahan/desa; hanya usaha perorangan tanpa NIB"),
        "candidate": _("ya untuk calon pelaku usaha tanpa NIB dan SKU; selain itu kosong"),
        "nik": _("16 angka, sebagai teks"),
        "npwp": _("15 atau 16 angka, sebagai teks"),
        "regency": _("kode seperti 35.78, atau nama seperti Kota Surabaya"),
        "sector": ", ".join(Sector.values),
        "kbli": _("5 angka, sebagai teks"),
        "kbli_version": ", ".join(KbliVersion.values),
        "founded_on": _("tanggal, misalnya 17/08/2019"),
        **dict.fromkeys(AMOUNTS, rupiah),
        "workers": _("angka bulat"),
        "phone": _("nomor ponsel, misalnya 081234567890, sebagai teks"),
    }
