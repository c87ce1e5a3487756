"""A field that names a person by the e-mail address of their account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A person, given by the address that they sign in with, in any spelling."""

    default_error_messages = {
        "invalid_choice": _("Tidak ada akun dengan email ini. Buat akunnya lebih dahulu."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.all(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the address of a stored person; what was typed stays as it is."""
        if isinstance(value, int):
            return User.objects.filter(pk=value).values_list("email", flat=True).first()
        return value

    def to_python(self, value: Any) -> User | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        person = User.objects.with_address(typed)
        if person is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return person
