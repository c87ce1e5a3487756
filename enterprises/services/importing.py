"""Imports an office's register of enterprises: in chunks, at flat memory, safe to repeat."""

import csv
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common import clock
from common.csvtext import neutralise
from common.errors import InvalidInput
from common.identity import IdentityError, check_nib, check_nik
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from enterprises.services.cleaning import EnterpriseData, Lookups, clean, unquote
from enterprises.services.register_chunk import Fault, Ready, write_chunk
from enterprises.services.register_file import RegisterRow, read_register
from reference.selectors.regions import find_regency

CHUNK = 2000
RETRIES = 3


@dataclass
class ImportReport:
    """Rows by what became of them; every row read is exactly one of the other four."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    bad: int = 0


def import_file(
    path: Path,
    *,
    dry_run: bool = False,
    errors_out: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Creates and updates enterprises from a CSV register; bad rows are left out and listed.

    `errors_out` gets `line,column,reason`; `progress` is called with the rows read so far. A NIB,
    or a sole proprietor's NIK, that stands in an earlier row counts as taken even when that row is
    bad: which of the two is right is for people to say. Each chunk is one transaction, so a broken
    run is finished by repeating it. Raises InvalidInput when the file is no register.
    """
    rows = read_register(path)
    first = next(rows, None)
    report = ImportReport()
    with _opened(errors_out) as stream:
        journal = _Journal(stream)
        reader = _Reader()
        source = iter(()) if first is None else _chain(first, rows)
        while chunk := list(islice(source, CHUNK)):
            report.read += len(chunk)
            _import_chunk(chunk, reader, journal, report, dry_run=dry_run)
            if progress is not None:
                progress(report.read)
        report.bad = journal.rows
    return report


def as_json(report: ImportReport) -> dict[str, int]:
    """The report by the contract's names."""
    return asdict(report)


def _import_chunk(
    chunk: list[RegisterRow],
    reader: "_Reader",
    journal: "_Journal",
    report: ImportReport,
    *,
    dry_run: bool,
) -> None:
    ready: list[Ready] = []
    faults: list[Fault] = []
    for row in chunk:
        read = reader.read(row)
        if isinstance(read, Ready):
            ready.append(read)
        else:
            faults += read
    for attempt in range(RETRIES):
        try:
            with transaction.atomic():
                outcome = write_chunk(ready, dry_run=dry_run)
            break
        except IntegrityError:
            # Somebody registered one of these meanwhile: the next look-up sees it.
            if attempt == RETRIES - 1:
                raise
    report.created += outcome.created
    report.updated += outcome.updated
    report.unchanged += outcome.unchanged
    journal.write(faults + outcome.faults)


class _Reader:
    """Cleans rows, and remembers on which line each NIB and sole proprietor's NIK first stood."""

    def __init__(self) -> None:
        self._today = clock.today()
        # A row is never refused for its KBLI, so the lists need not be asked.
        self._lookups = Lookups(regency=cache(find_regency), kbli=lambda code, version: code)
        self._nibs: dict[int, int] = {}
        self._niks: dict[bytes, int] = {}

    def read(self, row: RegisterRow) -> Ready | list[Fault]:
        if row.values is None:
            return [Fault(row.line, "", row.fault)]
        faults: list[Fault] = []
        data: EnterpriseData | None = None
        try:
            data = clean(row.values, today=self._today, lookups=self._lookups)
        except InvalidInput as error:
            faults = [Fault(row.line, e.field or "", str(e.message)) for e in error.errors]
        nik_index = self._nik_index(row.values)
        faults += self._repeats(row.line, row.values, nik_index)
        if data is None or faults or nik_index is None:
            return faults
        return Ready(row.line, data, nik_index)

    def _repeats(
        self, line: int, values: dict[str, str], nik_index: bytes | None
    ) -> Iterator[Fault]:
        nib = _checked(check_nib, values.get("nib", ""))
        if nib is not None and (earlier := self._nibs.setdefault(int(nib), line)) != line:
            text = _("NIB ini sudah ada di baris %(line)s berkas ini.") % {"line": earlier}
            yield Fault(line, "nib", text)
        if nik_index is None or not _is_sole(values):
            return
        if (earlier := self._niks.setdefault(nik_index, line)) != line:
            text = _("NIK ini sudah ada di baris %(line)s berkas ini.") % {"line": earlier}
            yield Fault(line, "nik", text)

    def _nik_index(self, values: dict[str, str]) -> bytes | None:
        nik = _checked(check_nik, values.get("nik", ""))
        return None if nik is None else Enterprise.nik.index_of(nik)


class _Journal:
    """The list of bad rows, written as they are found."""

    def __init__(self, stream: TextIO | None) -> None:
        self.rows = 0
        self._writer = csv.writer(stream, lineterminator="\n") if stream else None
        if self._writer:
            self._writer.writerow(("line", "column", "reason"))

    def write(self, faults: list[Fault]) -> None:
        self.rows += len({fault.line for fault in faults})
        if self._writer is None:
            return
        for fault in sorted(faults, key=lambda fault: fault.line):
            self._writer.writerow((fault.line, fault.column, neutralise(fault.reason)))


def _opened(path: Path | None) -> "nullcontext[None] | TextIO":
    if path is None:
        return nullcontext()
    try:
        return path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        text = _("Daftar kesalahan tidak dapat ditulis: %(why)s.")
        raise InvalidInput("errors_unwritable", text % {"why": error.strerror or ""}) from error


def _chain(first: RegisterRow, rest: Iterator[RegisterRow]) -> Iterator[RegisterRow]:
    yield first
    yield from rest


def _checked(check: Callable[[str], str], text: str) -> str | None:
    try:
        return check(unquote(text))
    except IdentityError:
        return None


def _is_sole(values: dict[str, str]) -> bool:
    """An unreadable legal form counts as a sole proprietor's: nothing better is known of it."""
    form = unquote(values["legal_form"]).lower()
    return form == LegalForm.SOLE or form not in LegalForm.values
