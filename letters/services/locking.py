"""Locking a letter: before its number, its permit, and the letter that it corrects."""

from django.utils.translation import gettext as _

from common.errors import Conflict
from letters.models import Letter


def lock_letter(letter_id: int) -> Letter:
    """Return the letter with office and number, locked until the transaction ends.

    Raises Conflict `no_such_letter`.
    """
    found = Letter.objects.select_for_update(of=("self",)).select_related("agency", "number")
    letter = found.filter(pk=letter_id).first()
    if letter is None:
        raise Conflict("no_such_letter", _("Surat ini tidak ada."))
    return letter
