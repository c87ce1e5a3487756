"""Background tasks of imports."""

from celery import shared_task

from common.jobs.workers import wake_worker
from registers.services.retention import purge_old
from registers.services.runs import WORK_TASK
from registers.services.worker import work_next


# Reading runs in short slices; only undoing a very large import takes long: all or nothing.
@shared_task(soft_time_limit=3300, time_limit=3600)
def work_registers() -> bool:
    """Advance one import by a slice; started by requests, by itself, and regularly by beat."""
    worked = work_next()
    if worked:
        wake_worker(WORK_TASK)
    return worked


@shared_task
def purge_registers() -> int:
    """Delete files and former values whose retention period is over."""
    return purge_old()
