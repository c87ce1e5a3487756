"""People, agencies and consents in the admin."""

from accounts.admin import (
    agency,
    consent,
    office_contact,
    phone,
    second_factor,
    security_log,
    sign_in,
    token,
    user,
)

__all__ = [
    "agency",
    "consent",
    "office_contact",
    "phone",
    "second_factor",
    "security_log",
    "sign_in",
    "token",
    "user",
]
