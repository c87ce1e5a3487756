"""WhatsApp, recorded in a file until WHATSAPP_CHANNEL names a gateway.

A gateway is a class with the same two methods. The business API takes approved templates only:
`letter.key` selects it; `letter.subject`, `letter.text` and `letter.url` fill it.
"""

from notifications.channels.base import Letter
from notifications.channels.recorded import RecordedChannel
from notifications.enums import Channel


class WhatsAppChannel(RecordedChannel):
    """Records what would be sent by WhatsApp."""

    channel = Channel.WHATSAPP

    def text_of(self, letter: Letter) -> str:
        parts = (f"*{letter.subject}*", letter.text, letter.url)
        return "\n\n".join(part for part in parts if part)
