"""The table of a bulk check: its columns and rows, from every file that a person may send."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from common.errors import InvalidInput
from common.files.cell_faults import as_shown
from common.files.spreadsheets import DEFAULT_LIMITS, NotASheet, SheetLimits
from common.files.table_reader import (
    Header,
    TableRow,
    as_text_table,
    fault_message,
    read_header,
    read_rows,
)
from common.files.text_lines import NotText, Position
from common.files.totals import is_total_word
from common.files.uploads import disk_full_as_storage_full
from common.money.rupiah import NotAnAmount, parse_rupiah
from common.text.typed import says_nothing
from programs.services.bulk_check.vocabulary import is_scheme_heading


@dataclass(frozen=True)
class BulkTable:
    """The names of the columns, '' for one without, the rows, and the sheet they come from."""

    headings: Sequence[str]
    rows: Iterator[TableRow]
    sheet: str
    header: Header

    def fault(self, row: TableRow) -> str:
        """Return why a row without cells could not be read, in the active language."""
        return fault_message(row, self.header)


@contextmanager
def open_table(source: Path) -> Iterator[BulkTable]:
    """Open CSV of any dialect, Excel's Unicode text, or XLSX, for its rows to be read once.

    The header is the first line with a column for the scheme, in a workbook on the first visible
    sheet that has one. Raises InvalidInput `not_a_table`, `no_scheme_column`.
    """
    with tempfile.TemporaryDirectory(prefix="bulk") as folder:
        path, sheet = as_text(source, Path(folder) / "sheet.csv")
        with read_text(path, sheet=sheet) as table:
            yield table


@contextmanager
def read_text(path: Path, *, sheet: str = "", after: Position | None = None) -> Iterator[BulkTable]:
    """Open a text of `as_text`, for its rows to be read once; those `after` the end of a row.

    Raises InvalidInput `no_scheme_column`.
    """
    with path.open("rb") as stream:
        header = read_header(stream, _is_header)
        if header is None or not header.is_found:
            text = _("Salah satu baris pertama harus memuat kolom skema (atau scheme).")
            raise InvalidInput("no_scheme_column", text)
        rows = read_rows(stream, header, after=after if after and after.offset else None)
        yield BulkTable(header.names, rows, sheet, header)


def as_text(
    source: Path, target: Path, *, limits: SheetLimits = DEFAULT_LIMITS, most: int | None = None
) -> tuple[Path, str]:
    """Return the table as text, itself or `target`, and the name of the sheet that was read.

    For a workbook the first `most` rows. Raises InvalidInput `not_a_table`, whose `why` is the code
    of a workbook's fault, and StorageFull.
    """
    try:
        # A full disk is not the file's fault: a worker tries again.
        with disk_full_as_storage_full():
            return as_text_table(source, target, is_header=_is_header, limits=limits, most=most)
    except NotASheet as error:
        raise InvalidInput("not_a_table", error.sentence, params={"why": error.code}) from error
    except NotText as error:
        text = _("Berkas ini bukan tabel yang terbaca. Simpan sebagai .xlsx atau CSV.")
        raise InvalidInput("not_a_table", text) from error
    except OSError as error:
        raise InvalidInput("not_a_table", _("Berkas ini tidak terbaca.")) from error


def is_sum(headings: Sequence[str], cells: Sequence[str]) -> bool:
    """Tell whether a row only sums the columns: figures, no scheme, and a word for it.

    Figures without the word may be a row that lacks its scheme, and every row gets a verdict.
    """
    filled = [
        (heading, cell)
        for heading, cell in zip(headings, cells, strict=False)
        if not says_nothing(cell)
    ]
    others = [(heading, cell) for heading, cell in filled if not is_total_word(cell)]
    return len(others) < len(filled) and all(
        _is_figure(cell) and not is_scheme_heading(heading) for heading, cell in others
    )


def shown(cells: Sequence[str]) -> list[str]:
    """Return the cells as Excel shows them, including those whose value is lost."""
    return [as_shown(cell) for cell in cells]


def _is_header(names: Sequence[str]) -> bool:
    return any(map(is_scheme_heading, names))


def _is_figure(cell: str) -> bool:
    try:
        parse_rupiah(cell)
    except NotAnAmount:
        return False
    return True
