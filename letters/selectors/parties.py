"""Who is a party to what a letter is about, and so has no say in it."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from letters.models import Letter

IsParty = Callable[[User, str], bool]


def is_party(user: User, letter: Letter) -> bool:
    """Tell whether the person acts or acted for the enterprise that the letter is about.

    `settings.LETTER_PARTIES` names who knows it; the subject itself is opaque here.
    """
    for path in settings.LETTER_PARTIES:
        knows: IsParty = import_string(path)
        if knows(user, letter.subject):
            return True
    return False
