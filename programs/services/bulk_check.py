"""Verdicts over the rows of a spreadsheet, one by one and in constant memory."""

import csv
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from common.dates import clock
from common.dates.parsing import NotADate, parse_date
from common.errors import DomainError, InvalidInput
from common.files.csv_text import NotText, neutralise, open_text, sniff_delimiter
from common.files.spreadsheets import NotASheet, is_sheet, sheet_to_csv
from common.money.rupiah import NotAnAmount, parse_rupiah
from programs.enums import QuestionType
from programs.kinds.registry import fact_shapes
from programs.messages.refusals import answer_message
from programs.messages.violations import violation_message
from programs.models import Edition
from programs.policies.answers import AnswerShape, BadAnswerError, clean_answer
from programs.selectors.catalogue import edition_on
from programs.selectors.verdicts import evaluate_facts
from reference.enums import Sector
from reference.selectors.regions import all_regencies

ADDED = ("eligible", "codes", "messages")
_YES = frozenset({"ya", "yes", "true", "1", "y"})
_NO = frozenset({"tidak", "no", "false", "0", "t", "n"})
_LONGEST_ROW = 200
_REPORT_EVERY = 1_000
_Editions = dict[tuple[str, date], Edition]


@dataclass
class BulkReport:
    """How many rows were read, and their results; `bad` rows could not be read."""

    read: int = 0
    eligible: int = 0
    refused: int = 0
    open: int = 0
    bad: int = 0


class _BadRowError(Exception):
    """One row cannot be checked; `messages` say why."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(len(messages))
        self.messages = messages


def check_file(
    source: Path, out: Path, *, progress: Callable[[int], None] = lambda _rows: None
) -> BulkReport:
    """Write the table to `out` with the columns `eligible`, `codes` and `messages` added.

    `source` is CSV, or XLSX of which the first sheet is read.

    Columns: `scheme`, `on` (today where absent or empty), the facts of the public API and the
    scheme's own questions; others, such as a name, are passed through. An empty cell means that the
    fact is unknown. A bad row is reported in its columns and does not stop the others. Raises
    InvalidInput for a file that is not a table, has no `scheme` column, has a column twice, or
    already has one of the columns that are added.
    """
    with tempfile.TemporaryDirectory(prefix="bulk") as folder:
        return _check_table(_as_csv(source, Path(folder) / "sheet.csv"), out, progress)


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


def _check_table(source: Path, out: Path, progress: Callable[[int], None]) -> BulkReport:
    report = BulkReport()
    try:
        stream = open_text(source)
    except (NotText, OSError) as error:
        raise InvalidInput("not_a_table", _("Berkas ini bukan tabel yang terbaca.")) from error
    with stream, out.open("w", encoding="utf-8", newline="") as written:
        header = stream.readline()
        delimiter = sniff_delimiter(header)
        names = next(csv.reader([header], delimiter=delimiter), [])
        columns = [name.strip().lower() for name in names]
        _check_header(columns)
        writer = csv.writer(written)
        # A file names few schemes and days; each edition is fetched once.
        editions: _Editions = {}
        writer.writerow([*columns, *ADDED])
        for cells in csv.reader(stream, delimiter=delimiter):
            if not any(cell.strip() for cell in cells):
                continue
            report.read += 1
            copied = [neutralise(cell) for cell in cells[: len(columns)]]
            copied += [""] * (len(columns) - len(copied))
            writer.writerow([*copied, *_answer(columns, cells, report, editions)])
            if report.read % _REPORT_EVERY == 0:
                progress(report.read)
    return report


def _check_header(columns: Sequence[str]) -> None:
    if "scheme" not in columns or len(columns) > _LONGEST_ROW:
        raise InvalidInput("no_scheme_column", _("Baris pertama harus memuat kolom scheme."))
    if len({*columns}) != len(columns) or {*columns} & {*ADDED}:
        raise InvalidInput(
            "columns_twice", _("Ada nama kolom yang ganda atau sudah dipakai untuk hasil.")
        )


def _answer(
    columns: Sequence[str], cells: Sequence[str], report: BulkReport, editions: _Editions
) -> list[str]:
    try:
        if len(cells) > len(columns):
            raise _BadRowError([_("Baris ini mempunyai lebih banyak isi daripada kolom.")])
        row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
        edition, on = _edition(row, editions)
        verdict = evaluate_facts(edition, _facts(edition, row), on)
    except _BadRowError as bad:
        report.bad += 1
        return ["", "bad_row", " ".join(bad.messages)]
    counter = {True: "eligible", False: "refused", None: "open"}[verdict.eligible]
    setattr(report, counter, getattr(report, counter) + 1)
    codes = [v.code for v in verdict.violations] + [f"missing:{name}" for name in verdict.missing]
    eligible = {True: "true", False: "false", None: ""}[verdict.eligible]
    messages = " ".join(violation_message(v) for v in verdict.violations)
    return [eligible, " ".join(codes), neutralise(messages)]


def _edition(row: Mapping[str, str], editions: _Editions) -> tuple[Edition, date]:
    try:
        on = parse_date(row["on"]) if row.get("on") else clock.today()
    except NotADate as error:
        raise _BadRowError([_("Tanggal pada kolom on tidak terbaca.")]) from error
    try:
        key = (row["scheme"], on)
        if key not in editions:
            editions[key] = edition_on(*key)
        return editions[key], on
    except DomainError as error:
        raise _BadRowError([error.message]) from error


def _facts(edition: Edition, row: Mapping[str, str]) -> dict[str, Any]:
    shapes = dict(fact_shapes())
    shapes |= {q.code: q.shape for q in edition.questions.all()}
    codes = tuple(regency.code for regency in all_regencies())
    shapes["regency"] = AnswerShape(QuestionType.CHOICE, options=codes)
    shapes["sector"] = AnswerShape(QuestionType.CHOICE, options=tuple(Sector.values))
    facts: dict[str, Any] = {}
    wrong: list[str] = []
    for name, text in row.items():
        if not text or name not in shapes:
            continue
        try:
            facts[name] = _read(shapes[name], text)
        except BadAnswerError as bad:
            wrong.append(f"{name}: {answer_message(bad.code, bad.params)}")
    started = facts.get("business_started_on")
    if started is not None:
        facts["business_started_on"] = date.fromisoformat(started)
        if facts["business_started_on"] > clock.today():
            wrong.append(_("business_started_on: tanggal ini belum terjadi."))
    if wrong:
        raise _BadRowError(wrong)
    return facts


def _read(shape: AnswerShape, text: str) -> Any:
    """Return a cell in the type of its fact; raises BadAnswerError."""
    match QuestionType(shape.type):
        case QuestionType.MONEY | QuestionType.NUMBER:
            try:
                return clean_answer(shape, parse_rupiah(text))
            except NotAnAmount as error:
                raise BadAnswerError("not_a_whole_number") from error
        case QuestionType.BOOLEAN:
            return clean_answer(shape, _yes_or_no(text))
        case QuestionType.DATE:
            try:
                return parse_date(text).isoformat()
            except NotADate as error:
                raise BadAnswerError("not_a_date") from error
        case _:
            return clean_answer(shape, text)


def _yes_or_no(text: str) -> Any:
    """Return True, False, or the text itself, which the caller then refuses."""
    if text.casefold() in _YES:
        return True
    return False if text.casefold() in _NO else text
