"""Writing messages into the outbox."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from common.dates import clock
from common.identity.names import without_links
from common.jobs.workers import wake_worker_on_commit
from notifications.models import OutboxMessage
from notifications.policies.notice import Notice

# Keys of a context with names that people chose: they must never become links.
_NAMES = frozenset(
    {
        "company",
        "contact",
        "enterprise",
        "exporter",
        "helper",
        "holder",
        "name",
        "owner",
        "person",
        "product",
        "title",
        "wanted",
    }
)
DELIVER_TASK = "notifications.tasks.deliver_due"


def enqueue_all(notices: Iterable[Notice]) -> None:
    """Write each notice in the caller's transaction, in order."""
    for notice in notices:
        _write(
            OutboxMessage(
                key=notice.key,
                recipient_id=notice.recipient_id,
                context=_plain_names(notice.context),
                link=notice.link,
            )
        )


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
    With a recipient it goes to every channel they have switched on, by e-mail to `address` if given
    and to their own otherwise; an address alone gets e-mail only, a `phone` alone (`+628…`) the
    phone channels. `secret` joins the context but is stored encrypted and wiped at the end, as is
    `phone`. Raises ValueError without recipient, address and phone.
    """
    if recipient is None and not address and not phone:
        raise ValueError("a message needs a recipient or an address or a phone number")
    message = OutboxMessage(
        key=key,
        recipient=recipient,
        address=address,
        context=_plain_names(context),
        link=link,
        expires_at=expires_at,
    )
    if phone or secret:
        message.sealed = json.dumps({"phone": phone, "secret": secret or {}})
    return _write(message, available_at)


def _plain_names(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context with names in which no phone or mail program detects a link."""
    return {
        name: without_links(value) if name in _NAMES and isinstance(value, str) else value
        for name, value in context.items()
    }


def _write(message: OutboxMessage, available_at: datetime | None = None) -> OutboxMessage:
    message.created_at = clock.now()
    message.available_at = message.next_attempt_at = available_at or message.created_at
    message.save(force_insert=True)
    wake_worker_on_commit(DELIVER_TASK)
    return message
