"""Forms of the phone pages."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import CodeVia
from accounts.models import PhoneNumber
from accounts.web.forms import SignUpFields
from common.identity.numbers import IdentityError, check_phone
from common.web.missing import NamesMissingFields

_SPACES = re.compile(r"[\s.\-]")
_DIGITS = {"inputmode": "numeric", "maxlength": "12"}


class PhoneForm(NamesMissingFields):
    """A mobile number, and the channel for its code."""

    phone = forms.CharField(
        label=_("Nomor ponsel"),
        max_length=40,
        help_text=_("Contoh: 0812 3456 7890."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    via = forms.ChoiceField(
        label=_("Kirim kode lewat"),
        choices=CodeVia,
        initial=CodeVia.WHATSAPP,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu.")},
    )

    def clean_phone(self) -> str:
        try:
            return check_phone(self.cleaned_data["phone"])
        except IdentityError:
            raise ValidationError(
                _("Tulis nomor ponsel Indonesia, diawali 08 atau +62 8, misalnya 0812 3456 7890."),
                code="phone_invalid",
            ) from None


class CodeForm(NamesMissingFields):
    """The code from the message."""

    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        widget=forms.TextInput(
            attrs={**_DIGITS, "autocomplete": "one-time-code", "class": "short"}
        ),
    )

    def clean_code(self) -> str:
        return _six_digits(self.cleaned_data["code"], _("Tulis 6 angka dari pesan kami."))


class PinForm(NamesMissingFields):
    """The PIN of a person on a shared number."""

    pin = forms.CharField(
        label=_("PIN 6 angka"),
        max_length=20,
        widget=forms.PasswordInput(
            attrs={**_DIGITS, "autocomplete": "current-password", "class": "short"}
        ),
    )

    def clean_pin(self) -> str:
        return _six_digits(self.cleaned_data["pin"], _("PIN terdiri atas 6 angka."))


class NewPinForm(NamesMissingFields):
    """A new PIN, entered twice because it is not shown."""

    pin = forms.CharField(
        label=_("PIN 6 angka"),
        max_length=20,
        help_text=_("Jangan tanggal lahir, angka berurutan, atau angka kembar."),
        widget=forms.PasswordInput(
            attrs={**_DIGITS, "autocomplete": "new-password", "class": "short"}
        ),
    )
    again = forms.CharField(
        label=_("PIN sekali lagi"),
        max_length=20,
        widget=forms.PasswordInput(
            attrs={**_DIGITS, "autocomplete": "new-password", "class": "short"}
        ),
    )

    def clean_pin(self) -> str:
        return _six_digits(self.cleaned_data["pin"], _("PIN terdiri atas 6 angka."))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        again = _SPACES.sub("", data.get("again", ""))
        if data.get("pin") and again and data["pin"] != again:
            self.add_error("again", _("Kedua PIN tidak sama."))
        return data


class PersonForm(forms.Form):
    """Which of the people who share the number is signing in."""

    NEW = "new"
    person = forms.ChoiceField(
        label=_("Siapa Anda?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu.")},
    )

    def __init__(self, *args: Any, people: list[PhoneNumber], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(number.pk), number.user.get_full_name()) for number in people]
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [*names, (self.NEW, _("Orang lain, belum punya akun"))]


class PhoneSignUpForm(SignUpFields, NewPinForm):
    """Opening an account by phone; on a shared number it also asks for a PIN."""

    field_order = ("name", "pin", "again", "consent")

    def __init__(self, *args: Any, is_shared: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_shared:
            del self.fields["pin"], self.fields["again"]


def _six_digits(text: str, message: Any) -> str:
    digits = _SPACES.sub("", text)
    if not re.fullmatch(r"[0-9]{6}", digits):
        raise ValidationError(message, code="digits")
    return digits
