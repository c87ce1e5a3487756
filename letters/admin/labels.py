"""Letters in words for the officials' pages."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import clock
from common.text.formats import date_long
from letters.messages import letter_title
from letters.models import Letter, PositionHolder
from letters.selectors.prints import is_printed
from letters.services.signing import day_words, trouble_words


def title_of(letter: Letter) -> str:
    """Return the title of a letter in the reader's language."""
    return letter_title(letter, "en" if get_language() == "en" else "id")


def why_waiting(letter: Letter, holder: PositionHolder | None) -> str:
    """Return in words why a letter still waits; '' where only the signature is missing.

    `holder` holds its position today.
    """
    if text := day_words(letter):
        return text
    if letter.is_statement:
        return trouble_words(letter.trouble) if letter.trouble else ""
    if holder is None:
        return _("Jabatan penanda tangannya tidak ada pemegangnya hari ini.")
    if letter.trouble:
        return trouble_words(letter.trouble)
    return _("Sudah dicetak; menunggu pindaian yang ditandatangani.") if is_printed(letter) else ""


def owed_words(letter: Letter) -> str:
    """Return why a letter has priority, and until when it is to be signed; '' for most."""
    if letter.sign_by is None:
        return ""
    words = (
        _("Dianggap dikabulkan; pemohon memegang pernyataannya. Terlambat sejak %(day)s.")
        if letter.sign_by < clock.today()
        else _(
            "Dianggap dikabulkan; pemohon memegang pernyataannya. Tanda tangani paling lambat "
            "%(day)s."
        )
    )
    return words % {"day": date_long(letter.sign_by)}


def asked_words(letter: Letter) -> str:
    """Return who signed a letter that is not sealed yet; '' otherwise."""
    if letter.asked_by is None:
        return ""
    return _("sudah ditandatangani %(name)s, segelnya sedang dibubuhkan") % {
        "name": letter.asked_by.get_full_name()
    }
