"""Permits, their history and their reminders; places that an office gives."""

from permits.models.commitment import Commitment
from permits.models.commitment_notice import CommitmentNotice
from permits.models.letter_year import LetterYear
from permits.models.permit import Permit
from permits.models.permit_change import PermitChange
from permits.models.permit_event import PermitEvent
from permits.models.permit_reminder import PermitReminder
from permits.models.slot import Slot
from permits.models.slot_quota import SlotQuota

__all__ = [
    "Commitment",
    "CommitmentNotice",
    "LetterYear",
    "Permit",
    "PermitChange",
    "PermitEvent",
    "PermitReminder",
    "Slot",
    "SlotQuota",
]
