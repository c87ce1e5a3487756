"""Who agreed to which text (UU 27/2022 art 20-22)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import ConsentPurpose
from common.text.formats import date_short


class ConsentText(models.Model):
    """One version of the text people agree to; a version once shown is never changed."""

    purpose = models.CharField(_("tujuan"), max_length=20, choices=ConsentPurpose)
    version = models.CharField(_("versi"), max_length=20)
    text_id = models.TextField(_("teks (Indonesia)"))
    text_en = models.TextField(_("teks (Inggris)"))
    valid_from = models.DateField(_("berlaku sejak"))

    class Meta:
        verbose_name = _("teks persetujuan")
        verbose_name_plural = pgettext_lazy("jamak", "teks persetujuan")
        ordering = ("purpose", "-valid_from")
        constraints = [
            models.UniqueConstraint(fields=("purpose", "version"), name="consent_text_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"


class Consent(models.Model):
    """A person's consent to one text version; a withdrawal is a new row, never an edit."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents"
    )
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT)
    given = models.BooleanField(_("setuju"), default=True)
    channel = models.CharField(_("melalui"), max_length=30)
    language = models.CharField(_("bahasa"), max_length=5)
    at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = pgettext_lazy("jamak", "persetujuan")
        ordering = ("-id",)
        triggers = [
            pgtrigger.Protect(
                name="consent_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} · {date_short(self.at)}"
