"""The office's letters about an application, on the officials' page of it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import User
from applications.models import Application
from applications.selectors.letters import letters_of
from letters.enums import LetterStatus
from letters.messages import letter_title
from letters.models import Letter
from letters.selectors.office_letters import readable
from letters.services.signing import trouble_words

_MOST = 50


@dataclass(frozen=True)
class LetterLine:
    """One letter; `url` is '' where its page is not the reader's to open."""

    title: str
    number: str
    status: str
    trouble: str
    url: str


def letters_shown(user: User, application: Application) -> list[LetterLine]:
    """Return the letters about the application, the oldest first; one query without any."""
    letters = list(letters_of(application)[:_MOST])
    if not letters:
        return []
    keys = [each.pk for each in letters]
    opens: set[Any] = set(readable(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [_line(each, is_open=each.pk in opens) for each in letters]


def _line(letter: Letter, *, is_open: bool) -> LetterLine:
    is_stuck = letter.status == LetterStatus.WAITING and bool(letter.trouble)
    return LetterLine(
        title=letter_title(letter, "en" if get_language() == "en" else "id"),
        number=letter.number.written if letter.number else "",
        status=str(letter.get_status_display()),
        trouble=trouble_words(letter.trouble) if is_stuck else "",
        url=reverse("admin:letters_letter", args=[letter.pk]) if is_open else "",
    )
