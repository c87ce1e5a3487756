"""The log of searches for a person's enterprises by NIK."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.text.formats import date_short


class NikSearch(models.Model):
    """One search: by whom, when and how many were found; the number itself is not stored."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("petugas"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("pada"))
    found = models.PositiveIntegerField(_("ditemukan"))

    class Meta:
        verbose_name = _("pencarian NIK")
        verbose_name_plural = pgettext_lazy("jamak", "pencarian NIK")
        ordering = ("-id",)
        indexes = [models.Index(fields=("user", "at"), name="nik_search_by_user")]
        triggers = [
            pgtrigger.Protect(
                name="nik_search_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {date_short(self.at)}"
