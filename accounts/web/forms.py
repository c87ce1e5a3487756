"""Forms of the account pages: allauth's, with the portal's labels and without placeholders."""

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
from accounts.selectors.tokens import has_valid_tokens
from accounts.services.password_rules import PASSWORD_HINT
from accounts.services.sign_up import complete_sign_up
from accounts.services.tokens import revoke_tokens_of
from common.dates import clock
from common.identity.names import is_readable_name
from common.web.guarded_forms import GuardedForm
from common.web.missing import NamesMissingFields, name_missing_fields

_NAME_LENGTH = 120
_LABELS = {
    "login": _("Email"),
    "email": _("Email"),
    "password": _("Kata sandi"),
    "password1": _("Kata sandi baru"),
    "password2": _("Kata sandi baru, sekali lagi"),
    "oldpassword": _("Kata sandi sekarang"),
}


def check_name(name: str) -> None:
    """Raise ValidationError `unreadable` for a name that officials could not read."""
    if not is_readable_name(name):
        raise ValidationError(
            _("Tulis nama dengan huruf, tanpa tanda yang tidak terlihat."), code="unreadable"
        )


class _LabelledForm(forms.Form):
    """Sets the portal's labels and drops placeholders, which vanish when the person types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = _LABELS.get(name, field.label)
            if name == "password1":
                field.help_text = PASSWORD_HINT
            elif name in _LABELS:
                field.help_text = ""
        name_missing_fields(self)


class LoginForm(_LabelledForm, allauth_forms.LoginForm):  # type: ignore[misc]
    """Signing in with e-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "remember" in self.fields:
            self.fields["remember"].label = _("Tetap masuk di perangkat ini")

    def user_credentials(self) -> dict[str, Any]:
        """Return allauth's credentials, with the name under which axes counts failed attempts.

        Case-folded, so that another spelling of an address is not another count.
        """
        credentials: dict[str, Any] = super().user_credentials()
        name = self.cleaned_data["login"].casefold()
        return {**credentials, settings.AXES_USERNAME_FORM_FIELD: name}


class SignUpFields(NamesMissingFields):
    """What every sign-up asks for: a name, and consent to the text that is shown."""

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

    @cached_property
    def consent_text(self) -> ConsentText:
        """Return the text the person agrees to."""
        return current_text(ConsentPurpose.ACCOUNT, clock.today())


class SignupForm(SignUpFields, _LabelledForm, allauth_forms.SignupForm):  # type: ignore[misc]
    """Opening an account by e-mail and password."""

    field_order = ("name", "email", "password1", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Kami mengirim tautan konfirmasi ke alamat ini.")
        self.fields["password1"].label = _("Kata sandi")

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Return the new person, or the response for an address that already has an account."""
        if self.account_already_exists:
            # Hashed only for its time: a faster response would reveal that there is an account.
            User().set_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """Create account, address and consent in one transaction."""
        user: User = super().save(request)
        return user

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Complete the new account; allauth calls this within `save`."""
        complete_sign_up(
            user, name=self.cleaned_data["name"], language=get_language() or user.language
        )


class _EndsTokens(_LabelledForm):
    """Offers to end the person's API keys together with the old password."""

    user: User | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user is not None and has_valid_tokens(self.user):
            self.fields["end_tokens"] = forms.BooleanField(
                label=_("Cabut juga semua kunci API saya"),
                help_text=_("Program yang memakainya berhenti sampai diberi kunci baru."),
                required=False,
            )

    @transaction.atomic
    def save(self) -> None:
        """Store the password, and end the keys when that was asked for."""
        super().save()  # type: ignore[misc]  # allauth's form comes after this one
        if self.user is not None and self.cleaned_data.get("end_tokens"):
            revoke_tokens_of(self.user, by=self.user)


class ResetPasswordForm(_LabelledForm, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Requesting a link to choose a new password."""


class ResetPasswordKeyForm(_EndsTokens, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choosing a new password by that link."""


class ChangePasswordForm(_EndsTokens, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Changing the password by giving the old one."""


class SetPasswordForm(_EndsTokens, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """Choosing the first password of an account that had none."""


class ReauthenticateForm(_LabelledForm, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Giving the password again before a sensitive change."""


class AddEmailForm(_LabelledForm, allauth_forms.AddEmailForm):  # type: ignore[misc]
    """Adding an e-mail address."""


class ProfileForm(GuardedForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The fields that people may change about themselves."""

    language = forms.ChoiceField(
        label=_("Bahasa"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu.")},
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
        name_missing_fields(self)
