"""Imports, scans and sweeps in the background."""

from celery import shared_task

from common.poke import poke
from enterprises.services.document_sweeping import sweep
from enterprises.services.register_keeping import purge_old
from enterprises.services.register_runs import WORK_TASK
from enterprises.services.register_work import work_next
from enterprises.services.scanning import SCAN_TASK, scan_waiting


# Reading goes in short slices; only undoing a very large import takes long, being all or nothing.
@shared_task(soft_time_limit=3300, time_limit=3600)
def work_registers() -> bool:
    """Moves one import by a slice; poked on request, by itself, and swept by beat."""
    worked = work_next()
    if worked:
        poke(WORK_TASK)
    return worked


@shared_task
def purge_registers() -> int:
    """Removes files and former values that were kept long enough."""
    return purge_old()


@shared_task
def scan_documents() -> None:
    """Has waiting files scanned; when time ran out first, asks for another round."""
    if scan_waiting():
        poke(SCAN_TASK)


@shared_task
def sweep_documents() -> None:
    """Deletes what crashes left behind and files nobody needs any more."""
    sweep()
