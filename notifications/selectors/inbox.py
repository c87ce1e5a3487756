"""A person's own messages."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from notifications.models import InboxItem


def inbox_of(user: User) -> QuerySet[InboxItem]:
    """Return the person's messages, newest first."""
    return InboxItem.objects.filter(user=user).order_by("-created_at", "-id")


def unread_count(user: User) -> int:
    """Return how many messages the person has not opened."""
    return InboxItem.objects.filter(user=user, read_at__isnull=True).count()


def unread_of_user() -> Coalesce:
    """Return the same count as an expression, for a query of users."""
    unread = InboxItem.objects.filter(user=OuterRef("pk"), read_at__isnull=True).order_by()
    counted = unread.values("user").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
