"""The signer that this installation uses."""

from django.conf import settings
from django.utils.module_loading import import_string

from letters.signers.base import Signer


def signer() -> Signer:
    """Return the signer that `settings.LETTER_SIGNER` names."""
    found: Signer = import_string(settings.LETTER_SIGNER)()
    return found
