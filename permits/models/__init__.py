"""Permits, their history and their reminders."""

from permits.models.permit import Permit
from permits.models.permit_event import PermitEvent
from permits.models.permit_reminder import PermitReminder

__all__ = ["Permit", "PermitEvent", "PermitReminder"]
