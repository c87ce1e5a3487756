"""The inbox inside the portal."""

from accounts.models import User
from common.dates import clock
from common.text.marking import gettext_noop
from notifications.channels.base import OutgoingMessage, UndeliverableError
from notifications.models import InboxItem

TITLE_LENGTH = 200
_NO_ACCOUNT = gettext_noop("penerima tidak punya akun")


class InboxChannel:
    """Writes the message to the person's inbox in the portal."""

    def obstacle(self, recipient: User | None, address: str) -> str:
        return "" if recipient else _NO_ACCOUNT

    def send(self, message: OutgoingMessage) -> None:
        if message.recipient is None:
            raise UndeliverableError(_NO_ACCOUNT)
        # The outbox row's id is unique here, so a repeat finds the item and does not mark it
        # unread.
        InboxItem.objects.get_or_create(
            message_id=message.id,
            defaults={
                "user": message.recipient,
                "title": message.subject[:TITLE_LENGTH],
                "body": message.text,
                "link": message.link,
                "created_at": clock.now(),
            },
        )
