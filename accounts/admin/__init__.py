"""People, agencies and consents in the admin."""

from accounts.admin import agency, consent, phone, second_factor, sign_in, user

__all__ = ["agency", "consent", "phone", "second_factor", "sign_in", "user"]
