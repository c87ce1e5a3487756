"""Putting a message into the outbox."""

from datetime import datetime
from typing import Any

from accounts.models import User
from common import clock
from common.poke import poke_on_commit
from notifications.models import OutboxMessage

DELIVER_TASK = "notifications.tasks.deliver_due"


def enqueue(
    *,
    key: str,
    recipient: User | None = None,
    address: str = "",
    context: dict[str, Any],
    link: str = "",
    available_at: datetime | None = None,
) -> OutboxMessage:
    """Write a message in the caller's transaction: it goes out if and only if that commits.

    `context` is plain JSON for `templates/notifications/<key>/`; `link` a path of the portal.
    With a recipient it goes to every channel they left on, by e-mail to `address` when given and
    to their own otherwise; an address alone gets e-mail only. Raises ValueError without either.
    """
    if recipient is None and not address:
        raise ValueError("a message needs a recipient or an address")
    now = clock.now()
    planned = available_at or now
    message = OutboxMessage.objects.create(
        key=key,
        recipient=recipient,
        address=address,
        context=context,
        link=link,
        created_at=now,
        available_at=planned,
        next_attempt_at=planned,
    )
    poke_on_commit(DELIVER_TASK)
    return message
