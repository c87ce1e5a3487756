"""Forms of the second factor: allauth's, with the portal's labels; each code works once."""

from typing import Any, Final

from allauth.core import context, ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.known_devices import device_knowing, person_subject
from common.identity.crypto import keyed_digest

_PERIOD: Final = 30
_ACTION: Final = "second_factor"


def _set_labels(form: forms.Form) -> None:
    """Set the portal's labels and drop placeholders, which vanish when the person types."""
    code = form.fields.get("code")
    if code is not None:
        code.label = _("Kode")
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "short",
        }
    if "name" in form.fields:
        form.fields["name"].label = _("Nama kunci")


class _CodeForm(base.BaseAuthenticateForm):  # type: ignore[misc]  # untyped
    """Takes a code of the application, or one of the recovery codes."""

    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_labels(self)

    def clean_code(self) -> str:
        """Return the code; it works once.

        Attempts are limited per person, not per address; a known device has its own limit, which a
        thief of the password cannot use up.
        """
        device = device_knowing(context.request, person_subject(self.user))
        key = f"{self.user.pk} {device.id}" if device else str(self.user.pk)
        if not ratelimit.consume(context.request, action=_ACTION, key=key):
            raise ValidationError(
                _("Kode salah terlalu sering. Coba lagi seperempat jam lagi."), code="too_many"
            )
        code = str(super().clean_code())
        if self.authenticator.type == Authenticator.Type.TOTP and not self._is_first_use(code):
            raise get_adapter().validation_error("incorrect_code")
        ratelimit.clear(context.request, action=_ACTION, key=key)
        return code

    def _is_first_use(self, code: str) -> bool:
        digest = keyed_digest(purpose="second factor")
        digest.update(f"{self.user.pk} {''.join(code.split())}".encode())
        # As long as the code is accepted: its own half minute and those around it.
        lifetime = _PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        return cache.add(f"second-factor-used:{digest.hexdigest()}", 1, timeout=lifetime)


class AuthenticateForm(_CodeForm, base.AuthenticateForm):  # type: ignore[misc]
    """Signing in with the second factor."""


class ReauthenticateForm(_CodeForm, base.ReauthenticateForm):  # type: ignore[misc]
    """The second factor again, before a sensitive change."""


class ActivateTotpForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """Sets up an application by its first code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_labels(self)
        self.fields["code"].label = _("Kode dari aplikasi")
        self.fields["code"].help_text = _("6 angka yang sedang tampil di aplikasi.")


class AddKeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """Adds a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_labels(self)
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = "60"
        self.fields["name"].help_text = _("Supaya Anda mengenalinya, misalnya “HP kantor”.")
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = _("Pakai juga untuk masuk tanpa kata sandi")
        passwordless.help_text = _("Perangkat akan meminta sidik jari, wajah, atau PIN.")

    def clean_name(self) -> str:
        """Return the name, cut to what the list can show."""
        return str(super().clean_name())[:60]


class RenameKeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Renames a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_labels(self)
        self.fields["name"].widget.attrs["maxlength"] = "60"

    def clean_name(self) -> str:
        """Return the name, cut to what the list can show."""
        return str(self.cleaned_data["name"])[:60]
