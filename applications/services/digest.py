"""The daily message to officials: what waits for them, and their own reminders."""

from django.db import transaction
from django.db.models import Count, Q

from accounts.enums import REVIEW_ROLES
from accounts.models import User
from accounts.selectors.scope import postings_on
from applications.selectors.objections import to_do
from applications.selectors.outside_steps import mine_to_close
from applications.selectors.queue import queue_of
from applications.selectors.remarks import due_reminders
from common.dates import clock
from notifications.services.outbox import enqueue


def send_queue_digests() -> int:
    """Write a digest for officials with waiting applications or reminders; return how many.

    One transaction per official, so that a failure keeps the digests already written.
    """
    today = clock.today()
    reminders = due_reminders(today)
    posted = postings_on(today).filter(
        Q(role__in=[str(r) for r in REVIEW_ROLES]) | Q(user__in=reminders)
    )
    recipients = User.objects.filter(pk__in=posted.values("user_id"), is_active=True).order_by("pk")
    written = 0
    for official in recipients.iterator():
        counts = queue_of(official).aggregate(
            waiting=Count("pk"),
            due_today=Count("pk", filter=Q(due_on=today)),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
        )
        due = reminders.get(official.pk, 0)
        objections = to_do(official).count()
        reports = mine_to_close(official).count()
        if counts["waiting"] or due or objections or reports:
            also = {"reminders": due, "objections": objections, "reports": reports}
            context = {**counts, **also}
            with transaction.atomic():
                enqueue(key="queue.digest", recipient=official, context=context, link="/admin/")
            written += 1
    return written
