"""What a reader does with the inbox."""

from accounts.models import User
from common.dates import clock
from notifications.models import InboxItem


def mark_read(item: InboxItem) -> None:
    """Remember when the message was opened first; opening it again changes nothing."""
    InboxItem.objects.filter(id=item.id, read_at__isnull=True).update(read_at=clock.now())


def mark_all_read(user: User) -> int:
    """Mark everything in the person's inbox as read; how many messages that was."""
    return InboxItem.objects.filter(user=user, read_at__isnull=True).update(read_at=clock.now())
