"""In which year an owner wants a letter that is valid only in its year of issue."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import Application


class LetterYear(models.Model):
    """The owner's choice before the decision: the letter is signed in `year`, not earlier."""

    application = models.OneToOneField(
        Application, verbose_name=_("pengajuan"), on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("tahun surat"))
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dipilih oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    chosen_at = models.DateTimeField(_("dipilih pada"))

    class Meta:
        verbose_name = _("tahun surat")
        verbose_name_plural = pgettext_lazy("jamak", "tahun surat")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.application_id} · {self.year}"
