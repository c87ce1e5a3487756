"""Short messages, recorded in a file until SMS_CHANNEL names a gateway.

A gateway is a class with the same two methods: it sends `sms_text(letter)` to `letter.address`
with `letter.id` as the reference by which the operator recognises a repeat, and raises
UndeliverableError for numbers that the operator refuses permanently.
"""

from notifications.channels.base import Letter
from notifications.channels.gsm import LIMIT, gsm_length, gsm_text
from notifications.channels.recorded import RecordedChannel
from notifications.enums import Channel


def sms_text(letter: Letter) -> str:
    """Return at most 160 characters, the price of one SMS: the text if it fits, else its title.

    The link is never cut.
    """
    room = LIMIT - (gsm_length(letter.url) + 1 if letter.url else 0)
    text = gsm_text(letter.text, limit=10 * LIMIT)
    body = text if gsm_length(text) <= room else gsm_text(letter.subject, limit=room)
    return f"{body} {letter.url}".rstrip()


class SmsChannel(RecordedChannel):
    """Records what would be sent as SMS."""

    channel = Channel.SMS

    def text_of(self, letter: Letter) -> str:
        return sms_text(letter)
