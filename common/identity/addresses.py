"""E-mail addresses that name an account."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Visible ASCII: other letters look alike, and some have the same capitals as Latin ones.
PLAIN_ADDRESS: Final = r"^[!-~]*$"
LOOK_ALIKE: Final = _(
    "Email ini memuat huruf yang mirip huruf biasa. Ketik ulang dengan huruf a–z."
)


def is_plain_address(text: str) -> bool:
    """Tell whether an address has no letters that can be mistaken for others."""
    return re.fullmatch(PLAIN_ADDRESS, text) is not None


def check_address(address: str) -> None:
    """Raise ValidationError `look_alike` for an address with another letter than a to z.

    Django's own check ignores case, and so accepts letters that share their capitals with Latin
    ones.
    """
    if not is_plain_address(address):
        raise ValidationError(LOOK_ALIKE, code="look_alike")
