"""Putting a message into the outbox."""

import json
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
    phone: str = "",
    secret: dict[str, str] | None = None,
    expires_at: datetime | None = None,
) -> OutboxMessage:
    """Write a message in the caller's transaction: it goes out if and only if that commits.

    `context` is plain JSON for `templates/notifications/<key>/`; `link` a path of the portal.
    With a recipient it goes to every channel they left on, by e-mail to `address` when given and
    to their own otherwise; an address alone gets e-mail only, a `phone` alone (`+628…`) the phone
    channels. `secret` joins the context but is stored encrypted and wiped at the end, as is
    `phone`. Raises ValueError when nobody is named.
    """
    if recipient is None and not address and not phone:
        raise ValueError("a message needs a recipient or an address or a phone number")
    now = clock.now()
    planned = available_at or now
    message = OutboxMessage(
        key=key,
        recipient=recipient,
        address=address,
        context=context,
        link=link,
        created_at=now,
        available_at=planned,
        next_attempt_at=planned,
        expires_at=expires_at,
    )
    if phone or secret:
        message.sealed = json.dumps({"phone": phone, "secret": secret or {}})
    message.save(force_insert=True)
    poke_on_commit(DELIVER_TASK)
    return message
