"""Celery tasks that beat starts."""

from celery import shared_task

from permits.services.clock import expire_permits, remind_of_ends
from permits.services.commitments import attend_commitments


@shared_task
def expire() -> int:
    """End the recorded permits whose last day has passed; return how many."""
    return expire_permits()


@shared_task
def remind() -> int:
    """Send the reminders of permits that end; return how many."""
    return remind_of_ends()


@shared_task
def follow_commitments() -> int:
    """Remind of commitments, and notify offices of overdue ones; return for how many permits."""
    return attend_commitments()
