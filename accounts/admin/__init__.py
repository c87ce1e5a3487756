"""People, offices and consents in the admin."""

from accounts.admin import agency, consent, sign_in, user

__all__ = ["agency", "consent", "sign_in", "user"]
