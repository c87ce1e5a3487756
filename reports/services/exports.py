"""Report files: small ones are streamed at once, large ones are made by a worker."""

import logging
import os
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.scope import EXPORT_ROLES, bounds_of, may_export_reports
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from common.files.export_formats import ExportFormat
from common.files.private_files import PrivateFiles
from common.jobs.workers import wake_worker_on_commit
from common.retention import retention
from notifications.services.outbox import enqueue
from reports.definitions.registry import report as find_report
from reports.enums import ExportState
from reports.models import ExportJob
from reports.selectors.rows import Report, one_snapshot
from reports.writers.csv import csv_chunks
from reports.writers.xlsx import MAX_ROWS, write_xlsx

STREAM_LIMIT = 50_000
MAKE_TASK = "reports.tasks.make_exports"
LEASE = timedelta(minutes=15)
RETENTION = retention("exports").period
# Of one person, waiting or being made: more would delay those of others.
WAITING_AT_ONCE: Final = 5
_READ = 256 * 1024
# The suffix of a file that is still being written.
_PART: Final = ".part"
# Every agency field in the whole province.
_EVERYTHING: Final[list[str | None]] = [None, None]
FILES: Final = PrivateFiles("exports", beside=(_PART,))
logger = logging.getLogger(__name__)


def authorise(user: User) -> None:
    """Raise NotPermitted unless the person is reporting staff or an administrator."""
    if not may_export_reports(user):
        raise NotPermitted("not_staff", _("Laporan hanya untuk petugas pelaporan."))


def prepare(user: User, name: str, raw: Mapping[str, str]) -> tuple[Report, dict[str, Any], int]:
    """Return the report, its checked filters and its number of rows."""
    authorise(user)
    report = find_report(name)
    filters = report.clean(raw)
    return report, filters, report.count(user, filters)


def stream_csv(user: User, report: Report, filters: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the file in pieces, count and rows from one snapshot."""
    with one_snapshot():
        expected = report.count(user, filters)
        yield from csv_chunks(report.headings(), report.selection(user, filters), expected)


def stream_xlsx(user: User, report: Report, filters: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the file in pieces; it is complete on disk before the first piece is sent."""
    with tempfile.TemporaryDirectory(prefix="report") as folder:
        path = Path(folder) / "report.xlsx"
        write_file(path, user, report, filters, ExportFormat.XLSX)
        with path.open("rb") as source:
            while piece := source.read(_READ):
                yield piece


def write_file(
    path: Path, user: User, report: Report, filters: Mapping[str, Any], file_format: str
) -> int:
    """Write the report to `path` and return its number of rows."""
    with one_snapshot():
        expected = report.count(user, filters)
        selection = report.selection(user, filters)
        if file_format == ExportFormat.CSV:
            with path.open("wb") as out:
                for piece in csv_chunks(report.headings(), selection, expected):
                    out.write(piece)
        else:
            write_xlsx(
                path,
                headings=report.headings(),
                types=report.types(),
                selection=selection,
                expected=expected,
                title=str(report.title),
            )
    return expected


def request_export(user: User, name: str, raw: Mapping[str, str], file_format: str) -> ExportJob:
    """Create a job for a worker; a request that already waits is returned instead.

    Raises NotPermitted, NotFound, InvalidInput, Conflict when a sheet cannot take the rows
    (`too_many_rows`) and while WAITING_AT_ONCE others of the person are not made yet
    (`too_many_waiting`).
    """
    if file_format not in set(ExportFormat):
        raise InvalidInput("bad_format", _("Pilih csv atau xlsx."), field="format")
    _report, filters, count = prepare(user, name, raw)
    if file_format == ExportFormat.XLSX and count > MAX_ROWS:
        raise Conflict(
            "too_many_rows",
            _("Satu lembar Excel memuat paling banyak 1.048.575 baris. Pilih CSV atau persempit."),
        )
    with transaction.atomic():
        # Locks the person's row first, so that two simultaneous requests find each other's job.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        wanted = {"report": name, "filters": filters, "format": file_format, "requested_by": user}
        waiting = ExportJob.objects.filter(**wanted, state=ExportState.WAITING)
        job = waiting.order_by("id").first()
        if job is None:
            _require_room(user)
            job = ExportJob.objects.create(**wanted, created_at=clock.now())
        wake_worker_on_commit(MAKE_TASK)
    return job


def _require_room(user: User) -> None:
    """Raise Conflict where too many exports of the person wait; under the lock of their row."""
    unmade = ExportJob.objects.filter(
        requested_by=user, state__in=(ExportState.WAITING, ExportState.RUNNING)
    )
    if unmade.count() >= WAITING_AT_ONCE:
        raise Conflict(
            "too_many_waiting",
            _("%(limit)s laporan Anda masih dibuat. Tunggu satu selesai, lalu minta lagi.")
            % {"limit": WAITING_AT_ONCE},
        )


def job_of(user: User, job_id: int) -> ExportJob:
    """Return the person's own job; raises NotFound, or NotPermitted for a right lost since."""
    authorise(user)
    job = ExportJob.objects.filter(pk=job_id, requested_by=user).first()
    if job is None:
        raise NotFound("not_found", _("Ekspor tidak ditemukan."))
    return job


def export_path(job: ExportJob) -> Path:
    """Return where the job's file is stored, outside every public folder."""
    return FILES.path(job.stored_name)


def open_export(job: ExportJob) -> IO[bytes]:
    """Open the job's file, which contains what its owner could read when it was made.

    Raises NotPermitted where the person lost a part of that scope since, Conflict `not_ready`
    before the file is made and once it is deleted.
    """
    try:
        if job.state == ExportState.READY:
            _require_scope(job)
            return export_path(job).open("rb")
    except FileNotFoundError:
        logger.info("export %s was deleted while it was asked for", job.pk)
    raise Conflict("not_ready", _("Berkas belum siap, atau sudah dihapus. Minta lagi."))


def _require_scope(job: ExportJob) -> None:
    """Raise NotPermitted unless the person still holds all that the file was made for.

    That scope is stored, since a removed posting leaves no trace of what it was.
    """
    now = _scope(job.requested_by)
    held = job.scope is not None and all(
        any(each in now for each in ([field, regency], [field, None], _EVERYTHING))
        for field, regency in job.scope
    )
    if not held:
        text = _("Penugasan Anda berubah sejak laporan ini diminta. Minta laporan baru.")
        raise NotPermitted("scope_lost", text)


def _scope(user: User) -> list[list[str | None]]:
    """Return the pairs of agency field and regency that the person exports today, as in JSON."""
    bounds = [list(bound) for bound in bounds_of(user, EXPORT_ROLES)]
    return [_EVERYTHING, *bounds] if user.is_superuser else bounds


def run_waiting() -> int:
    """Make every waiting export, one after the other; return how many were made.

    A job is claimed under a lease, so that another worker repeats it when this one dies.
    """
    made = 0
    while (job := _claim_job()) is not None:
        made += _run_job(job)
    return made


def _claim_job() -> ExportJob | None:
    now = clock.now()
    with transaction.atomic():
        job = (
            ExportJob.objects.select_for_update(skip_locked=True)
            .filter(
                Q(state=ExportState.WAITING) | Q(state=ExportState.RUNNING, claimed_until__lt=now)
            )
            .order_by("id")
            .first()
        )
        if job is not None:
            job.state = ExportState.RUNNING
            job.claimed_until = now + LEASE
            job.save(update_fields=["state", "claimed_until"])
    return job


def _run_job(job: ExportJob) -> bool:
    folder = FILES.folder()
    name = f"{uuid.uuid4()}.{job.format}"
    partial = FILES.path(name, _PART)
    try:
        # The person's right and scope are checked again now: either may be lost since the request.
        authorise(job.requested_by)
        scope = _scope(job.requested_by)
        rows = write_file(
            partial, job.requested_by, find_report(job.report), job.filters, job.format
        )
    except Exception as error:
        logger.exception("export %s failed", job.pk)
        partial.unlink(missing_ok=True)
        _finish(job, state=ExportState.FAILED, reason=type(error).__name__)
        return False
    os.replace(partial, folder / name)
    if _finish(job, state=ExportState.READY, rows=rows, scope=scope, stored_name=name):
        return True
    (folder / name).unlink(missing_ok=True)
    return False


def _finish(job: ExportJob, **values: Any) -> bool:
    """Record the end and notify the person; False when the lease expired and another took over."""
    with transaction.atomic():
        ours = ExportJob.objects.filter(
            pk=job.pk, state=ExportState.RUNNING, claimed_until=job.claimed_until
        )
        if not ours.update(finished_at=clock.now(), **values):
            logger.warning("export %s was taken over by another worker", job.pk)
            return False
        enqueue(
            key=f"export.{values['state']}",
            recipient=job.requested_by,
            context={"report": job.report, "rows": values.get("rows", 0)},
            link="/admin/laporan/",
        )
    return True


def delete_expired() -> int:
    """Delete up to 500 expired files and count them; also delete what a killed worker left."""
    expired = ExportJob.objects.filter(
        state=ExportState.READY, finished_at__lt=clock.now() - RETENTION
    ).order_by("id")
    deleted = 0
    for job in expired[:500]:
        export_path(job).unlink(missing_ok=True)
        ExportJob.objects.filter(pk=job.pk).update(state=ExportState.EXPIRED, stored_name="")
        deleted += 1
    ready = ExportJob.objects.exclude(stored_name="")
    FILES.delete_orphans(ready.values_list("stored_name", flat=True))
    return deleted
