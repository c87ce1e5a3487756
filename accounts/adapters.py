"""The portal's changes to allauth's second factor: encrypted secrets and its own texts."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.identity.crypto import decrypt, encrypt

# Bound to the column only: allauth passes the text without its row.
_ENCRYPTION_CONTEXT = "mfa_authenticator.data|secret"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped
    """Encrypts the secrets that allauth stores, and names unnamed passkeys."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": gettext_lazy(
            "Pasang dulu aplikasi autentikator atau kunci sandi."
        ),
        "incorrect_code": gettext_lazy("Kode tidak cocok. Pakai kode yang sedang tampil."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored; raises MissingKey."""
        return base64.b64encode(encrypt(text, context=_ENCRYPTION_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret in plain text; raises MissingKey or DecryptionFailed."""
        return decrypt(base64.b64decode(encrypted_text), context=_ENCRYPTION_CONTEXT)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return a name for a passkey that its owner did not name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Kunci sandi %(number)s") % {"number": number}
