"""Channels and endings of a message."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """Where a message may go."""

    INBOX = "inbox", _("kotak masuk portal")
    EMAIL = "email", _("surel")


class DeliveryStatus(TextChoices):
    """How one message ended on one channel."""

    WAITING = "waiting", _("menunggu")
    SENT = "sent", _("terkirim")
    FAILED = "failed", _("gagal")
    SUPPRESSED = "suppressed", _("tidak dikirim")


class MessageKey(TextChoices):
    """Messages that this app itself knows; every other key belongs to the app that sends it."""

    ACCOUNT_MAIL = "account.mail", _("surel akun")


# Their text holds a link that opens an account: it is wiped as soon as the message has ended.
SECRET_KEYS = frozenset({MessageKey.ACCOUNT_MAIL.value})
