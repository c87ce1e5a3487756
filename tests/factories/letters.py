"""Letters as they wait in the outbox: sealed."""

import json

from notifications.models import OutboxMessage


def letter_text(message: OutboxMessage | None = None) -> str:
    """Return the body of an account letter, by default of the newest."""
    return _secret(message)["body"]


def letter_subject(message: OutboxMessage | None = None) -> str:
    """Return the subject of an account letter, by default of the newest."""
    return _secret(message)["subject"]


def _secret(message: OutboxMessage | None) -> dict[str, str]:
    letters = OutboxMessage.objects.filter(key="account.mail")
    secret: dict[str, str] = json.loads((message or letters.latest("created_at")).sealed)["secret"]
    return secret
