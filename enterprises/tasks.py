"""Background tasks of enterprises: files, helpers, capacity."""

from celery import shared_task

from common.jobs.workers import wake_worker
from enterprises.services.capacity_promises import release_expired
from enterprises.services.consent_codes import forget_unanswered_codes
from enterprises.services.document_sweeping import sweep
from enterprises.services.helper_access import end_declared
from enterprises.services.previews import make_missing_previews
from enterprises.services.scanning import SCAN_TASK, scan_waiting


@shared_task
def scan_documents() -> None:
    """Scan waiting files; when time runs out first, request another round."""
    if scan_waiting():
        wake_worker(SCAN_TASK)


@shared_task
def make_previews() -> None:
    """Make the thumbnails of files that have none yet, for about two minutes."""
    make_missing_previews()


@shared_task
def end_declared_helpers() -> None:
    """End the helpers whose owners have not consented in time, and delete unused codes."""
    end_declared()
    forget_unanswered_codes()


@shared_task
def sweep_documents() -> None:
    """Delete files left behind by crashes, and files that are no longer needed."""
    sweep()


@shared_task
def release_expired_options() -> None:
    """Release parts of weeks that were reserved and not committed in time."""
    release_expired()
