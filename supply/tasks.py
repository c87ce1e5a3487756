"""Background tasks of orders."""

from celery import shared_task

from common.workers import wake_worker
from supply.services.planning import PLAN_TASK, work_next


@shared_task
def make_plans() -> bool:
    """Make the plan that waits longest; woken by who asks, by itself, and regularly by beat."""
    worked = work_next()
    if worked:
        wake_worker(PLAN_TASK)
    return worked
