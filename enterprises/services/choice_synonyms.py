"""The words that people and registers use for legal forms, sectors and editions of KBLI."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, TypeVar

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

from common.text.typed import plain_marks
from enterprises.enums import LegalForm
from reference.enums import Sector

C = TypeVar("C", bound=TextChoices)
# Other words than the codes and labels, in lower case.
_SYNONYMS: Final[Mapping[TextChoices, tuple[str, ...]]] = {
    LegalForm.SOLE: (
        "perseorangan", "usaha perseorangan", "usaha dagang", "ud", "orang perseorangan",
    ),
    LegalForm.SOLE_COMPANY: (
        "pt perseorangan", "perseroan perorangan", "perseroan perseorangan",
    ),
    LegalForm.PARTNERSHIP: ("persekutuan komanditer", "commanditaire vennootschap"),
    LegalForm.COMPANY: ("perseroan terbatas",),
    LegalForm.GROUP: ("kub", "kelompok usaha bersama"),
    Sector.FURNITURE: ("furnitur", "meubel", "mebel dan furnitur"),
    Sector.FASHION: ("fesyen dan busana", "busana"),
    Sector.AGRIBUSINESS: ("agribisnis",),
    Sector.HANDICRAFT: ("kriya", "kerajinan tangan"),
    Sector.OTHER: ("lain-lain", "lain"),
}  # fmt: skip


def choice_of(text: str, choices: type[C]) -> C | None:
    """Return the choice that `text` means, by its code, its label in each language or a synonym.

    Capitals, dots and blanks do not matter.
    """
    return choices(code) if (code := _words(choices).get(_folded(text))) else None


@cache
def _words(choices: type[TextChoices]) -> dict[str, str]:
    words = {_folded(str(each.value)): str(each.value) for each in choices}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for each in choices:
                words.setdefault(_folded(str(each.label)), str(each.value))
    for each in choices:
        for synonym in _SYNONYMS.get(each, ()):
            words.setdefault(_folded(synonym), str(each.value))
    return words


def _folded(text: str) -> str:
    # A year that a spreadsheet stored as a number.
    typed = re.sub(r"(?<=[0-9])[.,]0$", "", plain_marks(text).casefold())
    return " ".join(re.sub(r"[._/-]+", " ", typed).split())
