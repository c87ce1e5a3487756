"""Tasks of the installation itself."""

from celery import shared_task

from operations.heartbeat import Process, record


@shared_task
def heartbeat() -> None:
    """Record that a worker takes tasks from the broker and runs them."""
    record(Process.WORKER)
