"""What the portal changes in allauth's second factor: secrets are sealed, words are ours."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.identity.crypto import decrypt, encrypt

# Sealed to the column only: allauth hands over the text without its row.
_PLACE = "mfa_authenticator.data|secret"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped
    """The adapter of the second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": gettext_lazy(
            "Pasang dulu aplikasi autentikator atau kunci sandi."
        ),
        "incorrect_code": gettext_lazy("Kode tidak cocok. Pakai kode yang sedang tampil."),
    }

    def encrypt(self, text: str) -> str:
        """The secret as the database keeps it; raises MissingKey."""
        return base64.b64encode(encrypt(text, context=_PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again; raises MissingKey or DecryptionFailed."""
        return decrypt(base64.b64decode(encrypted_text), context=_PLACE)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """A name for a passkey that its owner did not name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Kunci sandi %(number)s") % {"number": number}
