"""Exports in the background."""

from celery import shared_task

from reports.services.exports import run_waiting, sweep_old


@shared_task
def make_exports() -> int:
    """Makes what waits; poked on request and swept by beat."""
    return run_waiting()


@shared_task
def sweep_exports() -> int:
    """Removes files nobody fetched in time."""
    return sweep_old()
