"""A person's own messages."""

from django.db.models import QuerySet

from accounts.models import User
from notifications.models import InboxItem


def inbox_of(user: User) -> QuerySet[InboxItem]:
    """Return the person's messages, newest first."""
    return InboxItem.objects.filter(user=user).order_by("-created_at", "-id")


def unread_count(user: User) -> int:
    """Return how many messages the person has not opened."""
    return InboxItem.objects.filter(user=user, read_at__isnull=True).count()
