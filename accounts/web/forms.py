"""Forms of the account pages: allauth's, in our words and without placeholders."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import ConsentPurpose
from accounts.models import ConsentText, User
from accounts.selectors.consent import current_text
from accounts.services.sign_up import complete_sign_up
from common.dates import clock
from common.identity.names import is_readable_name

_NAME_LENGTH = 120
_LABELS = {
    "login": _("Surel"),
    "email": _("Surel"),
    "password": _("Kata sandi"),
    "password1": _("Kata sandi baru"),
    "password2": _("Kata sandi baru, sekali lagi"),
    "oldpassword": _("Kata sandi sekarang"),
}
_PASSWORD_HINT = _("Paling sedikit 8 huruf, angka, atau tanda; jangan hanya angka.")


def check_name(name: str) -> None:
    """Raises ValidationError `unreadable` for a name that officials could not read."""
    if not is_readable_name(name):
        raise ValidationError(
            _("Tulis nama dengan huruf, tanpa tanda yang tidak terlihat."), code="unreadable"
        )


class _Plain(forms.Form):
    """Our labels; a placeholder is no label and vanishes when one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = _LABELS.get(name, field.label)
            if name == "password1":
                field.help_text = _PASSWORD_HINT
            elif name in _LABELS:
                field.help_text = ""


class LoginForm(_Plain, allauth_forms.LoginForm):  # type: ignore[misc]
    """Signing in with e-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "remember" in self.fields:
            self.fields["remember"].label = _("Tetap masuk di perangkat ini")

    def user_credentials(self) -> dict[str, Any]:
        """allauth's credentials, with the name under which axes counts failed attempts.

        Folded, so that another spelling of an address is not another count.
        """
        credentials: dict[str, Any] = super().user_credentials()
        name = self.cleaned_data["login"].casefold()
        return {**credentials, settings.AXES_USERNAME_FORM_FIELD: name}


class SignupForm(_Plain, allauth_forms.SignupForm):  # type: ignore[misc]
    """Opening an account: name, e-mail, password, and a yes to the text that is shown."""

    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=_NAME_LENGTH,
        help_text=_("Seperti tertulis di KTP."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[check_name],
    )
    consent = forms.BooleanField(
        label=_("Saya sudah membaca dan menyetujui pemakaian data saya."),
        error_messages={"required": _("Tanpa persetujuan, akun tidak dapat dibuat.")},
    )
    field_order = ("name", "email", "password1", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Kami mengirim tautan konfirmasi ke alamat ini.")
        self.fields["password1"].label = _("Kata sandi")

    @cached_property
    def consent_text(self) -> ConsentText:
        """The words the person agrees to."""
        return current_text(ConsentPurpose.ACCOUNT, clock.today())

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new person, or the answer for an address that has an account already."""
        if self.account_already_exists:
            # Nobody's password, only its time: a faster answer would tell that there is an account.
            User().set_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """Account, address and consent stand together or not at all."""
        user: User = super().save(request)
        return user

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """allauth's place for what a portal adds to a new account."""
        complete_sign_up(
            user, name=self.cleaned_data["name"], language=get_language() or user.language
        )


class ResetPasswordForm(_Plain, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Asking for a link to choose a new password."""


class ResetPasswordKeyForm(_Plain, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choosing a new password behind the link."""


class ChangePasswordForm(_Plain, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Choosing a new password with the old one."""


class SetPasswordForm(_Plain, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """Choosing the first password of an account that had none."""


class ReauthenticateForm(_Plain, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Giving the password again before something that matters."""


class AddEmailForm(_Plain, allauth_forms.AddEmailForm):  # type: ignore[misc]
    """Adding an address."""


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What a person may change about themselves."""

    language = forms.ChoiceField(
        label=_("Bahasa"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("Surat dari portal juga memakai bahasa ini."),
    )

    class Meta:
        model = User
        fields = ("name", "language")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].validators.append(check_name)
