"""The key of the office's electronic seal."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.identity.encrypted import EncryptedText


class SealKey(models.Model):
    """A key that seals letters, made by the portal itself; a seal, never a certified signature.

    The private key (PKCS 8, PEM) is encrypted with the field key and bound to `uid`; the
    certificate is PEM. A retired key signs nothing more; its certificate still identifies its
    letters.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_cipher = models.BinaryField(editable=False)
    certificate = models.TextField(_("sertifikat"))
    fingerprint = models.CharField(_("sidik jari"), max_length=64, unique=True)
    valid_until = models.DateTimeField(_("berlaku sampai"))
    created_at = models.DateTimeField(_("dibuat pada"))
    retired_at = models.DateTimeField(_("diganti pada"), null=True)

    key = EncryptedText(cipher="key_cipher", row="uid")

    class Meta:
        verbose_name = _("kunci segel")
        verbose_name_plural = pgettext_lazy("jamak", "kunci segel")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(retired_at__isnull=True), name="seal_key_one_in_use"
            ),
        ]
        triggers = [pgtrigger.Protect(name="seal_key_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.fingerprint[:16]
