"""Warnings to the office that its silence is about to approve a file."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import Application


class SilenceWarning(models.Model):
    """A warning to the office's lead, `left` working days before the last day to decide."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="silence_warnings"
    )
    last_day = models.DateField(_("batas waktu"))
    left = models.PositiveSmallIntegerField(_("hari kerja lagi"))
    on = models.DateField(_("pada"))

    class Meta:
        verbose_name = _("peringatan batas waktu")
        verbose_name_plural = pgettext_lazy("jamak", "peringatan batas waktu")
        ordering = ("application_id", "last_day", "-left")
        constraints = [
            models.UniqueConstraint(
                fields=("application", "last_day", "left"), name="silence_warning_once"
            ),
            models.CheckConstraint(condition=Q(left__in=(1, 2)), name="silence_warning_one_or_two"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="silence_warning_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.left}"
