"""E-mail through the backend that the settings name."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.models import User
from common.text.marking import gettext_noop
from notifications.channels.base import OutgoingMessage, UndeliverableError
from notifications.enums import Channel

PERMANENT = range(500, 600)


class EmailChannel:
    """Sends text with an HTML alternative that loads no external resources."""

    def obstacle(self, recipient: User | None, address: str) -> str:
        return "" if address else gettext_noop("alamat email tidak ada")

    def send(self, message: OutgoingMessage) -> None:
        mail = EmailMultiAlternatives(
            subject=message.subject,
            body=message.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[message.address],
            headers={
                "Message-ID": f"<{message.id}.{Channel.EMAIL.value}@{settings.MESSAGE_ID_DOMAIN}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(message.html, "text/html")
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            # The exception's own text holds the address; only the code may be stored.
            codes = [code for code, _ in error.recipients.values()]
            if codes and all(code in PERMANENT for code in codes):
                raise UndeliverableError(f"alamat ditolak server email ({codes[0]})") from None
            raise
