"""Verdicts over the rows of a spreadsheet, one by one and in constant memory.

Columns and values may be codes, as programs write them, or the words of the pages, as people do
(`programs.services.bulk_words`).
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import clock
from common.dates.parsing import NotADate, parse_date
from common.errors import InvalidInput
from common.files.formulas import neutralise
from common.files.table_reader import TableRow
from common.formats import number
from common.typed_messages import date_message
from programs.messages.violations import office_message, violation_message
from programs.policies.eligibility import Verdict
from programs.selectors.catalogue import EditionSpan, edition_on, published_spans
from programs.selectors.verdicts import evaluate_facts
from programs.services.bulk_cells import BadRowError, cell_fault, plain_cell, read_facts
from programs.services.bulk_table import BulkTable, is_sum, open_table, shown
from programs.services.bulk_words import (
    Vocabulary,
    day_accepted,
    folded,
    is_day_heading,
    is_scheme_heading,
    known_scheme,
    scheme_codes,
)

ADDED: Final = ("eligible", "codes", "messages")
_LONGEST_ROW = 200
_REPORT_EVERY = 1_000
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass
class BulkReport:
    """How many rows were read, and their results; `bad` rows could not be read.

    `skipped` rows of sums are not among them; `sheet` is the sheet of a workbook that was read.
    """

    read: int = 0
    eligible: int = 0
    refused: int = 0
    open: int = 0
    bad: int = 0
    skipped: int = 0
    sheet: str = ""

    def count(self, result: str) -> None:
        """Count one row with this result, which is the name of a counter."""
        self.read += 1
        setattr(self, result, getattr(self, result) + 1)


@dataclass(frozen=True)
class _Result:
    """The result of one row: a verdict and what it misses in words, or why it cannot be read."""

    verdict: Verdict | None
    missing: Sequence[str] = ()
    faults: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The name of the counter of `BulkReport` for this result."""
        if self.verdict is None:
            return "bad"
        return {True: "eligible", False: "refused", None: "open"}[self.verdict.eligible]


@dataclass
class _Table:
    """The columns of a file, and what was fetched for its rows.

    Each edition is fetched, and its words learned, once, whatever schemes and days the rows name.
    """

    headings: Sequence[str]
    schemes: Mapping[str, str]
    known_scheme: str
    spans: Sequence[EditionSpan]
    vocabularies: dict[int, Vocabulary] = field(default_factory=dict)


def check_file(
    source: Path,
    out: Path,
    *,
    in_words: bool = False,
    most_rows: int | None = None,
    progress: Callable[[int], None] = lambda _rows: None,
) -> BulkReport:
    """Write the table to `out` with the results added.

    These are `eligible`, `codes` and `messages` after the table's own columns, or `in_words`, in
    the active language and before them: the result, its reasons, and the line of the file. A file
    that was made in words may be corrected and checked again.

    `source` is CSV of any make, Excel's Unicode text, or XLSX: its first visible sheet with such a
    header.

    Columns: `scheme`, `on` (today where absent or empty), the facts of the public API and the
    scheme's own questions; others, such as a name, are passed through. An empty cell means that the
    fact is unknown. A bad row is reported in its columns and does not stop the others. Raises
    InvalidInput for a file that is not a table, has no `scheme` column, has a column twice, already
    has one of the columns that are added, or more rows than `most_rows`.
    """
    with open_table(source) as table, out.open("w", encoding="utf-8", newline="") as written:
        report = BulkReport(sheet=table.sheet)
        lines = _result_lines(table, report, in_words, progress)
        csv.writer(written).writerows(_at_most(lines, report, most_rows))
    return report


def _at_most(
    lines: Iterator[list[Any]], report: BulkReport, most_rows: int | None
) -> Iterator[list[Any]]:
    for line in lines:
        if most_rows is not None and report.read > most_rows:
            raise InvalidInput(
                "too_many_rows",
                _("Lebih dari %(limit)s baris. Bagi menjadi beberapa berkas."),
                params={"limit": number(most_rows)},
            )
        yield line


def words_added() -> tuple[str, str, str]:
    """Return the headings of the columns that are added in words, in the active language."""
    return _("Hasil"), _("Alasan"), _("Baris")


def result_words() -> dict[str, str]:
    """Return the words of each result in the active language, by its counter in `BulkReport`."""
    return {
        "eligible": _("memenuhi syarat"),
        "refused": _("belum memenuhi"),
        "open": _("kurang data"),
        "bad": _("tidak terbaca"),
    }


def _result_lines(
    read: BulkTable, report: BulkReport, in_words: bool, progress: Callable[[int], None]
) -> Iterator[list[Any]]:
    """Yield the lines of the result, and count in `report`."""
    skipped = len(words_added()) if in_words and _is_own_result(read.headings) else 0
    headings = read.headings[skipped:]
    _check_header(headings, added=() if in_words else ADDED)
    table = _Table(headings, scheme_codes(), known_scheme(), published_spans())
    yield _head(headings, in_words)
    for row in read.rows:
        own = (row.cells or [])[skipped:]
        if is_sum(headings, own):
            report.skipped += 1
            continue
        result = _judge(table, row.line, own) if row.cells is not None else _unread(read, row)
        report.count(result.name)
        cells = map(_as_people_write, shown(own)) if in_words else shown(own)
        copied = [neutralise(cell) for cell in cells]
        copied += [""] * (len(headings) - len(copied))
        yield (
            [*_in_words(result), row.line, *copied] if in_words else [*copied, *_in_codes(result)]
        )
        if report.read % _REPORT_EVERY == 0:
            progress(report.read)


def _unread(read: BulkTable, row: TableRow) -> _Result:
    return _Result(None, faults=[read.fault(row)])


def _is_own_result(names: Sequence[str]) -> bool:
    """Tell whether the table begins with the columns that a check in words adds."""
    first = [name.strip() for name in names[: len(words_added())]]
    for language, _name in settings.LANGUAGES:
        with override(language):
            if first == [*words_added()]:
                return True
    return False


def _head(headings: Sequence[str], in_words: bool) -> list[str]:
    if in_words:
        return [*words_added(), *(neutralise(heading) for heading in headings)]
    return [*(neutralise(heading.lower()) for heading in headings), *ADDED]


def _check_header(headings: Sequence[str], *, added: Sequence[str]) -> None:
    if len(headings) > _LONGEST_ROW:
        text = _("Paling banyak %(most)s kolom. Hapus kolom yang tidak dinilai.")
        raise InvalidInput("too_many_columns", text % {"most": _LONGEST_ROW})
    names = [heading.lower() for heading in headings if heading]
    if len({*names}) != len(names) or {*names} & {*added}:
        raise InvalidInput(
            "columns_twice", _("Ada nama kolom yang ganda atau sudah dipakai untuk hasil.")
        )


def _as_people_write(cell: str) -> str:
    """Return a day of a workbook, which comes in ISO, as Indonesians write it."""
    if not _ISO_DAY.fullmatch(cell):
        return cell
    try:
        return f"{parse_date(cell):%d/%m/%Y}"
    except NotADate:
        return cell


def _judge(table: _Table, line: int, cells: Sequence[str]) -> _Result:
    """Judge one row, or say why it cannot be read."""
    try:
        texts = (plain_cell(cell) for cell in cells)
        row = [*zip(table.headings, texts, strict=True)]
        vocabulary, on = _vocabulary(table, row)
        verdict = evaluate_facts(vocabulary.edition, read_facts(vocabulary, row), on)
    except BadRowError as bad:
        text = _("Baris %(line)s, %(fault)s")
        return _Result(None, faults=[text % {"line": line, "fault": m} for m in bad.messages])
    return _Result(verdict, missing=[vocabulary.label_of(name) for name in verdict.missing])


def _in_codes(result: _Result) -> list[str]:
    verdict = result.verdict
    if verdict is None:
        return ["", "bad_row", " ".join(result.faults)]
    codes = [v.code for v in verdict.violations] + [f"missing:{name}" for name in verdict.missing]
    eligible = {True: "true", False: "false", None: ""}[verdict.eligible]
    messages = " ".join(violation_message(v) for v in verdict.violations)
    return [eligible, " ".join(codes), neutralise(messages)]


def _in_words(result: _Result) -> list[str]:
    reasons = [*result.faults]
    if result.verdict is not None:
        reasons += [office_message(v) for v in result.verdict.violations]
    if result.missing:
        reasons.append(_("Belum diisi: %(names)s.") % {"names": ", ".join(result.missing)})
    return [result_words()[result.name], neutralise(" ".join(reasons))]


def _vocabulary(table: _Table, row: Sequence[tuple[str, str]]) -> tuple[Vocabulary, date]:
    """Return the words of the edition that judges the row, and the day."""
    day_column, day = next((pair for pair in row if is_day_heading(pair[0])), ("", ""))
    try:
        on = parse_date(day) if day else clock.today()
    except NotADate as error:
        fault = cell_fault(day_column, day, date_message(error.code), day_accepted())
        raise BadRowError([fault]) from error
    column, typed = next((pair for pair in row if is_scheme_heading(pair[0])), ("", ""))
    scheme = table.schemes.get(folded(typed))
    if scheme is None:
        why = _("Skema ini tidak dikenal.") if typed.strip() else _("Isi nama skema.")
        accepted = _("nama skema, misalnya %(name)s") % {"name": table.known_scheme}
        raise BadRowError([cell_fault(column, typed, why, accepted)])
    span = next((each for each in table.spans if each.covers(scheme, on)), None)
    if span is None:
        why = _("Tidak ada ketentuan yang berlaku pada tanggal itu.")
        raise BadRowError([cell_fault(day_column or column, day or typed, why)])
    if span.edition not in table.vocabularies:
        table.vocabularies[span.edition] = Vocabulary(edition_on(scheme, on))
    return table.vocabularies[span.edition], on
