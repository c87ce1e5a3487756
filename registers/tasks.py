"""Imports in the background."""

from celery import shared_task

from common.workers import wake_worker
from registers.services.retention import purge_old
from registers.services.runs import WORK_TASK
from registers.services.worker import work_next


# Reading goes in short slices; only undoing a very large import takes long, being all or nothing.
@shared_task(soft_time_limit=3300, time_limit=3600)
def work_registers() -> bool:
    """Moves one import by a slice; poked on request, by itself, and swept by beat."""
    worked = work_next()
    if worked:
        wake_worker(WORK_TASK)
    return worked


@shared_task
def purge_registers() -> int:
    """Removes files and former values that were kept long enough."""
    return purge_old()
