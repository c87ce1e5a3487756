"""People, offices and consents in the admin."""

from accounts.admin import agency, consent, user

__all__ = ["agency", "consent", "user"]
