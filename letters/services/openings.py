"""Downloads of letters: written to the security log, as for documents of applicants."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.enums import SecurityAction
from accounts.models import User
from accounts.services.security_log import event_of, record_all
from common.dates import clock
from letters.messages import letter_title
from letters.models import Letter

HolderKey = Callable[[str], str]
# One row an hour for one person and letter.
_HOUR: Final = "%Y%m%d%H"


def record_opening(reader: User, letter: Letter) -> None:
    """Write to the security log that the person downloads the letter; call it before sending.

    `settings.LETTER_HOLDERS` names the functions that return its holder's key in the log.
    """
    thing = f"letter:{letter.pk}"
    event = event_of(
        SecurityAction.DOCUMENT_OPENED,
        person=reader,
        thing=thing,
        holder=_holder_of(letter.subject),
        words=f"{letter_title(letter, 'id')} · {letter.label}",
    )
    event.once = f"{thing}|{reader.pk}|{clock.now():{_HOUR}}"
    record_all([event])


def _holder_of(subject: str) -> str:
    for path in settings.LETTER_HOLDERS:
        knows: HolderKey = import_string(path)
        if key := knows(subject):
            return key
    return ""
