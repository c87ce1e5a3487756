"""WhatsApp, recorded in a file until WHATSAPP_CHANNEL names a gateway.

A gateway is a class with the same two methods. The business API takes approved templates only:
`message.key` selects it; `message.subject`, `message.text` and `message.url` fill it.
"""

from notifications.channels.base import OutgoingMessage
from notifications.channels.recorded import RecordedChannel
from notifications.enums import Channel


class WhatsAppChannel(RecordedChannel):
    """Records what would be sent by WhatsApp."""

    channel = Channel.WHATSAPP

    def text_of(self, message: OutgoingMessage) -> str:
        parts = (f"*{message.subject}*", message.text, message.url)
        return "\n\n".join(part for part in parts if part)
