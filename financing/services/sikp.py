"""The file of verified loan candidates for SIKP: the one export with the full NIK."""

import csv
import hashlib
import io
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import write_worksheet

from accounts.models import User
from accounts.selectors.scope import may_export_reports
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from common.files.export_formats import ExportFormat
from common.files.formulas import neutralise
from financing.models import SikpExport, SikpExportLine
from financing.policies.sikp import FIELDS, SikpRow
from financing.selectors.sikp import Candidate, candidates, never_exported, verified_applications

# As many rows as one request writes in a few seconds; the rest goes into the next file.
MAX_ROWS = 5_000
_BATCH_SIZE = 500
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SikpFile:
    """The bytes of a file and its line in the log."""

    export: SikpExport
    content: bytes


def authorise(user: User) -> None:
    """Raise NotPermitted for anyone but reporting staff and administrators."""
    if not may_export_reports(user):
        raise NotPermitted("not_staff", _("Berkas SIKP hanya untuk petugas pelaporan."))


def make_file(user: User, file_format: str, *, again: bool = False) -> SikpFile:
    """Write a file of verified candidates that SIKP would accept, oldest first, at most MAX_ROWS.

    Candidates exported before are left out unless `again`. The export is logged in the same
    transaction, under a lock on the log. Raises NotPermitted, InvalidInput for another format,
    Conflict when nothing is ready.
    """
    authorise(user)
    if file_format not in set(ExportFormat):
        raise InvalidInput("bad_format", _("Pilih csv atau xlsx."), field="format")
    with transaction.atomic():
        # Two officials at once would otherwise export the same people twice.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE financing_sikpexport IN SHARE ROW EXCLUSIVE MODE")
        ready = _ready(user, again=again)
        if not ready:
            raise Conflict("nothing_ready", _("Belum ada berkas yang siap untuk SIKP."))
        rows = [each.row for each in ready if each.row is not None]
        content = _csv(rows) if file_format == ExportFormat.CSV else _xlsx(rows)
        export = SikpExport.objects.create(
            by=user,
            at=clock.now(),
            format=file_format,
            rows=len(rows),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        SikpExportLine.objects.bulk_create(
            SikpExportLine(export=export, application=each.application) for each in ready
        )
    logger.info("SIKP file %s with %s rows taken out", export.pk, export.rows)
    return SikpFile(export, content)


def _ready(user: User, *, again: bool) -> list[Candidate]:
    applications = (verified_applications(user) if again else never_exported(user)).order_by("id")
    # Most owners have given no particulars; their applications are not even read.
    applications = applications.filter(enterprise__borrower__isnull=False)
    ready: list[Candidate] = []
    last = 0
    while len(ready) < MAX_ROWS:
        page = list(applications.filter(pk__gt=last)[:_BATCH_SIZE])
        if not page:
            break
        last = page[-1].pk
        ready += [each for each in candidates(page) if each.is_ready]
    return list(islice(_one_per_person(ready), MAX_ROWS))


def _one_per_person(ready: Sequence[Candidate]) -> list[Candidate]:
    """Return the first application of each NIK: SIKP registers people, so a later one waits."""
    by_nik: dict[str, Candidate] = {}
    for each in ready:
        if each.row is not None:
            by_nik.setdefault(each.row["nik"], each)
    return list(by_nik.values())


def _csv(rows: Sequence[SikpRow]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([neutralise(row[field]) for field in FIELDS])
    return out.getvalue().encode()


def _xlsx(rows: Sequence[SikpRow]) -> bytes:
    """Write every cell as text: a NIK as a number would lose its last digits."""
    with tempfile.TemporaryDirectory(prefix="sikp") as folder:
        path = Path(folder) / "sikp.xlsx"
        records = ({field: neutralise(row[field]) for field in FIELDS} for row in rows)
        write_worksheet(records, str(path), sheet_name="SIKP", bold_headers=True, freeze_row=1)
        return path.read_bytes()
