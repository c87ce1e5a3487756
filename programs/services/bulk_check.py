"""Verdicts over the rows of a spreadsheet, one by one and in constant memory.

Columns and values may be codes, as programs write them, or the words of the pages, as people do
(`programs.services.bulk_words`).
"""

import csv
import tempfile
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
from common.files.csv_text import NotText, neutralise, open_text, sniff_delimiter
from common.files.spreadsheets import NotASheet, is_sheet, sheet_to_csv
from programs.messages.violations import office_message, violation_message
from programs.policies.eligibility import Verdict
from programs.selectors.catalogue import EditionSpan, edition_on, published_spans
from programs.selectors.verdicts import evaluate_facts
from programs.services.bulk_cells import BadRowError, quoted, read_facts
from programs.services.bulk_words import (
    Vocabulary,
    folded,
    is_day_heading,
    is_scheme_heading,
    scheme_codes,
)

ADDED: Final = ("eligible", "codes", "messages")
_LONGEST_ROW = 200
_REPORT_EVERY = 1_000


@dataclass
class BulkReport:
    """How many rows were read, and their results; `bad` rows could not be read."""

    read: int = 0
    eligible: int = 0
    refused: int = 0
    open: int = 0
    bad: int = 0

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
    spans: Sequence[EditionSpan]
    vocabularies: dict[int, Vocabulary] = field(default_factory=dict)


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

    `source` is CSV, or XLSX of which the first sheet is read.

    Columns: `scheme`, `on` (today where absent or empty), the facts of the public API and the
    scheme's own questions; others, such as a name, are passed through. An empty cell means that the
    fact is unknown. A bad row is reported in its columns and does not stop the others. Raises
    InvalidInput for a file that is not a table, has no `scheme` column, has a column twice, or
    already has one of the columns that are added.
    """
    with tempfile.TemporaryDirectory(prefix="bulk") as folder:
        return _check_table(_as_csv(source, Path(folder) / "sheet.csv"), out, in_words, progress)


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


def _as_csv(source: Path, target: Path) -> Path:
    try:
        if not is_sheet(source):
            return source
        sheet_to_csv(source, target)
    except NotASheet as error:
        messages = {
            "broken": _("Berkas Excel ini tidak terbaca."),
            "too_large": _("Berkas Excel ini terlalu besar. Simpan sebagai CSV."),
        }
        raise InvalidInput("not_a_table", messages[error.code]) from error
    except OSError as error:
        raise InvalidInput("not_a_table", _("Berkas ini tidak terbaca.")) from error
    return target


def _check_table(
    source: Path, out: Path, in_words: bool, progress: Callable[[int], None]
) -> BulkReport:
    report = BulkReport()
    try:
        stream = open_text(source)
    except (NotText, OSError) as error:
        raise InvalidInput("not_a_table", _("Berkas ini bukan tabel yang terbaca.")) from error
    with stream, out.open("w", encoding="utf-8", newline="") as written:
        header = stream.readline()
        delimiter = sniff_delimiter(header)
        names = next(csv.reader([header], delimiter=delimiter), [])
        skipped = len(words_added()) if in_words and _is_own_result(names) else 0
        headings = [name.strip() for name in names[skipped:]]
        _check_header(headings, added=() if in_words else ADDED)
        table = _Table(headings, scheme_codes(), published_spans())
        writer = csv.writer(written)
        writer.writerow(_head(headings, in_words))
        for line, cells in _rows(csv.reader(stream, delimiter=delimiter)):
            own = cells[skipped:]
            result = _judge(table, own)
            report.count(result.name)
            copied = [neutralise(cell) for cell in own[: len(headings)]]
            copied += [""] * (len(headings) - len(copied))
            if in_words:
                writer.writerow([*_in_words(result), line, *copied])
            else:
                writer.writerow([*copied, *_in_codes(result)])
            if report.read % _REPORT_EVERY == 0:
                progress(report.read)
    return report


def _rows(rows: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield line and cells of every row that holds something; the header is line 1."""
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield rows.line_num + 1, cells


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
    if len(headings) > _LONGEST_ROW or not any(map(is_scheme_heading, headings)):
        raise InvalidInput(
            "no_scheme_column", _("Baris pertama harus memuat kolom skema (atau scheme).")
        )
    names = [heading.lower() for heading in headings]
    if len({*names}) != len(names) or {*names} & {*added}:
        raise InvalidInput(
            "columns_twice", _("Ada nama kolom yang ganda atau sudah dipakai untuk hasil.")
        )


def _judge(table: _Table, cells: Sequence[str]) -> _Result:
    """Judge one row, or say why it cannot be read."""
    try:
        if len(cells) > len(table.headings):
            raise BadRowError([_("Baris ini mempunyai lebih banyak isi daripada kolom.")])
        row = [*zip(table.headings, (cell.strip() for cell in cells), strict=False)]
        vocabulary, on = _vocabulary(table, row)
        verdict = evaluate_facts(vocabulary.edition, read_facts(vocabulary, row), on)
    except BadRowError as bad:
        return _Result(None, faults=bad.messages)
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
    day = next((text for heading, text in row if is_day_heading(heading)), "")
    try:
        on = parse_date(day) if day else clock.today()
    except NotADate as error:
        raise BadRowError(
            [_("Tanggal “%(text)s” tidak terbaca.") % {"text": quoted(day)}]
        ) from error
    typed = next((text for heading, text in row if is_scheme_heading(heading)), "")
    scheme = table.schemes.get(folded(typed))
    if scheme is None:
        is_empty = not typed.strip()
        raise BadRowError([_("Isi nama skema.") if is_empty else _("Skema ini tidak dikenal.")])
    span = next((each for each in table.spans if each.covers(scheme, on)), None)
    if span is None:
        raise BadRowError([_("Tidak ada ketentuan yang berlaku pada tanggal itu.")])
    if span.edition not in table.vocabularies:
        table.vocabularies[span.edition] = Vocabulary(edition_on(scheme, on))
    return table.vocabularies[span.edition], on
