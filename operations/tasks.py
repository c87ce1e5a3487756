"""Work of the portal's own frame."""

from celery import shared_task

from operations.heartbeat import Process, record


@shared_task
def heartbeat() -> None:
    """Prove that a worker takes tasks from the broker and runs them."""
    record(Process.WORKER)
