"""The notices about the office's letters; texts are in templates/notifications."""

from typing import Final

from django.utils import translation

from applications.messages.for_members import notices_for_members
from applications.models import Application
from letters.enums import LetterAction
from letters.messages import letter_title as letter_title
from letters.models import Letter
from notifications.policies.notice import Notice

_TOLD: Final = frozenset(
    {
        LetterAction.SIGNED,
        LetterAction.SUSPENDED,
        LetterAction.REINSTATED,
        LetterAction.REVOKED,
        LetterAction.SUPERSEDED,
        LetterAction.EXPIRED,
    }
)


def notices_of_letter(
    application: Application, letter: Letter, action: LetterAction, reason: str
) -> list[Notice]:
    """Return the notices to all who act for the enterprise; none for drafts and failures."""
    if action not in _TOLD or (letter.is_statement and action != LetterAction.SIGNED):
        return []
    said: dict[str, object] = {
        "letter_number": letter.number.written if letter.number else "",
        "reason": reason,
    }
    for language in ("id", "en"):
        with translation.override(language):
            said[f"title_{language}"] = letter_title(letter, language)
            said[f"status_{language}"] = letter.get_status_display()
    key = "letter.signed" if action == LetterAction.SIGNED else "letter.changed"
    if letter.is_statement:
        key = "letter.statement"
    return notices_for_members(application, said, key=key)
