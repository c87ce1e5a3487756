"""Celery tasks that beat starts."""

from celery import shared_task

from common.jobs.workers import wake_worker
from supply.services.ended_standings import tell_of_ends
from supply.services.orders.former_exporters import cancel_former_orders
from supply.services.plans.runs import PLAN_TASK, work_next
from supply.services.pooling import refresh_all, refresh_changed
from supply.services.requests import retention as forgetting
from supply.services.requests.left_requests import close_left_requests, tell_left_buyers
from supply.services.standings import remind_of_ends


@shared_task
def make_plans() -> bool:
    """Make the plan that waits longest; started by requests, by itself, and regularly by beat."""
    worked = work_next()
    if worked:
        wake_worker(PLAN_TASK)
    return worked


@shared_task
def remind_exporters() -> int:
    """Remind exporters that their standing is about to end; return how many."""
    return remind_of_ends()


@shared_task
def end_former_orders() -> int:
    """End what a former exporter leaves; woken by the end, and nightly by beat; return how much.

    Its open orders are cancelled first: of the others members are told that they do not go on.
    """
    ended = cancel_former_orders()
    return ended + tell_of_ends() + tell_left_buyers() + close_left_requests()


@shared_task
def refresh_pools() -> int:
    """Recount the pooled capacity of what changed; return how many groups."""
    return refresh_changed()


@shared_task
def refresh_all_pools() -> int:
    """Recount all pooled capacity; return how many groups."""
    return refresh_all()


@shared_task
def forget() -> int:
    """Delete what is not kept of requests; return how many were affected."""
    touched = forgetting.forget_unconfirmed() + forgetting.forget_buyers()
    return touched + forgetting.delete_orphans()
