"""Verdicts over the rows of a spreadsheet, one by one.

Columns and values may be codes, as programs write them, or the words of the pages, as people do
(`programs.services.bulk_check.vocabulary`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates.parsing import NotADate, parse_date
from common.errors import InvalidInput
from common.files.cell_faults import fault_in
from common.files.formulas import neutralise
from common.files.table_reader import TableRow
from common.files.tables import MAX_TEXT
from common.text.typed import says_nothing
from common.text.typed_messages import date_message
from programs.messages.violations import office_message, violation_message
from programs.policies.eligibility import Verdict
from programs.selectors.catalogue import EditionSpan, edition_on, published_spans
from programs.selectors.verdicts import evaluate_facts
from programs.services.bulk_check.cells import BadRowError, cell_fault, plain_cell, read_facts
from programs.services.bulk_check.table import BulkTable, is_sum, shown
from programs.services.bulk_check.vocabulary import (
    Vocabulary,
    day_accepted,
    folded,
    is_day_heading,
    is_scheme_heading,
    known_scheme,
    scheme_codes,
)

ADDED: Final = ("eligible", "codes", "messages")
_LONGEST_ROW: Final = 200
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass
class BulkCounts:
    """How many rows were read, and their results; `bad` rows could not be read.

    `skipped` rows of sums are not among them.
    """

    read: int = 0
    eligible: int = 0
    refused: int = 0
    open: int = 0
    bad: int = 0
    skipped: int = 0

    def count(self, result: str) -> None:
        """Count one row with this result, which is the name of a counter."""
        self.read += 1
        setattr(self, result, getattr(self, result) + 1)


@dataclass(frozen=True)
class RowResult:
    """The result of one row: the name of its counter in `BulkCounts`, and its line in the file."""

    name: str
    cells: list[Any]


@dataclass(frozen=True)
class _Result:
    """The result of one row: a verdict and what it misses in words, or why it cannot be read."""

    verdict: Verdict | None
    missing: Sequence[str] = ()
    faults: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The name of the counter of `BulkCounts` for this result."""
        if self.verdict is None:
            return "bad"
        return {True: "eligible", False: "refused", None: "open"}[self.verdict.eligible]


@dataclass
class _Table:
    """The columns of a file, and what was fetched for its rows.

    Each edition and its words are fetched once, whatever schemes and days the rows name.
    """

    headings: Sequence[str]
    schemes: Mapping[str, str]
    known_scheme: str
    spans: Sequence[EditionSpan]
    today: date
    vocabularies: dict[int, Vocabulary] = field(default_factory=dict)


class RowResults:
    """The lines of a result, in codes after the table's own columns, or in words before them.

    Words are in the active language; a table that has them already is judged without them. `today`
    is the day of rows that name none. Raises what `check_headings` raises.
    """

    def __init__(self, read: BulkTable, *, in_words: bool, today: date) -> None:
        self._read = read
        self._in_words = in_words
        self._skipped = _added_before(read.headings) if in_words else 0
        headings = read.headings[self._skipped :]
        check_headings(headings, added=() if in_words else ADDED)
        self._table = _Table(headings, scheme_codes(), known_scheme(), published_spans(), today)

    def head(self) -> list[str]:
        """Return the line with the names of the columns."""
        headings = self._table.headings
        if self._in_words:
            return [*words_added(), *(neutralise(heading) for heading in headings)]
        return [*(neutralise(heading) for heading in headings), *ADDED]

    def of(self, row: TableRow) -> RowResult | None:
        """Judge one row, or say in its columns why it cannot be read; None for a row of sums.

        In words a cell is cut at what a cell of a spreadsheet can hold.
        """
        headings = self._table.headings
        own = (row.cells or [])[self._skipped :]
        if is_sum(headings, own):
            return None
        if row.cells is None:
            result = _Result(None, faults=[self._read.fault(row)])
        else:
            result = _judge(self._table, row.line, own)
        cells = shown(own)
        if self._in_words:
            cells = [_as_people_write(cell)[:MAX_TEXT] for cell in cells]
        copied = [neutralise(cell) for cell in cells]
        copied += [""] * (len(headings) - len(copied))
        if self._in_words:
            return RowResult(result.name, [*_said_in_words(result), row.line, *copied])
        return RowResult(result.name, [*copied, *_said_in_codes(result)])


def check_table(read: BulkTable) -> None:
    """Raise what a check in words raises for the columns of a table, without judging a row."""
    check_headings(read.headings[_added_before(read.headings) :], added=())


def check_headings(headings: Sequence[str], *, added: Sequence[str]) -> None:
    """Raise InvalidInput `too_many_columns`, or `columns_twice`, also with those `added`."""
    if len(headings) > _LONGEST_ROW:
        text = _("Paling banyak %(most)s kolom. Hapus kolom yang tidak dinilai.")
        raise InvalidInput("too_many_columns", text % {"most": _LONGEST_ROW})
    names = [heading.lower() for heading in headings if heading]
    if len({*names}) != len(names) or {*names} & {*added}:
        raise InvalidInput(
            "columns_twice", _("Ada nama kolom yang ganda atau sudah dipakai untuk hasil.")
        )


def words_added() -> tuple[str, str, str]:
    """Return the headings of the columns that are added in words, in the active language."""
    return _("Hasil"), _("Alasan"), _("Baris")


def result_words() -> dict[str, str]:
    """Return the words of each result in the active language, by its counter in `BulkCounts`."""
    return {
        "eligible": _("memenuhi syarat"),
        "refused": _("belum memenuhi"),
        "open": _("kurang data"),
        "bad": _("tidak terbaca"),
    }


def _added_before(names: Sequence[str]) -> int:
    """Return how many columns of an earlier check in words the table begins with."""
    first = [name.strip() for name in names[: len(words_added())]]
    for language, _name in settings.LANGUAGES:
        with override(language):
            if first == [*words_added()]:
                return len(first)
    return 0


def _as_people_write(cell: str) -> str:
    """Return a day of a workbook, which is in ISO format, as Indonesians write it."""
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


def _said_in_codes(result: _Result) -> list[str]:
    verdict = result.verdict
    if verdict is None:
        return ["", "bad_row", " ".join(result.faults)]
    codes = [v.code for v in verdict.violations] + [f"missing:{name}" for name in verdict.missing]
    eligible = {True: "true", False: "false", None: ""}[verdict.eligible]
    messages = " ".join(violation_message(v) for v in verdict.violations)
    return [eligible, " ".join(codes), neutralise(messages)]


def _said_in_words(result: _Result) -> list[str]:
    reasons = [*result.faults]
    if result.verdict is not None:
        reasons += [office_message(v) for v in result.verdict.violations]
    if result.missing:
        reasons.append(_("Belum diisi: %(names)s.") % {"names": ", ".join(result.missing)})
    return [result_words()[result.name], neutralise(" ".join(reasons))]


def _vocabulary(table: _Table, row: Sequence[tuple[str, str]]) -> tuple[Vocabulary, date]:
    """Return the words of the edition that judges the row, and the day."""
    day_column, day = next((pair for pair in row if is_day_heading(pair[0])), ("", ""))
    column, typed = next((pair for pair in row if is_scheme_heading(pair[0])), ("", ""))
    lost = [(name, text, fault_in(text)) for name, text in ((day_column, day), (column, typed))]
    faults = [cell_fault(name, text, lack.sentence) for name, text, lack in lost if lack]
    if faults:
        raise BadRowError(faults)
    try:
        on = table.today if says_nothing(day) else parse_date(day)
    except NotADate as error:
        fault = cell_fault(day_column, day, date_message(error.code), day_accepted())
        raise BadRowError([fault]) from error
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
