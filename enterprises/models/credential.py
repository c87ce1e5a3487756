"""What an enterprise holds from offices and agencies: numbers, dates and what they are worth."""

from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import clock
from enterprises.enums import CredentialStatus
from enterprises.models.enterprise import Enterprise

_SOON = timedelta(days=30)


class Credential(models.Model):
    """A fact that an app above states of an enterprise; `source` is its opaque name there.

    `issued_here` distinguishes a document of an office of the portal from one that was only
    recorded. `checked_at` is when an official looked it up at its issuer; None for what the owner
    alone says. `kind` is the code of the scheme that it results from, which says which requirements
    it answers. `code` is the code of verification; empty for a letter, which has its own.
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="credentials")
    source = models.CharField(max_length=60, unique=True)
    kind = models.SlugField(_("jenis"), max_length=40)
    number = models.CharField(_("nomor"), max_length=80)
    holder = models.CharField(_("pemegang"), max_length=200)
    issuer = models.CharField(_("penerbit"), max_length=160)
    issued_on = models.DateField(_("terbit pada"))
    valid_until = models.DateField(_("berlaku sampai"), null=True)
    status = models.CharField(_("keadaan"), max_length=20, choices=CredentialStatus)
    issued_here = models.BooleanField(_("diterbitkan dinas"))
    checked_at = models.DateTimeField(_("diperiksa pada"), null=True)
    code = models.CharField(_("kode verifikasi"), max_length=16, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("dokumen usaha")
        verbose_name_plural = pgettext_lazy("jamak", "dokumen usaha")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[str(each) for each in CredentialStatus]),
                name="credential_status_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")),
                name="credential_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="credential_code_once"
            ),
        ]
        indexes = [
            models.Index(fields=("enterprise", "kind", "status"), name="credential_of_kind"),
            models.Index(fields=("sha256",), condition=~Q(sha256=""), name="credential_by_sha256"),
        ]
        triggers = [pgtrigger.Protect(name="credential_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} · {self.number}"

    @property
    def ends_soon(self) -> bool:
        """Whether its last day is at most 30 days away."""
        left = self.valid_until - clock.today() if self.valid_until else None
        return left is not None and left <= _SOON
