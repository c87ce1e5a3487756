"""The daily message to officials."""

from django.db import transaction
from django.db.models import Count, Q

from accounts.enums import REVIEW_ROLES
from accounts.models import Posting, User
from applications.selectors.queue import queue_of
from common.dates import clock
from notifications.services.outbox import enqueue


def send_queue_digests() -> int:
    """Write a digest for every official with waiting applications; return how many were written.

    One transaction per official, so that a failure keeps the digests already written.
    """
    today = clock.today()
    reviewers = User.objects.filter(
        is_active=True,
        pk__in=Posting.objects.filter(role__in=[str(r) for r in REVIEW_ROLES])
        .filter(valid_from__lte=today)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .values("user_id"),
    ).order_by("pk")
    written = 0
    for official in reviewers.iterator():
        counts = queue_of(official).aggregate(
            waiting=Count("pk"),
            due_today=Count("pk", filter=Q(due_on=today)),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
        )
        if counts["waiting"]:
            with transaction.atomic():
                enqueue(key="queue.digest", recipient=official, context=counts, link="/admin/")
            written += 1
    return written
