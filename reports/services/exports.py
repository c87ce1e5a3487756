"""Report files: small ones stream at once, large ones are made by a worker."""

import logging
import os
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.scope import takes_reports_out
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from common.files.formats import ExportFormat
from common.workers import wake_worker_on_commit
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
KEPT = timedelta(hours=32)
_READ = 256 * 1024
logger = logging.getLogger(__name__)


def authorise(user: User) -> None:
    """Reports are for reporting staff and administrators; raises NotPermitted."""
    if not takes_reports_out(user):
        raise NotPermitted("not_staff", _("Laporan hanya untuk petugas pelaporan."))


def prepare(user: User, name: str, raw: Mapping[str, str]) -> tuple[Report, dict[str, Any], int]:
    """The report, its checked filters and its number of rows."""
    authorise(user)
    found = find_report(name)
    filters = found.clean(raw)
    return found, filters, found.count(user, filters)


def stream_csv(user: User, found: Report, filters: Mapping[str, Any]) -> Iterator[bytes]:
    """The file in pieces, count and rows from one snapshot."""
    with one_snapshot():
        expected = found.count(user, filters)
        yield from csv_chunks(found.headings(), found.selection(user, filters), expected)


def stream_xlsx(user: User, found: Report, filters: Mapping[str, Any]) -> Iterator[bytes]:
    """The file in pieces; it is complete on disk before the first piece leaves."""
    with tempfile.TemporaryDirectory(prefix="report") as folder:
        path = Path(folder) / "report.xlsx"
        write_file(path, user, found, filters, ExportFormat.XLSX)
        with path.open("rb") as source:
            while piece := source.read(_READ):
                yield piece


def write_file(
    path: Path, user: User, found: Report, filters: Mapping[str, Any], file_format: str
) -> int:
    """Writes the report to `path` and returns its number of rows."""
    with one_snapshot():
        expected = found.count(user, filters)
        selection = found.selection(user, filters)
        if file_format == ExportFormat.CSV:
            with path.open("wb") as out:
                for piece in csv_chunks(found.headings(), selection, expected):
                    out.write(piece)
        else:
            write_xlsx(
                path,
                headings=found.headings(),
                types=found.types(),
                selection=selection,
                expected=expected,
                title=str(found.title),
            )
    return expected


def request_export(user: User, name: str, raw: Mapping[str, str], file_format: str) -> ExportJob:
    """A job for a worker; the same waiting request by the same person is the same job.

    Raises NotPermitted, NotFound, InvalidInput, Conflict when a sheet cannot hold the rows.
    """
    if file_format not in set(ExportFormat):
        raise InvalidInput("bad_format", _("Pilih csv atau xlsx."), field="format")
    _found, filters, count = prepare(user, name, raw)
    if file_format == ExportFormat.XLSX and count > MAX_ROWS:
        raise Conflict(
            "too_many_rows",
            _("Satu lembar Excel memuat paling banyak 1.048.575 baris. Pilih CSV atau persempit."),
        )
    with transaction.atomic():
        # The person's row is locked first: two tabs at once must find each other's request.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        wanted = {"report": name, "filters": filters, "format": file_format, "requested_by": user}
        waiting = ExportJob.objects.filter(**wanted, state=ExportState.WAITING)
        job = waiting.order_by("id").first()
        if job is None:
            job = ExportJob.objects.create(**wanted, created_at=clock.now())
        wake_worker_on_commit(MAKE_TASK)
    return job


def job_of(user: User, job_id: int) -> ExportJob:
    """A job the person asked for; raises NotFound for others', NotPermitted for former readers."""
    authorise(user)
    found = ExportJob.objects.filter(pk=job_id, requested_by=user).first()
    if found is None:
        raise NotFound("not_found", _("Ekspor tidak ditemukan."))
    return found


def export_path(job: ExportJob) -> Path:
    """Where the job's file lies, outside every public folder."""
    return Path(settings.MEDIA_ROOT) / "exports" / job.stored_name


def run_waiting() -> int:
    """Makes every waiting export, one after the other; returns how many were made.

    A job is taken under a lease, so that one whose worker died is made again by another.
    """
    made = 0
    while (job := _take()) is not None:
        made += _make(job)
    return made


def _take() -> ExportJob | None:
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


def _make(job: ExportJob) -> bool:
    folder = Path(settings.MEDIA_ROOT) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{uuid.uuid4()}.{job.format}"
    partial = folder / f"{name}.part"
    try:
        # The person's scope is asked again now: a right lost since the request counts.
        authorise(job.requested_by)
        rows = write_file(
            partial, job.requested_by, find_report(job.report), job.filters, job.format
        )
    except Exception as error:
        logger.exception("export %s failed", job.pk)
        partial.unlink(missing_ok=True)
        _finish(job, state=ExportState.FAILED, reason=type(error).__name__)
        return False
    os.replace(partial, folder / name)
    if _finish(job, state=ExportState.READY, rows=rows, stored_name=name):
        return True
    (folder / name).unlink(missing_ok=True)
    return False


def _finish(job: ExportJob, **values: Any) -> bool:
    """Records the end and tells the person; False when the lease ran out and another took over."""
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


def sweep_old() -> int:
    """Deletes files older than 32 hours; returns how many."""
    old = ExportJob.objects.filter(
        state=ExportState.READY, finished_at__lt=clock.now() - KEPT
    ).order_by("id")
    swept = 0
    for job in old[:500]:
        export_path(job).unlink(missing_ok=True)
        ExportJob.objects.filter(pk=job.pk).update(state=ExportState.EXPIRED, stored_name="")
        swept += 1
    return swept
