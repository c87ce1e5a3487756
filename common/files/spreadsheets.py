"""Convert the sheet of an Excel file that holds a table to CSV."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.coded_error import CodedError
from common.files.workbooks.parts import BrokenWorkbook, Parts
from common.files.workbooks.sheets import Sheet, SheetRow, Workbook
from common.text.formats import file_size, number

_MAGIC: Final = b"PK\x03\x04"
# Excel allows 31 letters; other programs do not count.
_LONGEST_NAME: Final = 120
# How far down a sheet the line with the names of its columns is searched for.
HEADER_ROWS: Final = 30
_SENTENCES: Final[dict[str, Promise]] = {
    "broken": _("Berkas Excel ini tidak terbaca. Buka dan simpan lagi di Excel sebagai .xlsx."),
    "locked": _("Berkas Excel ini dikunci dengan kata sandi. Simpan tanpa kata sandi."),
    "too_large": _(
        "Berkas Excel ini terlalu besar: isinya lebih dari %(bytes)s. Bagi menjadi beberapa berkas."
    ),
    "too_many_rows": _(
        "Lembar Excel ini terlalu panjang: paling banyak %(rows)s baris. Bagi menjadi beberapa "
        "berkas."
    ),
    "too_wide": _(
        "Lembar Excel ini terlalu lebar: paling banyak %(columns)s kolom. Hapus kolom lainnya."
    ),
}


@dataclass(frozen=True)
class SheetLimits:
    """The limits of a sheet: unpacked bytes, since a small file can be a bomb; rows; columns."""

    unpacked: int = 32_000_000
    rows: int = 100_000
    columns: int = 200


DEFAULT_LIMITS: Final = SheetLimits()
MAX_ROWS: Final = DEFAULT_LIMITS.rows


class NotASheet(CodedError):
    """The file is not a readable sheet.

    `code` is broken, locked, too_large, too_many_rows or too_wide.
    """

    def __init__(self, code: str, limits: SheetLimits = DEFAULT_LIMITS) -> None:
        super().__init__(code)
        self._limits = limits

    @property
    def sentence(self) -> str:
        """Say what is wrong and what to do, with the limit, in the active language."""
        limits = self._limits
        return str(_SENTENCES[self.code]) % {
            "bytes": file_size(limits.unpacked),
            "rows": number(limits.rows),
            "columns": number(limits.columns),
        }


def is_sheet(path: Path) -> bool:
    """Tell whether the file begins like an XLSX file."""
    with path.open("rb") as source:
        return source.read(len(_MAGIC)) == _MAGIC


def sheet_to_csv(
    source: Path,
    out: Path,
    *,
    is_header: Callable[[Sequence[str]], bool] = lambda _names: True,
    limits: SheetLimits = DEFAULT_LIMITS,
    most: int | None = None,
) -> str:
    """Write a sheet as UTF-8 CSV, one line per row of Excel, and return its name.

    The sheet is the first visible one with a row that `is_header` accepts; without such a row, the
    first visible one that holds anything. Cells are as people type them: days in ISO, whole numbers
    without a point, true as ya; the value of a formula is the one that was last computed, and a
    cell whose value is lost is marked (`common.files.cell_faults`). With `most` only as many rows
    are written. Raises NotASheet, OSError.
    """
    try:
        with Parts(source, limits.unpacked) as parts:
            workbook = Workbook(parts)
            sheet = _chosen(workbook, is_header)
            rows = islice(workbook.rows(sheet), most)
            with out.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerows(_lines(rows, limits))
    except BrokenWorkbook as error:
        raise NotASheet(error.code, limits) from error
    return sheet.name[:_LONGEST_NAME]


def _chosen(workbook: Workbook, is_header: Callable[[Sequence[str]], bool]) -> Sheet:
    visible = [sheet for sheet in workbook.sheets if sheet.is_visible]
    with_rows: list[Sheet] = []
    for sheet in visible:
        for row in islice(workbook.rows(sheet), HEADER_ROWS):
            if is_header(_texts(row)):
                return sheet
            with_rows.append(sheet)
    for sheet in chain(with_rows, visible):
        return sheet
    raise NotASheet("broken")


def _lines(rows: Iterator[SheetRow], limits: SheetLimits) -> Iterator[list[str]]:
    """Yield each row as a line, one without content as an empty one, so that numbers agree."""
    line = 0
    for row in rows:
        if row.number > limits.rows:
            raise NotASheet("too_many_rows", limits)
        if max(row.cells) >= limits.columns:
            raise NotASheet("too_wide", limits)
        yield from ([] for _blank in range(row.number - line - 1))
        yield _texts(row)
        line = row.number


def _texts(row: SheetRow) -> list[str]:
    return [row.cells.get(column, "") for column in range(min(max(row.cells) + 1, 20_000))]
