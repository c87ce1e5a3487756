"""People, their roles, their consent and their keys."""

from accounts.models.consent import Consent, ConsentText
from accounts.models.idempotency import IdempotencyKey
from accounts.models.posting import Agency, Posting
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "Agency",
    "ApiToken",
    "Consent",
    "ConsentText",
    "IdempotencyKey",
    "Posting",
    "User",
]
