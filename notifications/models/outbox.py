"""Messages, written in the transaction that caused them, and their deliveries."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.identity.encrypted import EncryptedText
from common.text.formats import datetime_wib
from notifications.enums import SECRET_KEYS, Channel, DeliveryStatus


class OutboxMessage(models.Model):
    """One message to one person (or address); channels recognise a repeat by `id`.

    No worker takes an unfinished row before `next_attempt_at`: first its planned time, then the end
    of the lease of the worker that took it, then the end of a back-off. `attempts` grows with every
    lease, so a worker whose lease has expired notices that the row is no longer its own.

    `sealed` is JSON that must not be stored in plain text: the `phone` of a message without a
    recipient and its `secret` values, such as the text of account mail. It is wiped when the
    message has ended; the database refuses a text of SECRET_KEYS in `context`, and a seal on an
    ended message. After `expires_at` the message is useless and is not sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("jenis pesan"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("penerima"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.CharField(_("alamat"), max_length=254, blank=True)
    context = models.JSONField(default=dict)
    sealed_cipher = models.BinaryField(null=True, editable=False)
    link = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("dibuat pada"))
    available_at = models.DateTimeField(_("dikirim mulai"))
    next_attempt_at = models.DateTimeField(_("dicoba mulai"))
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    finished_at = models.DateTimeField(_("selesai pada"), null=True, blank=True)
    expires_at = models.DateTimeField(_("berguna sampai"), null=True, blank=True)

    sealed = EncryptedText(cipher="sealed_cipher", row="id")

    class Meta:
        verbose_name = _("pesan keluar")
        verbose_name_plural = pgettext_lazy("jamak", "pesan keluar")
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(
                fields=("next_attempt_at",),
                condition=Q(finished_at__isnull=True),
                name="outbox_due",
            ),
            models.Index(fields=("-created_at", "-id"), name="outbox_newest"),
            models.Index(fields=("key", "-created_at", "-id"), name="outbox_by_key"),
            models.Index(fields=("link", "-created_at", "-id"), name="outbox_by_link"),
            models.Index(
                fields=("address", "-created_at", "-id"),
                condition=~Q(address=""),
                name="outbox_by_address",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(key__in=sorted(SECRET_KEYS))
                | ~(
                    Q(context__has_key="subject")
                    | Q(context__has_key="body")
                    | Q(context__has_key="code")
                ),
                name="outbox_secret_text_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(sealed_cipher__isnull=True),
                name="outbox_ended_is_wiped",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('pesan keluar')} · {datetime_wib(self.created_at)}"


class Delivery(models.Model):
    """The result of one message on one channel; `reason` says why it was not sent."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("saluran"), max_length=20, choices=Channel)
    status = models.CharField(
        _("hasil"), max_length=12, choices=DeliveryStatus, default=DeliveryStatus.WAITING
    )
    reason = models.CharField(_("alasan"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    at = models.DateTimeField(_("pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("pengiriman")
        verbose_name_plural = pgettext_lazy("jamak", "pengiriman")
        indexes = [
            models.Index(
                fields=("at",),
                condition=Q(channel="sms", status="sent"),
                name="delivery_sms_sent",
            ),
            models.Index(
                fields=("status", "-message"),
                condition=Q(status__in=("failed", "suppressed")),
                name="delivery_unsent",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=("message", "channel"), name="delivery_once"),
            models.CheckConstraint(
                condition=~Q(status__in=("failed", "suppressed")) | ~Q(reason=""),
                name="delivery_unsent_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.status}"
