"""Checks of documents by the public; the visitor is not recorded."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from letters.enums import CheckWay
from letters.models.letter import Letter


class Check(models.Model):
    """One check whether a document is real; `letter` is None where none was found."""

    at = models.DateTimeField(_("pada"))
    way = models.CharField(_("cara"), max_length=6, choices=CheckWay)
    letter = models.ForeignKey(
        Letter, verbose_name=_("surat"), on_delete=models.CASCADE, null=True, related_name="checks"
    )

    class Meta:
        verbose_name = _("pemeriksaan surat")
        verbose_name_plural = pgettext_lazy("jamak", "pemeriksaan surat")
        ordering = ("-id",)
        indexes = [models.Index(fields=("at",), name="check_by_time")]

    def __str__(self) -> str:
        return f"{self.at} · {self.way}"
