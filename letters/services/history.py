"""The history of a letter, and the listeners of its changes."""

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from common.dates import clock
from letters.enums import LetterAction, LetterStatus
from letters.models import Letter, LetterEvent
from letters.policies.status_table import LEADS_TO


def record(
    letter: Letter, action: LetterAction, *, actor: User | None = None, reason: str = ""
) -> None:
    """Write an event, and call the listeners of apps above in `settings.LETTER_LISTENERS`.

    Called in the transaction that changed the letter, after it was saved.
    """
    LetterEvent.objects.create(
        letter=letter, at=clock.now(), action=action, actor=actor, reason=reason
    )
    for path in settings.LETTER_LISTENERS:
        import_string(path)(letter, action, reason)


def set_status(letter: Letter, action: LetterAction) -> None:
    """Set the status that an action leads to, and since when; does not save."""
    letter.status = LetterStatus(LEADS_TO[action])
    letter.status_at = clock.now()
