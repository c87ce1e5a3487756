"""Verdicts over a whole spreadsheet in one call and in constant memory, for the command."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from common.dates import clock
from programs.services.bulk_check.rows import BulkCounts, RowResults
from programs.services.bulk_check.table import BulkTable, open_table

_REPORT_EVERY: Final = 1_000


@dataclass
class BulkReport(BulkCounts):
    """The counts of a file, and the sheet of a workbook that was read, '' of a text."""

    sheet: str = ""


def check_file(
    source: Path,
    out: Path,
    *,
    in_words: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> BulkReport:
    """Write the table to `out` with the results added.

    These are `eligible`, `codes` and `messages` after the table's own columns, or `in_words`, in
    the active language and before them: the result, its reasons, and the line of the file. A file
    that was made in words may be corrected and checked again.

    `source` is CSV of any dialect, Excel's Unicode text, or XLSX: its first visible sheet with such
    a header.

    Columns: `scheme`, `on` (today where absent or empty), the facts of the public API and the
    scheme's own questions; others, such as a name, are passed through. An empty cell means that the
    fact is unknown. A bad row is reported in its columns and does not stop the others. Raises
    InvalidInput for a file that is not a table, has no `scheme` column, has a column twice, or
    already has one of the columns that are added.
    """
    with open_table(source) as table, out.open("w", encoding="utf-8", newline="") as written:
        report = BulkReport(sheet=table.sheet)
        results = RowResults(table, in_words=in_words, today=clock.today())
        csv.writer(written).writerows(_lines(table, results, report, progress))
    return report


def _lines(
    table: BulkTable, results: RowResults, report: BulkReport, progress: Callable[[int], None]
) -> Iterator[list[Any]]:
    """Yield the lines of the result, and count in `report`."""
    yield results.head()
    for row in table.rows:
        result = results.of(row)
        if result is None:
            report.skipped += 1
            continue
        report.count(result.name)
        yield result.cells
        if report.read % _REPORT_EVERY == 0:
            progress(report.read)
