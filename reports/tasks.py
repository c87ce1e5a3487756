"""Tasks that make report files in the background and delete them again."""

from celery import shared_task

from reports.services.exports import delete_expired, run_waiting


@shared_task
def make_exports() -> int:
    """Make every waiting export; started by a request and, in case that is lost, by beat."""
    return run_waiting()


@shared_task
def sweep_exports() -> int:
    """Delete files past their retention."""
    return delete_expired()
