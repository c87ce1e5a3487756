"""E-mail addresses that name an account."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Visible ASCII: other letters look alike, and capitals of some are capitals of ours.
PLAIN_ADDRESS: Final = r"^[!-~]*$"
LOOK_ALIKE: Final = _(
    "Email ini memuat huruf yang mirip huruf biasa. Ketik ulang dengan huruf a–z."
)


def is_plain_address(text: str) -> bool:
    """Tell whether an address has only letters that no other letter is taken for."""
    return re.fullmatch(PLAIN_ADDRESS, text) is not None


def check_address(address: str) -> None:
    """Raise ValidationError `look_alike` for an address with another letter than a to z.

    Django's own check ignores case, and so takes letters whose capitals are capitals of ours.
    """
    if not is_plain_address(address):
        raise ValidationError(LOOK_ALIKE, code="look_alike")
