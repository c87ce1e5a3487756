"""Who opened the documents of an enterprise, from the security log."""

from django.db.models import QuerySet

from accounts.models import SecurityEvent
from accounts.selectors.security_log import events_of_holder
from enterprises.models import Enterprise


def holder_of(enterprise_id: int) -> str:
    """Return the key that identifies the enterprise in the log."""
    return f"enterprise:{enterprise_id}"


def openings_of(enterprise: Enterprise) -> QuerySet[SecurityEvent]:
    """Return every opening of its documents that the log still has, newest first."""
    return events_of_holder(holder_of(enterprise.pk))
