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
from accounts.selectors.scope import takes_reports_out
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from common.files.csv_text import neutralise
from common.files.formats import ExportFormat
from financing.models import SikpExport, SikpExportLine
from financing.policies.sikp import FIELDS, SikpRow
from financing.selectors.sikp import Candidate, candidates, never_exported, verified_files

# What one file holds and one request makes in a few seconds; the rest comes with the next.
MAX_ROWS = 5_000
_AT_ONCE = 500
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SikpFile:
    """The bytes of a file and its line in the log."""

    export: SikpExport
    content: bytes


def authorise(user: User) -> None:
    """Files for SIKP are for reporting staff and administrators; raises NotPermitted."""
    if not takes_reports_out(user):
        raise NotPermitted("not_staff", _("Berkas SIKP hanya untuk petugas pelaporan."))


def make_file(user: User, file_format: str, *, again: bool = False) -> SikpFile:
    """Verified candidates that SIKP would take, oldest first, at most MAX_ROWS of them.

    Those taken out before are left out unless `again`. The file and its log stand or fall together.
    Raises NotPermitted, InvalidInput for another format, Conflict when nothing is ready.
    """
    authorise(user)
    if file_format not in set(ExportFormat):
        raise InvalidInput("bad_format", _("Pilih csv atau xlsx."), field="format")
    with transaction.atomic():
        # Two officials of one province would otherwise take the same people out twice.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE financing_sikpexport IN SHARE ROW EXCLUSIVE MODE")
        chosen = _ready(user, again=again)
        if not chosen:
            raise Conflict("nothing_ready", _("Belum ada berkas yang siap untuk SIKP."))
        rows = [each.row for each in chosen if each.row is not None]
        content = _csv(rows) if file_format == ExportFormat.CSV else _xlsx(rows)
        export = SikpExport.objects.create(
            by=user,
            at=clock.now(),
            format=file_format,
            rows=len(rows),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        SikpExportLine.objects.bulk_create(
            SikpExportLine(export=export, application=each.application) for each in chosen
        )
    logger.info("SIKP file %s with %s rows taken out", export.pk, export.rows)
    return SikpFile(export, content)


def _ready(user: User, *, again: bool) -> list[Candidate]:
    files = (verified_files(user) if again else never_exported(user)).order_by("id")
    # Most owners have given no particulars; their files are not even read.
    files = files.filter(enterprise__borrower__isnull=False)
    ready: list[Candidate] = []
    last = 0
    while len(ready) < MAX_ROWS:
        page = list(files.filter(pk__gt=last)[:_AT_ONCE])
        if not page:
            break
        last = page[-1].pk
        ready += [each for each in candidates(page) if each.is_ready]
    return list(islice(_one_per_person(ready), MAX_ROWS))


def _one_per_person(ready: Sequence[Candidate]) -> list[Candidate]:
    """SIKP knows people, not applications: the later file of a person waits for the next time."""
    found: dict[str, Candidate] = {}
    for each in ready:
        if each.row is not None:
            found.setdefault(each.row["nik"], each)
    return list(found.values())


def _csv(rows: Sequence[SikpRow]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([neutralise(row[field]) for field in FIELDS])
    return out.getvalue().encode()


def _xlsx(rows: Sequence[SikpRow]) -> bytes:
    """All cells are text: a NIK as a number would lose its last digits."""
    with tempfile.TemporaryDirectory(prefix="sikp") as folder:
        path = Path(folder) / "sikp.xlsx"
        records = ({field: row[field] for field in FIELDS} for row in rows)
        write_worksheet(records, str(path), sheet_name="SIKP", bold_headers=True, freeze_row=1)
        return path.read_bytes()
