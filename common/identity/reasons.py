"""The reason that an official writes: what must not be in it."""

from django.utils.translation import gettext as _

from common.errors import InvalidInput
from common.lists.word_search import contains_nik


def refuse_nik(reason: str, field: str = "reason") -> None:
    """Raise InvalidInput `nik_in_reason` for a reason with 16 digits that may be a NIK.

    Reasons appear in logs, letters and tables, where no personal number may be.
    """
    if contains_nik(reason):
        text = _("Jangan menulis NIK di alasan: alasan ini tersimpan dan dibaca orang lain.")
        raise InvalidInput("nik_in_reason", text, field=field)
