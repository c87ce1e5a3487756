"""Forms of the second step: allauth's, in our words, each code good for one use."""

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
from common.identity.crypto import keyed_digest

_PERIOD: Final = 30
_ACTION: Final = "second_factor"


def _plain(form: forms.Form) -> None:
    """Our words; a placeholder is no label and vanishes when one types."""
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
    """A code of the application, or one of the recovery codes."""

    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)

    def clean_code(self) -> str:
        """The code; few tries per person, wherever they come from, and no code twice."""
        key = str(self.user.pk)
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
        seal = keyed_digest(purpose="second factor")
        seal.update(f"{self.user.pk} {''.join(code.split())}".encode())
        # As long as the code could be typed: its own half minute and those around it.
        lasting = _PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        return cache.add(f"second-factor-used:{seal.hexdigest()}", 1, timeout=lasting)


class AuthenticateForm(_CodeForm, base.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ReauthenticateForm(_CodeForm, base.ReauthenticateForm):  # type: ignore[misc]
    """The second step again, before something that matters."""


class ActivateTotpForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["code"].label = _("Kode dari aplikasi")
        self.fields["code"].help_text = _("6 angka yang sedang tampil di aplikasi.")


class AddKeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = "60"
        self.fields["name"].help_text = _("Supaya Anda mengenalinya, misalnya “HP kantor”.")
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = _("Pakai juga untuk masuk tanpa kata sandi")
        passwordless.help_text = _("Perangkat akan meminta sidik jari, wajah, atau PIN.")

    def clean_name(self) -> str:
        """The name, cut to what the list can show."""
        return str(super().clean_name())[:60]


class RenameKeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["name"].widget.attrs["maxlength"] = "60"

    def clean_name(self) -> str:
        """The name, cut to what the list can show."""
        return str(self.cleaned_data["name"])[:60]
