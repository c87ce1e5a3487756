"""Background work on bulk checks: one slice of one check at a time, from where the last ended.

A slice is short, so that messages and other checks get their turn beside a long one. The rows of a
chunk are judged first; then its lines of the result, the counts and the checkpoint are written in
one transaction, so that a killed worker loses one chunk and repeats none.
"""

import csv
import io
import logging
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.selectors.scope import is_official
from common.dates import clock
from common.errors import InvalidInput
from common.files.growing import GrowingFile, open_growing
from common.files.spreadsheets import SheetLimits
from common.files.table_reader import TableRow
from common.files.tables import write_sheet
from common.files.text_lines import Position
from common.jobs.leases import ClaimLost, claim_waiting, lock_claimed_row, release_row
from common.text.formats import number
from programs.enums import BulkCheckState
from programs.models import BulkCheck
from programs.services.bulk_check.files import (
    FILES,
    part_of,
    result_path,
    sheet_path,
    table_path,
    upload_path,
)
from programs.services.bulk_check.rows import BulkCounts, RowResults
from programs.services.bulk_check.table import BulkTable, as_text, read_text

logger = logging.getLogger(__name__)
CHUNK: Final = 500
_PROGRESS: Final = ("line", "offset", "result_bytes", "skipped", "claimed_until", "attempts")


def work_next() -> bool:
    """Advance the check that has waited longest by one slice; False when none waits.

    An error leaves the checkpoint as it is: the check is tried again after its lease, and refused
    after five failures at the same place.
    """
    with transaction.atomic():
        check = claim_waiting(_running(), settings.BULK_CHECK_LEASE)
        if check is not None and check.claim is None:
            with translation.override(check.language):
                _refuse(check, _("Pemeriksaan gagal berulang kali. Hubungi administrator portal."))
            return True
    if check is None:
        return False
    try:
        with translation.override(check.language):
            _work_on(check)
    except ClaimLost:
        logger.info("bulk check %s is worked on elsewhere", check.pk)
    except Exception:
        logger.exception("bulk check %s failed", check.pk)
        release_row(_running(), check.pk, check.claim, after=settings.BULK_CHECK_LEASE)
    _delete_what_was_discarded(check)
    return True


def _delete_what_was_discarded(check: BulkCheck) -> None:
    """Delete what the slice wrote for a check that its person discarded meanwhile."""
    if not BulkCheck.objects.filter(pk=check.pk).exists():
        FILES.delete(check.stored_name)


def _running() -> QuerySet[BulkCheck]:
    return BulkCheck.objects.filter(state=BulkCheckState.RUNNING)


def _work_on(check: BulkCheck) -> None:
    try:
        if not is_official(check.person):
            raise InvalidInput("right_lost", _("Penugasan Anda sebagai petugas sudah berakhir."))
        if not upload_path(check).exists():
            text = _("Berkas tidak ada lagi di penyimpanan. Unggah lagi.")
            raise InvalidInput("file_gone", text)
        _work_a_slice(check)
    except InvalidInput as error:
        with transaction.atomic():
            _refuse(lock_claimed_row(_running(), check.pk, check.claim), error.message)


def _work_a_slice(check: BulkCheck) -> None:
    ends = time.monotonic() + settings.BULK_CHECK_SLICE.total_seconds()
    text = _text_of(check)
    if check.total is None:
        _count_rows(check, text)
    with (
        read_text(text, after=Position(check.line, check.offset)) as table,
        open_growing(result_path(check), overwrite=False) as stream,
    ):
        result_path(check).chmod(0o600)
        results, out = RowResults(table, in_words=True, today=check.on), GrowingFile(stream)
        for rows in _chunks(table):
            check = _check_rows(check, results, rows, out)
            if time.monotonic() > ends:
                release_row(_running(), check.pk, check.claim)
                return
    _finish(check)


def _text_of(check: BulkCheck) -> Path:
    """Return the file as text; a workbook is written as text once, beside it."""
    table = table_path(check)
    if table.exists():
        return table
    part = part_of(table)
    limits = SheetLimits(rows=settings.BULK_CHECK_MAX_ROWS)
    text, sheet = as_text(upload_path(check), part, limits=limits)
    if text != part:
        return text
    with transaction.atomic():
        locked = lock_claimed_row(_running(), check.pk, check.claim)
        locked.sheet = sheet[:120]
        locked.renew(settings.BULK_CHECK_LEASE)
        locked.save(update_fields=["sheet", "claimed_until", "attempts"])
        part.replace(table)
    return table


def _count_rows(check: BulkCheck, text: Path) -> None:
    """Store how many rows the file has; raises InvalidInput for none, and for too many."""
    most = settings.BULK_CHECK_MAX_ROWS
    with read_text(text) as table:
        total = sum(1 for _row in islice(table.rows, most + 1))
    if not total:
        raise InvalidInput(
            "no_rows", _("Berkas ini hanya berisi nama kolom. Isi dahulu baris calon debiturnya.")
        )
    if total > most:
        raise InvalidInput(
            "too_many_rows",
            _("Lebih dari %(limit)s baris. Bagi menjadi beberapa berkas."),
            params={"limit": number(most)},
        )
    with transaction.atomic():
        locked = lock_claimed_row(_running(), check.pk, check.claim)
        locked.total = check.total = total
        locked.renew(settings.BULK_CHECK_LEASE)
        locked.save(update_fields=["total", "claimed_until", "attempts"])


def _chunks(table: BulkTable) -> Iterator[list[TableRow]]:
    while chunk := list(islice(table.rows, CHUNK)):
        yield chunk


def _check_rows(
    check: BulkCheck, results: RowResults, rows: Sequence[TableRow], out: GrowingFile
) -> BulkCheck:
    """Judge the rows, then write their lines, counts and end; raises ClaimLost."""
    counts = BulkCounts()
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    if not check.result_bytes:
        writer.writerow(results.head())
    for row in rows:
        result = results.of(row)
        if result is None:
            counts.skipped += 1
            continue
        counts.count(result.name)
        writer.writerow(result.cells)
    with transaction.atomic():
        locked = lock_claimed_row(_running(), check.pk, check.claim)
        for name in (*locked.counts, "skipped"):
            setattr(locked, name, getattr(locked, name) + getattr(counts, name))
        locked.line, locked.offset = rows[-1].end.line, rows[-1].end.offset
        locked.result_bytes = out.write(content.getvalue().encode(), at=locked.result_bytes)
        locked.renew(settings.BULK_CHECK_LEASE)
        locked.save(update_fields=[*locked.counts, *_PROGRESS])
    return locked


def _finish(check: BulkCheck) -> None:
    """Write the result as a sheet, and end the check; raises ClaimLost."""
    sheet = sheet_path(check)
    part = part_of(sheet)
    with result_path(check).open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        write_sheet(part, _distinct(next(rows)), rows, title=_("Kelayakan"))
    part.chmod(0o600)
    with transaction.atomic():
        locked = lock_claimed_row(_running(), check.pk, check.claim)
        locked.state = BulkCheckState.DONE
        _end(locked)
        part.replace(sheet)


def _distinct(headings: Sequence[str]) -> list[str]:
    """Return headings for a sheet, in which all must differ: a file may already have *Baris*."""
    found: list[str] = []
    for heading in headings:
        same = sum(1 for each in found if each == heading or each.startswith(f"{heading} ("))
        found.append(f"{heading} ({same + 1})" if same and heading in found else heading)
    return found


def _refuse(check: BulkCheck, sentence: str) -> None:
    """End a locked check with the reason; what was judged so far is not shown."""
    check.state = BulkCheckState.REFUSED
    check.refusal = sentence
    _end(check)


def _end(check: BulkCheck) -> None:
    check.ended_at = clock.now()
    check.clear_claim()
    check.save()
