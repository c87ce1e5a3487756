"""Background tasks of bulk checks."""

from celery import shared_task

from common.jobs.workers import wake_worker
from programs.services.bulk_check.jobs import WORK_TASK
from programs.services.bulk_check.retention import purge_old
from programs.services.bulk_check.worker import work_next


@shared_task
def work_bulk_checks() -> bool:
    """Advance one check by a slice; started by requests, by itself, and regularly by beat."""
    worked = work_next()
    if worked:
        wake_worker(WORK_TASK)
    return worked


@shared_task
def purge_bulk_checks() -> int:
    """Delete checks, files and results whose retention period is over."""
    return purge_old()
