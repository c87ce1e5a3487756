"""Labels of the message keys, and the reasons of deliveries in words."""

import re
from typing import Final

from django.utils.translation import gettext

from notifications.render import message_keys, message_label

_REFUSED: Final = re.compile(r"alamat ditolak server email \(([0-9]{3})\)")
_TROUBLE: Final = re.compile(r"gangguan pada percobaan ke-([0-9]+): (\w+)")
_NO_ANSWER: Final = frozenset(
    {
        "ConnectionRefusedError",
        "ConnectionResetError",
        "SMTPConnectError",
        "SMTPServerDisconnected",
        "TimeoutError",
        "gaierror",
    }
)


def key_label(key: str) -> str:
    """Return the label of a message key; one that nobody sends any more is another message."""
    return message_label(key) or gettext("Pesan lain")


def key_choices() -> list[tuple[str, str]]:
    """Return every message key with its label, in the order of the labels."""
    return sorted(((key, message_label(key)) for key in message_keys()), key=lambda pair: pair[1])


def reason_in_words(reason: str) -> str:
    """Return why a message was not sent, in the reader's language and without technical names."""
    # Rows written before 2026-11-28 have the older word.
    reason = reason.replace("surel", "email")
    if refused := _REFUSED.fullmatch(reason):
        return gettext("alamat ditolak server email (%(code)s)") % {"code": refused[1]}
    if trouble := _TROUBLE.fullmatch(reason):
        text = (
            gettext("percobaan ke-%(n)s: server tidak menjawab")
            if trouble[2] in _NO_ANSWER
            else gettext("percobaan ke-%(n)s: gangguan teknis")
        )
        return text % {"n": trouble[1]}
    # Stored in Indonesian; who sends marks its reasons with `gettext_noop`.
    return gettext(reason)
