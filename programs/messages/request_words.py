"""The word for an application: *pengajuan* for financing, *permohonan* for letters and places."""

from common.text.application_noun import with_request_word
from programs.kinds.registry import kind_of


def request_words(text: str, kind: str) -> str:
    """Return one of the portal's Indonesian texts about an application in the words of its kind.

    Texts are written with *pengajuan*; other languages have one word for both. Never pass it what a
    person wrote.
    """
    return with_request_word(text, kind_of(kind).request_word)
