"""Channels, delivery results and keys of messages."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """The ways in which a message may reach a person."""

    INBOX = "inbox", _("kotak masuk portal")
    EMAIL = "email", _("email")
    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "SMS"


# In the order they are tried: SMS costs most and is used only where WhatsApp failed.
PHONE_CHANNELS = (Channel.WHATSAPP, Channel.SMS)


class DeliveryStatus(TextChoices):
    """The result of one message on one channel."""

    WAITING = "waiting", _("menunggu")
    SENT = "sent", _("terkirim")
    FAILED = "failed", _("gagal")
    SUPPRESSED = "suppressed", _("tidak dikirim")


class MessageKey(StrEnum):
    """Messages of this app; every other key belongs to the app that sends it."""

    ACCOUNT_MAIL = "account.mail"
    PHONE_CODE = "phone.code"
    PHONE_CHANGED = "phone.changed"
    PHONE_SHARED = "phone.shared"
    SECOND_FACTOR_RESET = "second_factor.reset"


# Their text gives access to an account: it is wiped as soon as the message has ended.
SECRET_KEYS = frozenset({MessageKey.ACCOUNT_MAIL.value, MessageKey.PHONE_CODE.value})
