"""Mobile numbers of people, one-time codes, and the history of a number."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import CodePurpose, CodeVia, PhoneAction
from common.identity.encrypted import EncryptedText
from common.text.formats import date_short


class PhoneNumber(models.Model):
    """A number whose owner proved it; several people may share one, and each has one at a time.

    The number is encrypted, bound to `uid`, and found through a keyed blind index. Rows get an
    `until`, they are not deleted. `pin` is a Django password hash, set where people share a phone.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("orang"),
        on_delete=models.PROTECT,
        related_name="phone_numbers",
    )
    phone_cipher = models.BinaryField(editable=False)
    phone_index = models.BinaryField(max_length=16, editable=False)
    pin = models.CharField(max_length=128, blank=True, editable=False)
    pin_failures = models.PositiveSmallIntegerField(default=0, editable=False)
    pin_failed_at = models.DateTimeField(null=True, editable=False)
    since = models.DateTimeField(_("sejak"))
    until = models.DateTimeField(_("sampai"), null=True, blank=True)

    phone = EncryptedText(cipher="phone_cipher", index="phone_index", row="uid", purpose="phone")

    class Meta:
        verbose_name = _("nomor ponsel")
        verbose_name_plural = pgettext_lazy("jamak", "nomor ponsel")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("user",), condition=Q(until__isnull=True), name="phone_one_per_person"
            ),
        ]
        indexes = [
            models.Index(
                fields=("phone_index",), condition=Q(until__isnull=True), name="phone_by_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {date_short(self.since)}"


class OneTimeCode(models.Model):
    """One code sent to one number; only a keyed HMAC of it is stored, bound to this row.

    `consumed_at`: the right code was entered, once. `settled_at`: its purpose is done.
    `address_index` is a keyed index of the requesting network address, for the limits.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=CodePurpose)
    via = models.CharField(max_length=10, choices=CodeVia)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    phone_cipher = models.BinaryField(editable=False)
    phone_index = models.BinaryField(max_length=16, editable=False)
    address_index = models.BinaryField(max_length=16, editable=False)
    # What proved the number before: a device, an account, an official; null for a stranger.
    proof_index = models.BinaryField(max_length=16, null=True, editable=False)
    digest = models.BinaryField(max_length=32, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    consumed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    phone = EncryptedText(cipher="phone_cipher", index="phone_index", row="id", purpose="phone")

    class Meta:
        indexes = [
            models.Index(fields=("phone_index", "-created_at"), name="code_by_number"),
            models.Index(fields=("address_index", "-created_at"), name="code_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class PhoneEvent(models.Model):
    """What was done to a person's number or PIN, by whom and why; append-only."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("orang"),
        on_delete=models.PROTECT,
        related_name="phone_events",
    )
    action = models.CharField(_("tindakan"), max_length=12, choices=PhoneAction)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("oleh"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("riwayat nomor ponsel")
        verbose_name_plural = pgettext_lazy("jamak", "riwayat nomor ponsel")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(by=models.F("user")) | ~Q(reason=""),
                name="phone_event_by_another_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="phone_event_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {date_short(self.at)}"
