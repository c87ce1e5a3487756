"""Short messages, recorded in a file until SMS_CHANNEL names a gateway.

A gateway is a class with the same two methods: it sends `sms_text(message)` to `message.address`
with `message.id` as the reference by which the operator recognises a repeat, and raises
UndeliverableError for numbers that the operator rejects permanently.
"""

from notifications.channels.base import OutgoingMessage
from notifications.channels.gsm import LIMIT, gsm_length, gsm_text
from notifications.channels.recorded import RecordedChannel
from notifications.enums import Channel


def sms_text(message: OutgoingMessage) -> str:
    """Return at most 160 characters, the length of one SMS: the text if it fits, else the subject.

    The link is never cut.
    """
    available = LIMIT - (gsm_length(message.url) + 1 if message.url else 0)
    text = gsm_text(message.text, limit=10 * LIMIT)
    body = text if gsm_length(text) <= available else gsm_text(message.subject, limit=available)
    return f"{body} {message.url}".rstrip()


class SmsChannel(RecordedChannel):
    """Records what would be sent as SMS."""

    channel = Channel.SMS

    def text_of(self, message: OutgoingMessage) -> str:
        return sms_text(message)
