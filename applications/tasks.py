"""Tasks that Celery beat starts."""

from celery import shared_task

from applications.services.decision_notices import note_deliveries
from applications.services.deemed_approval import attend_undecided
from applications.services.digest import send_queue_digests
from applications.services.lapsing import attend_corrections
from applications.services.objections import attend_objections
from applications.services.outside_steps import attend_steps
from applications.services.stale_holdings import return_stale_holdings


@shared_task
def send_morning_digests() -> int:
    """Send each reviewing official the daily digest of what waits; return how many went out."""
    return send_queue_digests()


@shared_task
def return_untouched_applications() -> int:
    """Return to the shared queue what its holder has left untouched; return how many."""
    return return_stale_holdings()


@shared_task
def attend_unanswered_corrections() -> list[int]:
    """Remind applicants of corrections, close what stayed unanswered; return how many of each."""
    return list(attend_corrections())


@shared_task
def attend_undecided_files() -> list[int]:
    """Warn before silence approves files, and approve them; return how many of each."""
    return list(attend_undecided())


@shared_task
def attend_outside_steps() -> int:
    """Remind owners of what they do outside the portal; return how many reminders went out."""
    return attend_steps()


@shared_task
def note_delivered_decisions() -> int:
    """Record which notices of refusals have reached their owner; return how many."""
    return note_deliveries()


@shared_task
def attend_due_objections() -> list[int]:
    """Reopen files whose objections were upheld by silence or waited; return how many of each."""
    return list(attend_objections())
