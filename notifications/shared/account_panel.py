"""The way from a person to the messages they were sent (settings.ACCOUNT_PANELS)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from accounts.shared.account_panel import AccountPanel
from common.lists.counting import capped_count, counted
from notifications.selectors.outbox import messages_to


def _messages(reader: User, person: User) -> Mapping[str, Any] | None:
    """Return how many messages the person was sent, and the list of them."""
    if not reader.has_perm("notifications.view_outboxmessage"):
        return None
    address = reverse("admin:notifications_outboxmessage_changelist")
    return {
        "count": counted(capped_count(messages_to(person))),
        "url": f"{address}?{urlencode({'recipient': person.pk})}",
    }


MESSAGES = AccountPanel("admin/backoffice/panels/messages.html", _messages)
