"""Marking messages of the inbox as read."""

from accounts.models import User
from common.dates import clock
from notifications.models import InboxItem


def mark_read(item: InboxItem) -> None:
    """Store when the message was first opened; opening it again changes nothing."""
    InboxItem.objects.filter(id=item.id, read_at__isnull=True).update(read_at=clock.now())


def mark_all_read(user: User) -> int:
    """Mark everything in the person's inbox as read; return how many messages that was."""
    return InboxItem.objects.filter(user=user, read_at__isnull=True).update(read_at=clock.now())
