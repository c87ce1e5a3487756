"""People, postings, consents, phone numbers and API keys."""

from accounts.models.consent import Consent, ConsentText
from accounts.models.idempotency import IdempotencyKey
from accounts.models.office_contact import OfficeContact
from accounts.models.phone import OneTimeCode, PhoneEvent, PhoneNumber
from accounts.models.posting import Agency, Posting
from accounts.models.saved_view import SavedView
from accounts.models.second_factor import SecondFactorReset
from accounts.models.security_event import SecurityEvent
from accounts.models.session import BrowserSession
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "Agency",
    "ApiToken",
    "BrowserSession",
    "Consent",
    "ConsentText",
    "IdempotencyKey",
    "OfficeContact",
    "OneTimeCode",
    "PhoneEvent",
    "PhoneNumber",
    "Posting",
    "SavedView",
    "SecondFactorReset",
    "SecurityEvent",
    "User",
]
